package dev.nines.slo;

import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/**
 * What people have said of spans of time, and so changes what was counted in them. It is applied
 * when read, so it works backwards; whole minutes, rounded outward. What was not seen stays not
 * seen: an adjustment adds no events.
 *
 * @param excluded events in them do not count; goes before the two others
 * @param bad events in them count as bad; goes before {@code good}, so that no doubt flatters
 * @param good events in them count as good
 */
public record Adjustments(Intervals excluded, Intervals bad, Intervals good) {
  /** Everything counts as it was seen. */
  public static final Adjustments NONE =
      new Adjustments(Intervals.NONE, Intervals.NONE, Intervals.NONE);

  /** Rounds to whole minutes. */
  public Adjustments {
    excluded = wholeMinutes(excluded);
    bad = wholeMinutes(bad).subtract(excluded);
    good = wholeMinutes(good).subtract(excluded).subtract(bad);
  }

  /** {@return whether everything counts as it was seen} */
  public boolean isEmpty() {
    return excluded.isEmpty() && bad.isEmpty() && good.isEmpty();
  }

  /** As far as they are of a span of whole minutes. */
  Adjustments within(Interval span) {
    return new Adjustments(excluded.clip(span), bad.clip(span), good.clip(span));
  }

  /** How a minute counts. */
  enum Verdict {
    AS_SEEN,
    EXCLUDED,
    BAD,
    GOOD
  }

  Verdict of(long epochMinute) {
    if (isEmpty()) {
      return Verdict.AS_SEEN;
    }
    var instant = Instant.ofEpochSecond(epochMinute * 60);
    if (excluded.contains(instant)) {
      return Verdict.EXCLUDED;
    }
    if (bad.contains(instant)) {
      return Verdict.BAD;
    }
    return good.contains(instant) ? Verdict.GOOD : Verdict.AS_SEEN;
  }

  private static Intervals wholeMinutes(Intervals intervals) {
    Function<Instant, Instant> down = instant -> instant.truncatedTo(ChronoUnit.MINUTES);
    return new Intervals(
        intervals.spans().stream()
            .map(span -> new Interval(down.apply(span.from()), up(span.to())))
            .toList());
  }

  private static Instant up(Instant instant) {
    var down = instant.truncatedTo(ChronoUnit.MINUTES);
    return down.equals(instant) ? down : down.plus(1, ChronoUnit.MINUTES);
  }
}
