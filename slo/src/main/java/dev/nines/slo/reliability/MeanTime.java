package dev.nines.slo.reliability;

import dev.nines.slo.Derivation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;

/**
 * What one measured time says over some incidents, and always how many of them it leaves out. Its
 * {@link #figure} is put into words when it is asked for: a tick makes thousands of them.
 *
 * @param measured which time
 * @param times the times; empty where no incident has one
 * @param pending how many incidents will have it and do not yet
 * @param notApplicable how many will never have it
 * @param invalid how many end before they start: not counted as zero, not counted at all
 */
public record MeanTime(
    TimeTo measured, Optional<Times> times, int pending, int notApplicable, int invalid) {
  /**
   * Measures incidents.
   *
   * @param measured which time
   * @param incidents any number of them; each counts, overlapping or not
   * @return what it says
   */
  public static MeanTime of(TimeTo measured, Collection<IncidentTimes> incidents) {
    var values = new ArrayList<Duration>();
    var pending = 0;
    var notApplicable = 0;
    var invalid = 0;
    for (var incident : incidents) {
      var ends = measured.ends(incident);
      if (ends.isPresent()) {
        if (ends.get().contradict()) {
          invalid++;
        } else {
          values.add(ends.get().length());
        }
      } else if (measured.isPending(incident)) {
        pending++;
      } else {
        notApplicable++;
      }
    }
    return new MeanTime(
        measured,
        values.isEmpty() ? Optional.empty() : Optional.of(new Times(values)),
        pending,
        notApplicable,
        invalid);
  }

  /** {@return the times, with the derivation of their mean, or why there are none} */
  public Figure<Times> figure() {
    if (times.isPresent()) {
      var sum = times.get().sum();
      var n = times.get().n();
      return new Figure.Recorded<>(
          times.get(),
          Derivation.of(
              "sum of (%s) / incidents".formatted(measured.anchors()),
              "%s / %d".formatted(Durations.text(sum), n),
              Durations.meanSeconds(sum, n)));
    }
    if (pending > 0) {
      return new Figure.Pending<>(measured.waitsFor());
    }
    if (invalid > 0) {
      return new Figure.Invalid<>("every incident ends before it starts: " + measured.anchors());
    }
    return new Figure.NotApplicable<>(notApplicable > 0 ? measured.lacks() : "no incidents");
  }
}
