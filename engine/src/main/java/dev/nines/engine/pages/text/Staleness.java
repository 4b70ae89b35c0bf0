package dev.nines.engine.pages.text;

import java.time.Duration;
import java.time.Instant;

/** How old is what a page shows? */
public final class Staleness {
  private static final Duration STALE = Duration.ofSeconds(60);

  private Staleness() {}

  /**
   * Warns of old figures.
   *
   * @param evaluated when they were computed; {@link Instant#EPOCH} for never
   * @param now the present
   * @return a sentence; empty where there is nothing to warn of
   */
  public static String warning(Instant evaluated, Instant now) {
    var age = Duration.between(evaluated, now);
    return evaluated.equals(Instant.EPOCH) || age.compareTo(STALE) <= 0
        ? ""
        : "These figures are %s old: no evaluation has succeeded since"
            .formatted(DurationText.of(age));
  }
}
