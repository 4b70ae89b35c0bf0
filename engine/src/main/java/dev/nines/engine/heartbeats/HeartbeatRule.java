package dev.nines.engine.heartbeats;

import dev.nines.slo.time.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When was a heartbeat missed? It is due so long after the one before, and may be late by the
 * grace. One that was due while nobody listened is unknown: then the next one counts.
 *
 * @param every from one beat to the next
 * @param grace how much later, or earlier, it may come
 */
record HeartbeatRule(Duration every, Duration grace) {
  /**
   * Finds the first one that was missed.
   *
   * @param last the newest beat
   * @param gaps when nobody listened, ended or not later than now
   * @param now the present
   * @return when it was due; empty where none was missed
   */
  Optional<Instant> missed(Instant last, List<Interval> gaps, Instant now) {
    var due = last.plus(every);
    while (!due.plus(grace).isAfter(now)) {
      var from = due.minus(grace);
      var to = due.plus(grace);
      var deaf =
          gaps.stream()
              .filter(gap -> !gap.to().isBefore(from) && !gap.from().isAfter(to))
              .map(Interval::to)
              .max(Instant::compareTo);
      if (deaf.isEmpty()) {
        return Optional.of(due);
      }
      due = last.plus(every.multipliedBy(next(last, deaf.get(), due)));
    }
    return Optional.empty();
  }

  /** The first whose window begins after an instant, and not before the one after {@code due}. */
  private long next(Instant last, Instant after, Instant due) {
    var beats = Duration.between(last, after.plus(grace)).dividedBy(every) + 1;
    return Math.max(beats, Duration.between(last, due).dividedBy(every) + 1);
  }

  /** How late the next one may come at the latest, as far as is known now. */
  Instant deadline(Instant last) {
    return last.plus(every).plus(grace);
  }
}
