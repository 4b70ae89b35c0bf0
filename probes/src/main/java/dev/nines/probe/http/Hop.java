package dev.nines.probe.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nines.probe.Content;
import dev.nines.probe.Credentials;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HopFacts;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.net.Contents;
import dev.nines.probe.net.Mask;
import dev.nines.probe.net.ProbeFault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.Cookie;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.internal.http.HttpMethod;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What one request of a run asks, and what the next asks when a redirect leads on. The rules are
 * those of Go's http.Client, on which blackbox_exporter stands; but whatever is a secret stays with
 * the host it was declared for, and never leaves TLS again.
 *
 * @param url where it goes
 * @param method the HTTP method
 * @param headers all declared headers but Host
 * @param body the request body, where there is one
 * @param host in place of the URL's own in the Host header, where declared
 * @param home whether this is still the host the probe was declared for
 * @param cookies set by the answers so far
 * @param secrets what must not be shown to anybody
 * @param homeOnly lower-case names of the headers that go to the declared host alone
 */
record Hop(
    HttpUrl url,
    String method,
    Headers headers,
    Optional<Body> body,
    Optional<String> host,
    boolean home,
    List<Cookie> cookies,
    List<String> secrets,
    Set<String> homeOnly) {
  /** Stands for "send none", since OkHttp adds and undoes gzip where there is none. */
  static final String NO_ENCODING_DECLARED = "none-declared";

  /**
   * A request body.
   *
   * @param bytes what is sent
   * @param secret whether it goes to the declared host alone
   */
  record Body(ByteString bytes, boolean secret) {}

  /** A shorter value of the query, such as "json", is masked behind its name only. */
  private static final int SHORTEST_ALONE = 8;

  private static final int MOST_COOKIES = 50;
  private static final Set<String> ALWAYS_HOME_ONLY =
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
      throw new ProbeFault(
          FailureReason.TARGET_INVALID, "not an HTTP target: " + spec.displayTarget());
    }
    var headers = new Headers.Builder().add("User-Agent", userAgent);
    var host = Optional.<String>empty();
    var secrets = new ArrayList<String>();
    Set<String> homeOnly = ALWAYS_HOME_ONLY;
    var request = spec.module().request();
    for (var header : request.headers()) {
      var value = Contents.read(header.value());
      if (!(header.value() instanceof Content.Text)) {
        secrets.add(value);
        homeOnly = new HashSet<>(homeOnly);
        homeOnly.add(header.name().toLowerCase(Locale.ROOT));
      }
      if (header.name().equalsIgnoreCase("Host")) {
        host = Optional.of(value);
      } else if (header.name().equalsIgnoreCase("User-Agent")) {
        headers.removeAll(header.name()).addUnsafeNonAscii(header.name(), value);
      } else {
        headers.addUnsafeNonAscii(header.name(), value);
      }
    }
    secrets.addAll(secrets(url));
    var authorization = authorization(request.credentials(), secrets);
    if (authorization.isPresent() && headers.get("Authorization") == null && anonymous(url)) {
      headers.addUnsafeNonAscii("Authorization", authorization.get());
    }
    var body = request.body().isPresent() ? body(request.body().get()) : null;
    if (request.body().orElse(null) instanceof Content.Secret(var text)) {
      secrets.add(text);
    }
    traceHeaders.forEach(headers::set);
    return new Hop(
        url,
        request.method(),
        headers.build(),
        Optional.ofNullable(body),
        host,
        true,
        List.of(),
        secrets,
        homeOnly);
  }

  /** What {@link HttpSpec#displayTarget} leaves out. */
  private static List<String> secrets(HttpUrl url) {
    var secrets = new ArrayList<String>();
    if (!anonymous(url)) {
      secrets.add(url.password().isEmpty() ? url.username() : url.password());
      secrets.add(basic(url).substring("Basic ".length()));
    }
    if (url.encodedQuery() != null) {
      secrets.add(url.encodedQuery());
    }
    for (var i = 0; i < url.querySize(); i++) {
      var value = url.queryParameterValue(i);
      if (value != null) {
        secrets.add(url.queryParameterName(i) + "=" + value);
        if (value.length() >= SHORTEST_ALONE) {
          secrets.add(value);
        }
      }
    }
    return secrets;
  }

  private static Body body(Content declared) throws ProbeFault {
    return new Body(ByteString.of(Contents.bytes(declared)), !(declared instanceof Content.Text));
  }

  private static Optional<String> authorization(
      Optional<Credentials> declared, List<String> secrets) throws ProbeFault {
    return switch (declared.orElse(null)) {
      case Credentials.Basic(var username, var password) -> {
        var secret = Contents.read(password);
        var value = okhttp3.Credentials.basic(Contents.read(username), secret, UTF_8);
        secrets.add(secret);
        secrets.add(value.substring("Basic ".length()));
        yield Optional.of(value);
      }
      case Credentials.Token(var scheme, var token) -> {
        var secret = Contents.read(token);
        secrets.add(secret);
        yield Optional.of(scheme + " " + secret);
      }
      case Credentials.ClientCredentials _ -> Optional.empty(); // known only once it was fetched
      case null -> Optional.empty();
    };
  }

  /**
   * Says who asks, whatever the declared headers say.
   *
   * @param scheme such as {@code Bearer}
   * @param token what follows it
   * @return the same request with a token
   */
  Hop authorized(String scheme, String token) {
    var all = new ArrayList<>(secrets);
    all.add(token);
    return new Hop(
        url,
        method,
        headers.newBuilder().set("Authorization", scheme + " " + token).build(),
        body,
        host,
        home,
        cookies,
        all,
        homeOnly);
  }

  /**
   * Follows a redirect.
   *
   * @param status 301, 302, 303, 307 or 308
   * @param location the Location header
   * @param answer all headers of the answer; cookies in it go along where they may
   * @return the next hop
   * @throws ProbeFault when the location is no HTTP URL, or when a secret body would go to it that
   *     must not
   */
  Hop redirected(int status, String location, Headers answer) throws ProbeFault {
    var next = url.resolve(location);
    if (next == null) {
      throw new ProbeFault(
          FailureReason.REDIRECT, "the redirect (" + status + ") leads to no HTTP address");
    }
    var stillHome = home && next.host().equals(url.host()) && (next.isHttps() || !url.isHttps());
    var keepBody = HopFacts.keepsBody(status);
    if (keepBody && !stillHome && body.filter(Body::secret).isPresent()) {
      throw new ProbeFault(
          FailureReason.REDIRECT,
          "the redirect (%d) leads to another host or out of TLS, where the body, a secret, is not sent"
              .formatted(status));
    }
    var kept = new Headers.Builder();
    for (var header : headers) {
      var name = header.getFirst().toLowerCase(Locale.ROOT);
      if ((stillHome || !homeOnly.contains(name)) && (keepBody || !name.startsWith("content-"))) {
        kept.addUnsafeNonAscii(header.getFirst(), header.getSecond());
      }
    }
    // As in Go: a declared Host survives a relative redirect only.
    var relative = stillHome && !location.matches("(?i)([a-z][a-z0-9+.-]*:)?//.*");
    return new Hop(
        next,
        HopFacts.methodAfter(method, status),
        kept.build(),
        keepBody ? body : Optional.empty(),
        relative ? host : Optional.empty(),
        stillHome,
        cookies(answer),
        secrets,
        homeOnly);
  }

  /** The jar after an answer: a cookie replaces the one of its name, domain and path. */
  private List<Cookie> cookies(Headers answer) {
    if (answer.get("Set-Cookie") == null) {
      return cookies;
    }
    var jar = new ArrayList<>(cookies);
    for (var cookie : Cookie.parseAll(url, answer)) {
      jar.removeIf(old ->
          old.name().equals(cookie.name())
              && old.domain().equals(cookie.domain())
              && old.path().equals(cookie.path()));
      jar.add(cookie);
    }
    return jar.size() <= MOST_COOKIES
        ? jar
        : List.copyOf(jar.subList(jar.size() - MOST_COOKIES, jar.size()));
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

  /** {@return the value of the Host header, declared or the URL's own} */
  String authority() {
    return host.orElseGet(() -> {
      var name = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
      return url.port() == HttpUrl.defaultPort(url.scheme()) ? name : name + ":" + url.port();
    });
  }

  /** {@return the request for OkHttp} */
  Request request() throws ProbeFault {
    var request =
        new Request.Builder().url(bare(url)).headers(headers).header("Connection", "close");
    host.ifPresent(name -> request.header("Host", name));
    if (headers.get("Accept-Encoding") == null) {
      request.header("Accept-Encoding", NO_ENCODING_DECLARED);
    }
    if (headers.get("Authorization") == null && !anonymous(url)) {
      request.header("Authorization", basic(url));
    }
    if (!cookies.isEmpty()) {
      var sent =
          cookies.stream()
              .filter(cookie -> cookie.matches(url))
              .map(cookie -> cookie.name() + "=" + cookie.value())
              .collect(Collectors.joining("; "));
      if (!sent.isEmpty()) {
        var declared = headers.get("Cookie");
        request.header("Cookie", declared == null ? sent : declared + "; " + sent);
      }
    }
    return request.method(method, requestBody()).build();
  }

  private static String basic(HttpUrl url) {
    return okhttp3.Credentials.basic(url.username(), url.password(), UTF_8);
  }

  /** A proxy sees the URL as it is: it must not see what is the target's alone. */
  private static HttpUrl bare(HttpUrl url) {
    return anonymous(url) && url.fragment() == null
        ? url
        : url.newBuilder().username("").password("").fragment(null).build();
  }

  /** {@return the URL without user information, fragment and what its query says} */
  String shownUrl() {
    var shown = bare(url);
    return shown.encodedQuery() == null
        ? shown.toString()
        : shown.newBuilder().encodedQuery(null).build() + "?" + Mask.MASK;
  }

  private static boolean anonymous(HttpUrl url) {
    return url.username().isEmpty() && url.password().isEmpty();
  }

  private @Nullable RequestBody requestBody() throws ProbeFault {
    if (body.isPresent() && !HttpMethod.permitsRequestBody(method)) {
      throw new ProbeFault(FailureReason.PROBER, "a " + method + " request cannot carry a body");
    }
    return body.isPresent() || HttpMethod.requiresRequestBody(method)
        ? RequestBody.create(body.map(Body::bytes).orElse(ByteString.EMPTY), null)
        : null;
  }

  private static String withoutPort(String host) {
    var end = host.indexOf(':', host.indexOf(']') + 1);
    return end < 0 ? host : host.substring(0, end);
  }

  /** Without anything that may be a secret. */
  @Override
  public String toString() {
    return method + " " + url.redact();
  }
}
