package dev.nines.engine.access;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A token as it is known once it has been handed over.
 *
 * @param name whose it is
 * @param keyId the part of it that is no secret
 * @param scope what it lets do
 * @param createdAt when it was made
 * @param createdBy who made it
 * @param lastUsedAt when it was last shown, to the minute
 * @param revoked when and by whom it was revoked
 */
public record AccessToken(
    String name,
    String keyId,
    Scope scope,
    Instant createdAt,
    String createdBy,
    Optional<Instant> lastUsedAt,
    Optional<Revocation> revoked) {
  /** The name of the token that is there from the start. */
  public static final String ADMIN = "admin";

  /** What a name looks like, for those who must choose another. */
  public static final String NAMES =
      "a name of 1 to 63 letters, digits and . _ - @ that begins with a letter or digit";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][-._@A-Za-z0-9]{0,62}");

  /**
   * The end of a token.
   *
   * @param at when
   * @param by who revoked it
   */
  public record Revocation(Instant at, String by) {}

  /**
   * A token that has just been made.
   *
   * @param token what stays known of it
   * @param key the token itself, which is handed over now or never
   */
  public record Made(AccessToken token, AccessKey key) {}

  /**
   * Checks a name.
   *
   * @param name what somebody would call a token
   * @return whether it can be called so
   */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }
}
