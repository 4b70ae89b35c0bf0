package dev.nines.engine.access;

import dev.nines.engine.access.Doorkeeper.Shown;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.NewCookie;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a browser keeps its session, out of reach of scripts and of pages of other sites.
 *
 * @param secure whether it is sent over TLS alone; it is called {@code __Host-} then, which keeps
 *     other hosts of the domain from setting it
 */
public record SessionCookie(boolean secure) {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  /**
   * The cookie for an address.
   *
   * @param externalUrl how people reach Nines
   * @return secure where that is by TLS
   */
  public static SessionCookie of(URI externalUrl) {
    return new SessionCookie("https".equalsIgnoreCase(externalUrl.getScheme()));
  }

  /**
   * Tells whether a request only reads.
   *
   * @param method the HTTP method
   * @return whether it changes nothing
   */
  public static boolean reads(String method) {
    return READING.contains(method);
  }

  /**
   * Reads what a request shows: a token, else a session.
   *
   * @param request the request
   * @return what it shows; empty where it is nothing
   */
  public Optional<Shown> shown(HttpServletRequest request) {
    var address = request.getRemoteAddr();
    var reads = reads(request.getMethod());
    var token = BearerToken.of(request.getHeader("Authorization"));
    if (token.isPresent()) {
      return Optional.of(new Shown(AccessKey.parse(token.get()), false, address, reads));
    }
    return session(request).map(key -> new Shown(Optional.of(key), true, address, reads));
  }

  /**
   * Reads the session.
   *
   * @param request the request
   * @return the session, valid or not; empty where there is no cookie
   */
  public Optional<AccessKey> session(HttpServletRequest request) {
    return Stream.ofNullable(request.getCookies())
        .flatMap(Arrays::stream)
        .filter(cookie -> cookie.getName().equals(name()))
        .map(Cookie::getValue)
        .flatMap(value -> AccessKey.parse(value).stream())
        .findFirst();
  }

  /**
   * Keeps a session.
   *
   * @param session the session
   * @param length for how long
   * @return the header
   */
  public NewCookie keeping(AccessKey session, Duration length) {
    return cookie(session.text(), Math.toIntExact(length.toSeconds()));
  }

  /** {@return the header that lets the browser forget its session} */
  public NewCookie forgetting() {
    return cookie("", 0);
  }

  private String name() {
    return secure ? "__Host-nines_session" : "nines_session";
  }

  private NewCookie cookie(String value, int seconds) {
    return new NewCookie.Builder(name())
        .value(value)
        .path("/")
        .maxAge(seconds)
        .httpOnly(true)
        .secure(secure)
        .sameSite(NewCookie.SameSite.STRICT)
        .build();
  }
}
