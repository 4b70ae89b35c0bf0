package dev.nines.engine.hooks;

import dev.nines.channel.Secret;
import dev.nines.engine.access.BearerToken;
import dev.nines.engine.api.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who may call a hook: whoever knows its token, where it has one, and else who may act on this
 * machine. What cannot be checked is refused.
 *
 * @param token what comes as {@code Authorization: Bearer}
 * @param own whether who asks may act on this machine
 */
public record HookGuard(Optional<Secret> token, Predicate<HttpServletRequest> own) {

  void check(HttpServletRequest request) {
    if (token.isPresent()) {
      if (!BearerToken.shows(request.getHeader("Authorization"), token.get())) {
        throw Problem.of(
            Response.Status.UNAUTHORIZED, "this hook asks for its token as Authorization: Bearer");
      }
    } else if (!own.test(request)) {
      throw Problem.of(
          Response.Status.FORBIDDEN,
          "without a token in config.yml this hook is for clients on this machine only");
    }
  }
}
