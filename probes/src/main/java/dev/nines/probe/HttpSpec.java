package dev.nines.probe;

import com.google.re2j.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An HTTP probe.
 *
 * @param target an absolute http or https URI
 * @param timeout deadline of the whole run, redirects and body included
 * @param request what is sent
 * @param expectation what must come back
 * @param ip which IP version is used
 * @param tls how TLS is done where the target wants it
 */
public record HttpSpec(
    URI target, Duration timeout, Request request, Expectation expectation, IpSpec ip, TlsSpec tls)
    implements ProbeSpec {
  @Override
  public String displayTarget() {
    // not getHost(), which is null for a name with an underscore
    var authority = target.getRawAuthority();
    var path = target.getRawPath() == null ? "" : target.getRawPath();
    return target.getScheme() + "://" + authority.substring(authority.lastIndexOf('@') + 1) + path;
  }

  /**
   * {@return the target's host, also where it is no host name by the letter ({@code my_service})}
   */
  public String host() {
    var authority = target.getRawAuthority();
    var hostPort = authority.substring(authority.lastIndexOf('@') + 1);
    var colon = hostPort.lastIndexOf(':');
    return colon > hostPort.lastIndexOf(']') ? hostPort.substring(0, colon) : hostPort;
  }

  /**
   * What is sent.
   *
   * @param method the HTTP method
   * @param headers headers by name; {@code Host} also sets SNI
   * @param body the request body, where there is one
   * @param followRedirects whether redirects are followed (at most 10)
   * @param http2 whether HTTP/2 is offered
   */
  public record Request(
      String method,
      Map<String, String> headers,
      Optional<String> body,
      boolean followRedirects,
      boolean http2) {
    /** A GET that follows redirects. */
    public static final Request DEFAULT =
        new Request("GET", Map.of(), Optional.empty(), true, true);

    /** Copies the headers. */
    public Request {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * What must come back.
   *
   * @param validStatusCodes the good status codes; empty means every 2xx
   * @param validHttpVersions the good versions ({@code HTTP/1.1}, {@code HTTP/2.0}); empty = any
   * @param failIfSsl whether a final hop with TLS is a failure
   * @param failIfNotSsl whether a final hop without TLS is a failure
   * @param failIfBodyMatches the body must match none of these
   * @param failIfBodyNotMatches the body must match each of these
   * @param bodySizeLimit most bytes of a body that are read, 0 = the prober's own bound
   */
  public record Expectation(
      Set<Integer> validStatusCodes,
      Set<String> validHttpVersions,
      boolean failIfSsl,
      boolean failIfNotSsl,
      List<Pattern> failIfBodyMatches,
      List<Pattern> failIfBodyNotMatches,
      long bodySizeLimit) {
    /** Any 2xx. */
    public static final Expectation DEFAULT =
        new Expectation(Set.of(), Set.of(), false, false, List.of(), List.of(), 0);

    /** Copies the collections. */
    public Expectation {
      validStatusCodes = Set.copyOf(validStatusCodes);
      validHttpVersions = Set.copyOf(validHttpVersions);
      failIfBodyMatches = List.copyOf(failIfBodyMatches);
      failIfBodyNotMatches = List.copyOf(failIfBodyNotMatches);
    }
  }
}
