package dev.nines.probe.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.net.Contents;
import dev.nines.probe.net.ProbeFault;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.Credentials;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.internal.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * What one request of a run asks, and what the next asks when a redirect leads on. The rules are
 * those of Go's http.Client, on which blackbox_exporter stands.
 *
 * @param url where it goes
 * @param method the HTTP method
 * @param headers all declared headers but Host
 * @param body the request body, where there is one
 * @param host in place of the URL's own in the Host header, where declared
 * @param home whether this is still the host the probe was declared for
 */
record Hop(
    HttpUrl url,
    String method,
    Headers headers,
    Optional<String> body,
    Optional<String> host,
    boolean home) {
  /** Stands for "send none", since OkHttp adds and undoes gzip where there is none. */
  static final String NO_ENCODING_DECLARED = "none-declared";

  private static final Set<String> FOR_HOME_ONLY =
      Set.of("authorization", "cookie", "cookie2", "proxy-authorization", "www-authenticate");

  /**
   * The first request of a run.
   *
   * @param spec the probe
   * @param traceHeaders sent on every hop
   * @param userAgent unless the probe declares one
   * @return the hop
   * @throws ProbeFault when no request can be made of it
   */
  static Hop first(HttpSpec spec, Map<String, String> traceHeaders, String userAgent)
      throws ProbeFault {
    var url = HttpUrl.parse(spec.target().toString());
    if (url == null) {
      throw new ProbeFault(FailureReason.PROBER, "not an HTTP target: " + spec.displayTarget());
    }
    var headers = new Headers.Builder().add("User-Agent", userAgent);
    var host = Optional.<String>empty();
    var request = spec.module().request();
    for (var header : request.headers()) {
      var value = Contents.read(header.value());
      if (header.name().equalsIgnoreCase("Host")) {
        host = Optional.of(value);
      } else {
        headers.removeAll(header.name()).addUnsafeNonAscii(header.name(), value);
      }
    }
    var body = request.body().isPresent() ? Contents.read(request.body().get()) : null;
    traceHeaders.forEach(headers::set);
    return new Hop(url, request.method(), headers.build(), Optional.ofNullable(body), host, true);
  }

  /**
   * Follows a redirect.
   *
   * @param status 301, 302, 303, 307 or 308
   * @param location the Location header
   * @return the next hop
   * @throws ProbeFault when the location is no HTTP URL
   */
  Hop redirected(int status, String location) throws ProbeFault {
    var next = url.resolve(location);
    if (next == null) {
      throw new ProbeFault(
          FailureReason.REDIRECT, "the redirect (" + status + ") leads to no HTTP address");
    }
    var stillHome = home && next.host().equals(url.host());
    var keepBody = status == 307 || status == 308;
    var kept = new Headers.Builder();
    for (var header : headers) {
      var name = header.getFirst().toLowerCase(Locale.ROOT);
      if ((stillHome || !FOR_HOME_ONLY.contains(name))
          && (keepBody || !name.startsWith("content-"))) {
        kept.addUnsafeNonAscii(header.getFirst(), header.getSecond());
      }
    }
    var keepMethod = keepBody || method.equals("GET") || method.equals("HEAD");
    // As in Go: a declared Host survives a relative redirect only.
    var relative = stillHome && !location.matches("(?i)([a-z][a-z0-9+.-]*:)?//.*");
    return new Hop(
        next,
        keepMethod ? method : "GET",
        kept.build(),
        keepBody ? body : Optional.empty(),
        relative ? host : Optional.empty(),
        stillHome);
  }

  /**
   * The name for SNI and for the certificate.
   *
   * @param declared of the probe's TLS settings
   * @return the declared name, else the declared Host header, else the URL's host; on a foreign
   *     host only the last
   */
  String serverName(Optional<String> declared) {
    return (home ? declared.or(() -> host.map(Hop::withoutPort)) : Optional.<String>empty())
        .orElse(url.host());
  }

  /** {@return the request for OkHttp} */
  Request request() throws ProbeFault {
    var request = new Request.Builder().url(url).headers(headers).header("Connection", "close");
    host.ifPresent(name -> request.header("Host", name));
    if (headers.get("Accept-Encoding") == null) {
      request.header("Accept-Encoding", NO_ENCODING_DECLARED);
    }
    if (headers.get("Authorization") == null && !url.username().isEmpty()) {
      request.header("Authorization", Credentials.basic(url.username(), url.password()));
    }
    return request.method(method, requestBody()).build();
  }

  private @Nullable RequestBody requestBody() throws ProbeFault {
    if (body.isPresent() && !HttpMethod.permitsRequestBody(method)) {
      throw new ProbeFault(FailureReason.PROBER, "a " + method + " request cannot carry a body");
    }
    return body.isPresent() || HttpMethod.requiresRequestBody(method)
        ? RequestBody.create(body.orElse("").getBytes(UTF_8), null)
        : null;
  }

  private static String withoutPort(String host) {
    var end = host.indexOf(':', host.indexOf(']') + 1);
    return end < 0 ? host : host.substring(0, end);
  }
}
