package dev.nines.engine.api.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.access.Doorkeeper;
import dev.nines.engine.access.Scope;
import dev.nines.engine.access.SessionCookie;
import dev.nines.engine.api.Problem;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.jdbi.v3.core.JdbiException;

/** Guards what is no resource, such as {@code /metrics}. */
public final class ServletGuard implements Filter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Doorkeeper doorkeeper;
  private final SessionCookie cookie;
  private final Scope needed;
  private final Predicate<HttpServletRequest> free;

  /**
   * A guard.
   *
   * @param doorkeeper tells who it is
   * @param cookie where a browser's session is; it counts for reading alone
   * @param needed what a token must let do
   * @param free what needs no token
   */
  public ServletGuard(
      Doorkeeper doorkeeper,
      SessionCookie cookie,
      Scope needed,
      Predicate<HttpServletRequest> free) {
    this.doorkeeper = doorkeeper;
    this.cookie = cookie;
    this.needed = needed;
    this.free = free;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest asked
        && response instanceof HttpServletResponse answer
        && !free.test(asked)
        && !isKnown(asked, answer)) {
      return;
    }
    chain.doFilter(request, response);
  }

  /** Answers where it is not. */
  private boolean isKnown(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var shown = cookie.shown(request).filter(s -> s.reads() || !s.cookie());
    try {
      var actor = shown.flatMap(doorkeeper::authenticate);
      if (actor.isEmpty()) {
        var wrong = shown.filter(s -> !s.cookie()).isPresent();
        response.setHeader(
            Refusals.HEADER, wrong ? Refusals.WRONG_TOKEN_HEADER : Refusals.NO_TOKEN_HEADER);
        refuse(
            response,
            Response.Status.UNAUTHORIZED,
            wrong ? Refusals.WRONG_TOKEN : Refusals.NO_TOKEN);
        return false;
      }
      if (!actor.get().scope().covers(needed)) {
        refuse(
            response,
            Response.Status.FORBIDDEN,
            "this needs a token of the scope " + needed.label());
        return false;
      }
      return true;
    } catch (JdbiException e) {
      refuse(response, Response.Status.SERVICE_UNAVAILABLE, "the database does not answer");
      return false;
    }
  }

  private static void refuse(HttpServletResponse response, Response.Status status, String detail)
      throws IOException {
    response.setStatus(status.getStatusCode());
    response.setContentType(Problem.JSON);
    JSON.writeValue(response.getOutputStream(), Problem.of(status, detail, List.of()));
  }
}
