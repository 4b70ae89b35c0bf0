package dev.nines.slo.reliability.dora;

import dev.nines.slo.Derivation;
import dev.nines.slo.reliability.Durations;
import dev.nines.slo.reliability.Figure;
import dev.nines.slo.reliability.Times;
import java.time.Duration;
import java.util.Collection;

/**
 * What one measured time says over changes or failed deployments, and how many it leaves out.
 *
 * @param figure the times; the derivation is that of their median
 * @param pending how many will have it and do not yet
 * @param invalid how many end before they start: not counted as zero, not counted at all
 */
public record MedianTime(Figure<Times> figure, int pending, int invalid) {
  /** From which instant to which. */
  public enum Measured {
    /** Of a change. */
    LEAD_TIME("deployed - committed", "no commits were told", "not deployed yet"),
    /** Of a deployment that failed. */
    RECOVERY("recovered - deployed", "no failed deployments", "not recovered yet");

    private final String anchors;
    private final String none;
    private final String waitsFor;

    Measured(String anchors, String none, String waitsFor) {
      this.anchors = anchors;
      this.none = none;
      this.waitsFor = waitsFor;
    }

    /** {@return the two instants, as a difference} */
    public String anchors() {
      return anchors;
    }
  }

  /** Of one length each; those below zero are invalid. */
  static MedianTime of(Measured measured, Collection<Duration> lengths, int pending) {
    var values = lengths.stream().filter(length -> !length.isNegative()).toList();
    var invalid = lengths.size() - values.size();
    Figure<Times> figure;
    if (!values.isEmpty()) {
      var times = new Times(values);
      figure =
          new Figure.Recorded<>(
              times,
              Derivation.of(
                  "median of (" + measured.anchors + ")",
                  middle(times),
                  Durations.meanSeconds(times.median(), 1)));
    } else if (pending > 0) {
      figure = new Figure.Pending<>(measured.waitsFor);
    } else if (invalid > 0) {
      figure = new Figure.Invalid<>("every one ends before it starts: " + measured.anchors);
    } else {
      figure = new Figure.NotApplicable<>(measured.none);
    }
    return new MedianTime(figure, pending, invalid);
  }

  private static String middle(Times times) {
    var upper = times.n() / 2;
    return times.n() % 2 == 1
        ? "value %d of %d in order".formatted(upper + 1, times.n())
        : "(%s + %s) / 2"
            .formatted(
                Durations.text(times.values().get(upper - 1)),
                Durations.text(times.values().get(upper)));
  }
}
