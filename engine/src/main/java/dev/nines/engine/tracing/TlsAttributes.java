package dev.nines.engine.tracing;

import dev.nines.probe.TlsFacts;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.util.Locale;

/**
 * The attributes of TLS, whose constants are not in the stable semantic conventions' library.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/registry/attributes/tls/">TLS</a>
 */
final class TlsAttributes {
  private static final AttributeKey<String> NAME = AttributeKey.stringKey("tls.protocol.name");
  private static final AttributeKey<String> VERSION =
      AttributeKey.stringKey("tls.protocol.version");
  private static final AttributeKey<String> CIPHER = AttributeKey.stringKey("tls.cipher");
  private static final AttributeKey<String> SUBJECT = AttributeKey.stringKey("tls.server.subject");
  private static final AttributeKey<String> ISSUER = AttributeKey.stringKey("tls.server.issuer");
  private static final AttributeKey<String> NOT_AFTER =
      AttributeKey.stringKey("tls.server.not_after");
  private static final AttributeKey<String> SHA256 =
      AttributeKey.stringKey("tls.server.hash.sha256");

  private TlsAttributes() {}

  static void protocol(Span span, TlsFacts tls) {
    span.setAttribute(NAME, "tls");
    span.setAttribute(VERSION, tls.version().replace("TLS ", ""));
  }

  static void handshake(Span span, TlsFacts tls) {
    protocol(span, tls);
    span.setAttribute(CIPHER, tls.cipher());
    span.setAttribute(SUBJECT, tls.subject());
    span.setAttribute(ISSUER, tls.issuer());
    span.setAttribute(NOT_AFTER, tls.leafExpiry().toString());
    span.setAttribute(SHA256, tls.fingerprintSha256().toUpperCase(Locale.ROOT));
  }
}
