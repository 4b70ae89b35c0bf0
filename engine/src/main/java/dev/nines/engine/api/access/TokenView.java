package dev.nines.engine.api.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nines.engine.access.AccessToken;
import dev.nines.engine.access.AccessToken.Made;
import dev.nines.engine.access.AccessToken.Revocation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token as the API and the command line show it.
 *
 * @param name whose it is
 * @param key the part of it that is no secret
 * @param scope {@code read}, {@code write} or {@code admin}
 * @param createdAt when it was made
 * @param createdBy who made it
 * @param lastUsedAt when it was last shown, to the minute; absent where it never was
 * @param revokedAt when it was revoked; absent where it is valid
 * @param revokedBy who revoked it; absent where it is valid
 * @param token the token itself, in the answer to its making alone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TokenView(
    String name,
    String key,
    String scope,
    Instant createdAt,
    String createdBy,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt,
    @Nullable String revokedBy,
    @Nullable String token) {
  /**
   * What stays known of a token.
   *
   * @param token the token
   * @return the view
   */
  public static TokenView of(AccessToken token) {
    return of(token, null);
  }

  /**
   * A token that has just been made.
   *
   * @param made the token
   * @return the view, with the token itself
   */
  public static TokenView of(Made made) {
    return of(made.token(), made.key().text());
  }

  private static TokenView of(AccessToken token, @Nullable String text) {
    return new TokenView(
        token.name(),
        token.keyId(),
        token.scope().label(),
        token.createdAt(),
        token.createdBy(),
        token.lastUsedAt().orElse(null),
        token.revoked().map(Revocation::at).orElse(null),
        token.revoked().map(Revocation::by).orElse(null),
        text);
  }

  /** Without the secret: records are printed by mistake. */
  @Override
  public String toString() {
    return "token " + key + " of " + name;
  }
}
