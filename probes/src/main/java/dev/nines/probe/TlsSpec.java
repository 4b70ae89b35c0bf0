package dev.nines.probe;

import java.time.Duration;
import java.util.Optional;

/**
 * How a probe does TLS; {@code tls_config} of blackbox_exporter.
 *
 * @param insecureSkipVerify whether any certificate will do
 * @param authorities PEM of trusted authorities in place of the JDK's
 * @param identity the client's own certificate, where it has one
 * @param serverName the name for SNI and verification in place of the target's host
 * @param minVersion the oldest version that is offered
 * @param maxVersion the newest version that is offered, where declared
 * @param minValidity a certificate that expires sooner than this fails the run
 */
public record TlsSpec(
    boolean insecureSkipVerify,
    Optional<Content> authorities,
    Optional<Identity> identity,
    Optional<String> serverName,
    Version minVersion,
    Optional<Version> maxVersion,
    Optional<Duration> minValidity) {
  /** Verified against the JDK's authorities under the target's own name. */
  public static final TlsSpec DEFAULT =
      new TlsSpec(
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Version.TLS12,
          Optional.empty(),
          Optional.empty());

  /** The same as {@link #DEFAULT}, but with any certificate. */
  public static final TlsSpec INSECURE =
      new TlsSpec(
          true,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Version.TLS12,
          Optional.empty(),
          Optional.empty());

  /**
   * A client's certificate.
   *
   * @param certificate PEM of the certificate and what it needs to be believed
   * @param key PEM of its private key
   */
  public record Identity(Content certificate, Content key) {}

  /** A version of TLS, by blackbox_exporter's names; JDK 25 itself refuses the first two. */
  public enum Version {
    /** RFC 2246. */
    TLS10("TLSv1"),
    /** RFC 4346. */
    TLS11("TLSv1.1"),
    /** RFC 5246. */
    TLS12("TLSv1.2"),
    /** RFC 8446. */
    TLS13("TLSv1.3");

    private final String protocol;

    Version(String protocol) {
      this.protocol = protocol;
    }

    /** {@return the JDK's name} */
    public String protocol() {
      return protocol;
    }
  }

  /**
   * The same under another name for the server.
   *
   * @param name for SNI and verification
   * @return the changed settings
   */
  public TlsSpec withServerName(String name) {
    return new TlsSpec(
        insecureSkipVerify,
        authorities,
        identity,
        Optional.of(name),
        minVersion,
        maxVersion,
        minValidity);
  }
}
