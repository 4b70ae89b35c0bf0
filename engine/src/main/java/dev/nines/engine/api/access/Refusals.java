package dev.nines.engine.api.access;

/** What is said to who is not let in. */
final class Refusals {
  static final String HEADER = "WWW-Authenticate";
  static final String NO_TOKEN_HEADER = "Bearer realm=\"nines\"";
  static final String WRONG_TOKEN_HEADER = NO_TOKEN_HEADER + ", error=\"invalid_token\"";

  /** Says how to come by a token. */
  static final String NO_TOKEN =
      "a token is needed: send Authorization: Bearer TOKEN, or log in at /login; ./nines token create"
          + " NAME makes one, and the first is in the file admin-token of the data folder";

  static final String WRONG_TOKEN =
      "the token is not valid: mistyped, revoked, or of another Nines; ./nines token create NAME"
          + " makes one";

  private Refusals() {}
}
