package dev.nines.engine.hooks;

import dev.nines.channel.Secret;
import dev.nines.engine.api.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who may call a hook: whoever knows its token, where it has one, and else who may act on this
 * machine. What cannot be checked is refused.
 *
 * @param token what comes as {@code Authorization: Bearer}
 * @param own whether who asks may act on this machine
 */
public record HookGuard(Optional<Secret> token, Predicate<HttpServletRequest> own) {
  private static final String BEARER = "Bearer ";

  void check(HttpServletRequest request) {
    if (token.isPresent()) {
      if (!knows(token.get(), request.getHeader("Authorization"))) {
        throw Problem.of(
            Response.Status.UNAUTHORIZED, "this hook asks for its token as Authorization: Bearer");
      }
    } else if (!own.test(request)) {
      throw Problem.of(
          Response.Status.FORBIDDEN,
          "without a token in config.yml this hook is for clients on this machine only");
    }
  }

  /** In constant time, whatever is sent. */
  private static boolean knows(Secret token, @Nullable String header) {
    return header != null
        && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && MessageDigest.isEqual(
            token.value().getBytes(StandardCharsets.UTF_8),
            header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8));
  }
}
