package dev.nines.engine.access;

import org.jdbi.v3.core.Jdbi;

/** Tokens of people, for tests of what needs one. */
public final class Tokens {
  private Tokens() {}

  /** {@return a new token that may write} */
  public static String create(Jdbi jdbi, String name) {
    return jdbi.inTransaction(
            handle -> TokenTable.create(handle, Actor.atTheShell("test"), name, Scope.WRITE))
        .orElseThrow()
        .key()
        .text();
  }

  /** {@return the header that shows one} */
  public static String bearer(String token) {
    return "Bearer " + token;
  }
}
