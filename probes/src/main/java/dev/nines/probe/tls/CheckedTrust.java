package dev.nines.probe.tls;

import static dev.nines.probe.FailureReason.CERTIFICATE_EXPIRED;
import static dev.nines.probe.FailureReason.CERTIFICATE_NAME;
import static dev.nines.probe.FailureReason.CERTIFICATE_UNTRUSTED;
import static dev.nines.probe.FailureReason.TLS_HANDSHAKE;

import dev.nines.probe.FailureReason;
import dev.nines.probe.TlsFacts;
import dev.nines.probe.net.Durations;
import dev.nines.probe.net.ProbeFault;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Accepts a server's certificates or says why not, in Go's order: dates of the leaf, its name, the
 * chain to an authority. The JDK's own check comes last because it skips the dates of a leaf that
 * is itself trusted and does not tell the three apart; what it accepted is not asked again before a
 * date passes ({@link KnownChains}). A refusal is never remembered.
 */
final class CheckedTrust extends X509ExtendedTrustManager {
  /** What the two call the way of exchanging keys where it is no part of the cipher any more. */
  private static final String TLS_1_3_TO_CONSCRYPT = "GENERIC";

  private static final String TLS_1_3_TO_JDK = "UNKNOWN";

  /** The JDK's own limit in a handshake; BoringSSL has none. */
  private static final int MOST_PRESENTED = 10;

  /** What a server that anybody trusts says of itself may be long. */
  private static final int LONGEST_DESCRIPTION = 2_048;

  private final @Nullable X509ExtendedTrustManager authorities;
  private final InstantSource clock;

  /** Whether the JDK was told to ask, in each handshake, if a certificate was revoked. */
  private final boolean asksForRevocation = Boolean.getBoolean("com.sun.net.ssl.checkRevocation");

  private final List<X509Certificate> anchors;
  private final KnownChains<Accepted> accepted;
  private final KnownChains<Described> described;

  /** In which kind of handshake a chain will do: what a key may be used for depends on it. */
  private record Accepted(String authType, String protocol) {}

  private record Described(CertificateFacts facts, Instant verifiedExpiry) {}

  /**
   * Trusts certificates as some authorities do.
   *
   * @param authorities decides about chains; null accepts every certificate under every name
   * @param clock tells whether a certificate has expired
   */
  CheckedTrust(@Nullable X509ExtendedTrustManager authorities, InstantSource clock) {
    this.authorities = authorities;
    this.clock = clock;
    anchors = authorities == null ? List.of() : List.of(authorities.getAcceptedIssuers());
    accepted = new KnownChains<>(anchors);
    described = new KnownChains<>(anchors);
  }

  /** What a handshake told; its verified expiry is {@link Instant#MIN} when no chain verifies. */
  TlsFacts facts(String protocol, String cipher, List<X509Certificate> presented) {
    var now = clock.instant();
    var key = KnownChains.key(presented);
    var what = described.find(key, now).orElseGet(() -> describe(key, presented, now));
    return what.facts().in(protocol, cipher, what.verifiedExpiry());
  }

  private Described describe(ByteString key, List<X509Certificate> presented, Instant now) {
    var what =
        new Described(
            CertificateFacts.of(presented), VerifiedChains.lastExpiry(presented, anchors, now));
    if (what.facts().length() <= LONGEST_DESCRIPTION) {
      described.add(key, presented, now, what);
    }
    return what;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(
        chain,
        socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null,
        (to, type) -> to.checkServerTrusted(chain, type, socket),
        authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(
        chain,
        engine.getHandshakeSession(),
        (to, type) -> to.checkServerTrusted(chain, type, engine),
        authType);
  }

  /** The authorities' own check of the connection, whatever that is made of. */
  private interface ChainCheck {
    void by(X509ExtendedTrustManager authorities, String authType) throws CertificateException;
  }

  private void check(
      X509Certificate[] chain, @Nullable SSLSession handshake, ChainCheck ofChain, String authType)
      throws CertificateException {
    if (chain.length > MOST_PRESENTED) {
      throw rejected(
          TLS_HANDSHAKE,
          "the server presented %d certificates, more than %d"
              .formatted(chain.length, MOST_PRESENTED));
    }
    if (authorities == null) {
      return;
    }
    var leaf = chain[0];
    checkDates(leaf);
    if (handshake != null) {
      checkName(leaf, TlsClient.serverName(handshake));
    }
    var now = clock.instant();
    var presented = List.of(chain);
    var key = KnownChains.key(presented);
    var how = new Accepted(authType, handshake == null ? "" : handshake.getProtocol());
    if (!asksForRevocation && accepted.find(key, now).filter(how::equals).isPresent()) {
      return;
    }
    try {
      ofChain.by(authorities, authType.equals(TLS_1_3_TO_CONSCRYPT) ? TLS_1_3_TO_JDK : authType);
      accepted.add(key, presented, now, how);
    } catch (CertificateException e) {
      for (var certificate : chain) {
        checkDates(certificate);
      }
      throw rejected(CERTIFICATE_UNTRUSTED, untrusted(chain[chain.length - 1]));
    }
  }

  private void checkDates(X509Certificate certificate) throws CertificateException {
    var now = clock.instant();
    var from = certificate.getNotBefore().toInstant();
    var until = certificate.getNotAfter().toInstant();
    var who = commonName(certificate);
    if (now.isAfter(until)) {
      throw rejected(
          CERTIFICATE_EXPIRED, "certificate expired %s ago (%s)".formatted(rough(until, now), who));
    }
    if (now.isBefore(from)) {
      throw rejected(
          CERTIFICATE_EXPIRED,
          "certificate is not valid for another %s (%s)".formatted(rough(now, from), who));
    }
  }

  private static void checkName(X509Certificate leaf, String name) throws CertificateException {
    if (HostNames.matches(name, leaf)) {
      return;
    }
    var names = HostNames.dnsNames(leaf);
    var why =
        names.isEmpty()
            ? "certificate has no subjectAltName for %s (%s)".formatted(name, commonName(leaf))
            : "certificate is for %s, not for %s"
                .formatted(String.join(", ", names.subList(0, Math.min(5, names.size()))), name);
    throw rejected(CERTIFICATE_NAME, why);
  }

  private static String untrusted(X509Certificate last) {
    return last.getSubjectX500Principal().equals(last.getIssuerX500Principal())
        ? "certificate is signed by an authority that is not trusted (self-signed %s)"
            .formatted(commonName(last))
        : "certificate chain leads to no trusted authority (issuer %s)"
            .formatted(GoName.commonName(last.getIssuerX500Principal()));
  }

  private static String commonName(X509Certificate certificate) {
    return GoName.commonName(certificate.getSubjectX500Principal());
  }

  private static String rough(Instant from, Instant to) {
    return Durations.rough(Duration.between(from, to));
  }

  private static CertificateException rejected(FailureReason reason, String detail) {
    return new CertificateException(detail, new ProbeFault(reason, detail));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("the name is not known without a connection");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("probes are clients only");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("probes are clients only");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("probes are clients only");
  }

  /** None: they are only asked for to build other checks, which would do the work twice. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
