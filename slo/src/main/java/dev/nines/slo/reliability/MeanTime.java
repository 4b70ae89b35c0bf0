package dev.nines.slo.reliability;

import dev.nines.slo.Derivation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;

/**
 * What one measured time says over some incidents, and always how many of them it leaves out.
 *
 * @param measured which time
 * @param figure the times; the derivation is that of their mean
 * @param pending how many incidents will have it and do not yet
 * @param notApplicable how many will never have it
 * @param invalid how many end before they start: not counted as zero, not counted at all
 */
public record MeanTime(
    TimeTo measured, Figure<Times> figure, int pending, int notApplicable, int invalid) {
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
      switch (measured.of(incident)) {
        case Figure.Recorded<Duration>(var value, _) -> values.add(value);
        case Figure.Pending<Duration> _ -> pending++;
        case Figure.NotApplicable<Duration> _ -> notApplicable++;
        case Figure.Invalid<Duration> _ -> invalid++;
      }
    }
    return new MeanTime(
        measured,
        figure(measured, values, pending, notApplicable, invalid),
        pending,
        notApplicable,
        invalid);
  }

  private static Figure<Times> figure(
      TimeTo measured, ArrayList<Duration> values, int pending, int notApplicable, int invalid) {
    if (!values.isEmpty()) {
      var times = new Times(values);
      return new Figure.Recorded<>(
          times,
          Derivation.of(
              "sum of (%s) / incidents".formatted(measured.anchors()),
              "%s / %d".formatted(Durations.text(times.sum()), times.n()),
              Durations.meanSeconds(times.sum(), times.n())));
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
