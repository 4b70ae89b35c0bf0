package dev.nines.probe;

import java.time.Instant;
import java.util.Optional;

/**
 * What the final response of an HTTP run said.
 *
 * @param status its status code
 * @param version its HTTP version as a number: 1.0, 1.1 or 2
 * @param redirects how many redirects were followed
 * @param contentLength the declared length in bytes, -1 when not declared
 * @param bodyBytes bytes of the body that were read after decoding
 * @param ssl whether the final hop used TLS
 * @param lastModified the Last-Modified header, where it can be read
 */
public record HttpFacts(
    int status,
    double version,
    int redirects,
    long contentLength,
    long bodyBytes,
    boolean ssl,
    Optional<Instant> lastModified) {
  /**
   * What there is to say where a redirect led to no response.
   *
   * @param redirects how many redirects were followed
   * @return facts of no response
   */
  public static HttpFacts none(int redirects) {
    return new HttpFacts(0, 0, redirects, 0, 0, false, Optional.empty());
  }

  /** {@return the version for people, such as {@code HTTP/1.1} and {@code HTTP/2}} */
  public String versionName() {
    return "HTTP/" + (version == 2 ? "2" : version);
  }
}
