package dev.nines.engine.exposition;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;

/**
 * What a request came to, in the few words that a label may have and a span wants: what was
 * declared, never what was asked.
 */
public final class RequestRoute {
  private static final Set<String> METHODS =
      Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");

  private static final String OTHER = "_OTHER";

  /** Where what no other pattern holds goes: to Jersey, or to the container itself. */
  private static final Set<String> EVERYTHING = Set.of("/*", "/", "");

  private RequestRoute() {}

  /**
   * Tells the method.
   *
   * @param request a request
   * @return its method; {@code _OTHER} where that is not one of HTTP's own
   */
  public static String method(HttpServletRequest request) {
    return METHODS.contains(request.getMethod()) ? request.getMethod() : OTHER;
  }

  /**
   * Tells a method that is not one of HTTP's own.
   *
   * @param request a request
   * @return its method as it came; empty where {@link #method} says it already
   */
  public static Optional<String> otherMethod(HttpServletRequest request) {
    return Optional.of(request.getMethod()).filter(method -> !METHODS.contains(method));
  }

  /**
   * Tells the route.
   *
   * @param request a request that has been answered
   * @return the template of its resource, such as {@code /api/v1/slos/{name}}, else the pattern of
   *     its servlet; empty where nothing matched
   */
  public static Optional<String> of(HttpServletRequest request) {
    if (request.getAttribute(RouteNamer.ROUTE) instanceof String route) {
      return Optional.of(route);
    }
    return Optional.of(request.getHttpServletMapping().getPattern())
        .filter(pattern -> !EVERYTHING.contains(pattern));
  }
}
