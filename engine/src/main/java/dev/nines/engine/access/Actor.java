package dev.nines.engine.access;

import java.security.Principal;
import java.util.Optional;

/**
 * Who asks, and proved it. A resource takes it as {@code @Auth Actor actor}.
 *
 * @param name the token's name
 * @param scope what the token lets do
 * @param address where the request comes from
 * @param session the browser's session; empty where the token itself was shown
 */
public record Actor(String name, Scope scope, String address, Optional<AccessKey> session)
    implements Principal {
  /**
   * Whoever can read the data folder or log in to the database needs no token.
   *
   * @param user who works at the shell
   * @return an actor who may do everything
   */
  public static Actor atTheShell(String user) {
    return new Actor(user, Scope.ADMIN, "command line", Optional.empty());
  }

  @Override
  public String getName() {
    return name;
  }
}
