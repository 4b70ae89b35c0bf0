package dev.nines.engine.hooks.deployments;

import dev.nines.channel.Secret;
import dev.nines.engine.api.Problem;
import dev.nines.engine.configuration.ConfiguredSecret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a delivery come from whom it says? Without a secret, or with one that cannot be read, nobody
 * does: what cannot be checked is refused. Comparisons take the same time whatever is sent.
 *
 * @param key the secret's key in config.yml
 * @param secret where it stands
 */
public record Proof(String key, Optional<ConfiguredSecret> secret) {
  private static final Logger LOG = LoggerFactory.getLogger(Proof.class);
  private static final String HMAC = "HmacSHA256";
  private static final String SIGNED_BY = "sha256=";
  private static final int MOST_BYTES = 1 << 20;

  /** The secret, before anything of the body is read. */
  Secret required() {
    if (secret.isEmpty()) {
      throw Problem.of(
          Response.Status.FORBIDDEN,
          "%s is not set in config.yml: this hook takes nothing".formatted(key));
    }
    try {
      return secret.get().read();
    } catch (IOException e) {
      LOG.warn("{} cannot be read, so that its hook takes nothing: {}", key, e.toString());
      throw Problem.of(
          Response.Status.SERVICE_UNAVAILABLE,
          "the file of %s cannot be read: this hook takes nothing until it can".formatted(key));
    }
  }

  /** Reads no more than a mebibyte; what is said to be longer is not read at all. */
  static byte[] body(HttpServletRequest request, InputStream stream) throws IOException {
    if (request.getContentLengthLong() <= MOST_BYTES) {
      var bytes = stream.readNBytes(MOST_BYTES + 1);
      if (bytes.length <= MOST_BYTES) {
        return bytes;
      }
    }
    throw Problem.of(Response.Status.REQUEST_ENTITY_TOO_LARGE, "the body is above 1 MiB");
  }

  /** Checks what GitHub sends as {@code X-Hub-Signature-256}. */
  void signed(Secret secret, byte[] body, @Nullable String signature) {
    if (signature == null || !MessageDigest.isEqual(hmac(secret, body), digest(signature))) {
      throw unauthorized("X-Hub-Signature-256 is not that of this body with " + key);
    }
  }

  /** Checks a secret that is sent as it is. */
  void shown(Secret secret, @Nullable String shown, String header) {
    if (shown == null || !MessageDigest.isEqual(bytes(secret.value()), bytes(shown))) {
      throw unauthorized("%s is not %s of config.yml".formatted(header, key));
    }
  }

  private static RuntimeException unauthorized(String why) {
    return Problem.of(Response.Status.UNAUTHORIZED, why);
  }

  /** Nothing where it is none. */
  private static byte[] digest(String signature) {
    try {
      return signature.startsWith(SIGNED_BY)
          ? HexFormat.of().parseHex(signature.substring(SIGNED_BY.length()))
          : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] hmac(Secret secret, byte[] body) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(bytes(secret.value()), HMAC));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
