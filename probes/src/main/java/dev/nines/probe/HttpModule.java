package dev.nines.probe;

import com.google.re2j.Pattern;
import dev.nines.probe.cel.CelExpression;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that an HTTP probe asks, but of whom and for how long; {@code http} of blackbox_exporter.
 *
 * @param request what is sent
 * @param expectation what must come back
 * @param network how the target is found and reached
 * @param proxy what the request goes through
 * @param tls how TLS is done where the target wants it
 */
public record HttpModule(
    Request request, Expectation expectation, NetworkSpec network, ProxySpec proxy, TlsSpec tls)
    implements ProbeModule {
  /** A GET that wants a 2xx. */
  public static final HttpModule DEFAULT =
      new HttpModule(
          Request.DEFAULT,
          Expectation.DEFAULT,
          NetworkSpec.DEFAULT,
          ProxySpec.NONE,
          TlsSpec.DEFAULT);

  /**
   * Sends something else.
   *
   * @param other what is sent
   * @return the changed module
   */
  public HttpModule with(Request other) {
    return new HttpModule(other, expectation, network, proxy, tls);
  }

  /**
   * Expects something else.
   *
   * @param other what must come back
   * @return the changed module
   */
  public HttpModule with(Expectation other) {
    return new HttpModule(request, other, network, proxy, tls);
  }

  /**
   * Does TLS otherwise.
   *
   * @param other how TLS is done
   * @return the changed module
   */
  public HttpModule with(TlsSpec other) {
    return new HttpModule(request, expectation, network, proxy, other);
  }

  /**
   * Reaches the target otherwise.
   *
   * @param other how the target is found and reached
   * @return the changed module
   */
  public HttpModule with(NetworkSpec other) {
    return new HttpModule(request, expectation, other, proxy, tls);
  }

  /**
   * Goes through something else.
   *
   * @param other what the request goes through
   * @return the changed module
   */
  public HttpModule with(ProxySpec other) {
    return new HttpModule(request, expectation, network, other, tls);
  }

  /**
   * What is sent.
   *
   * @param method the HTTP method
   * @param headers in their order; {@code Host} also sets SNI
   * @param body the request body, where there is one
   * @param compression the coding that is undone, where declared
   * @param credentials who asks, where declared
   * @param followRedirects whether redirects are followed (at most 10)
   * @param http2 whether HTTP/2 is offered
   */
  public record Request(
      String method,
      List<Header> headers,
      Optional<Content> body,
      Optional<Compression> compression,
      Optional<Credentials> credentials,
      boolean followRedirects,
      boolean http2) {
    /** A GET that follows redirects. */
    public static final Request DEFAULT =
        new Request(
            "GET", List.of(), Optional.empty(), Optional.empty(), Optional.empty(), true, true);

    /** Copies the headers. */
    public Request {
      headers = List.copyOf(headers);
    }
  }

  /**
   * What must come back.
   *
   * @param validStatusCodes the good status codes; empty means every 2xx
   * @param validHttpVersions the good versions ({@code HTTP/1.1}, {@code HTTP/2.0}); empty = any
   * @param failIfSsl whether a final hop with TLS is a failure
   * @param failIfNotSsl whether a final hop without TLS is a failure
   * @param body what the body must be like
   * @param failIfHeaderMatches none of these may be found
   * @param failIfHeaderNotMatches each of these must be found
   * @param limits how slow the run may be
   */
  public record Expectation(
      Set<Integer> validStatusCodes,
      Set<String> validHttpVersions,
      boolean failIfSsl,
      boolean failIfNotSsl,
      Body body,
      List<HeaderMatch> failIfHeaderMatches,
      List<HeaderMatch> failIfHeaderNotMatches,
      List<SpeedLimit> limits) {
    /** Any 2xx. */
    public static final Expectation DEFAULT =
        new Expectation(
            Set.of(), Set.of(), false, false, Body.DEFAULT, List.of(), List.of(), List.of());

    /** Copies the collections. */
    public Expectation {
      validStatusCodes = Set.copyOf(validStatusCodes);
      validHttpVersions = Set.copyOf(validHttpVersions);
      failIfHeaderMatches = List.copyOf(failIfHeaderMatches);
      failIfHeaderNotMatches = List.copyOf(failIfHeaderNotMatches);
      limits = List.copyOf(limits);
    }

    /**
     * Expects another body.
     *
     * @param other what the body must be like
     * @return the changed expectation
     */
    public Expectation with(Body other) {
      return new Expectation(
          validStatusCodes,
          validHttpVersions,
          failIfSsl,
          failIfNotSsl,
          other,
          failIfHeaderMatches,
          failIfHeaderNotMatches,
          limits);
    }
  }

  /**
   * What a body must be like.
   *
   * @param failIfMatches it must match none of these
   * @param failIfNotMatches it must match each of these
   * @param failIfJsonMatches it must not make this true
   * @param failIfJsonNotMatches it must make this true
   * @param sizeLimit most bytes that are read, 0 = the prober's own bound
   */
  public record Body(
      List<Pattern> failIfMatches,
      List<Pattern> failIfNotMatches,
      Optional<CelExpression> failIfJsonMatches,
      Optional<CelExpression> failIfJsonNotMatches,
      long sizeLimit) {
    /** Any body. */
    public static final Body DEFAULT =
        new Body(List.of(), List.of(), Optional.empty(), Optional.empty(), 0);

    /** Copies the lists. */
    public Body {
      failIfMatches = List.copyOf(failIfMatches);
      failIfNotMatches = List.copyOf(failIfNotMatches);
    }

    /** {@return whether the body has to be looked into} */
    public boolean searched() {
      return !failIfMatches.isEmpty()
          || !failIfNotMatches.isEmpty()
          || failIfJsonMatches.isPresent()
          || failIfJsonNotMatches.isPresent();
    }
  }
}
