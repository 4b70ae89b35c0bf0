package dev.nines.engine.access;

import dev.nines.channel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request shows as {@code Authorization: Bearer} (RFC 6750, 2.1). */
public final class BearerToken {
  private static final String SCHEME = "Bearer ";

  private BearerToken() {}

  /**
   * Reads a header.
   *
   * @param header what was sent as {@code Authorization}
   * @return the token, good or bad; empty where there is none
   */
  public static Optional<String> of(@Nullable String header) {
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(header.substring(SCHEME.length()).strip())
        : Optional.empty();
  }

  /**
   * Compares in constant time, whatever is sent.
   *
   * @param header what was sent as {@code Authorization}
   * @param token what must be shown
   * @return whether it is
   */
  public static boolean shows(@Nullable String header, Secret token) {
    return of(header)
        .filter(shown ->
            MessageDigest.isEqual(
                token.value().getBytes(StandardCharsets.UTF_8),
                shown.getBytes(StandardCharsets.UTF_8)))
        .isPresent();
  }
}
