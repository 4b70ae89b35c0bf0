package dev.nines.engine.silences;

import dev.nines.engine.catalog.Silence;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Where a silence stands. */
public enum SilenceState {
  /** It is to come. */
  PENDING,
  /** It holds. */
  ACTIVE,
  /** It has reached its end. */
  OVER,
  /** A person has ended it. */
  ENDED;

  /**
   * Asks for a silence.
   *
   * @param silence what is said
   * @param endedAt when a person ended it; empty where nobody did
   * @param now the present
   * @return where it stands
   */
  public static SilenceState of(Silence silence, Optional<Instant> endedAt, Instant now) {
    if (endedAt.isPresent()) {
      return ENDED;
    }
    if (silence.span().contains(now)) {
      return ACTIVE;
    }
    return silence.span().from().isAfter(now) ? PENDING : OVER;
  }

  /** {@return whether it holds, or will} */
  public boolean lasts() {
    return this == PENDING || this == ACTIVE;
  }

  /** {@return the name in API and pages} */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
