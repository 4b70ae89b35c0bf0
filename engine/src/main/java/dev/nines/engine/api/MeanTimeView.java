package dev.nines.engine.api;

import dev.nines.slo.Derivation;
import dev.nines.slo.reliability.MeanTime;
import dev.nines.slo.reliability.Times;
import dev.nines.slo.time.Seconds;
import java.util.List;
import java.util.Optional;

/**
 * A time measured over incidents; seconds. Without a number the numbers are null, never 0.
 *
 * @param status {@code recorded}, {@code pending}, {@code not_applicable} or {@code invalid}
 * @param why why there is no number
 * @param anchors the two instants it lies between
 * @param n how many incidents it rests on
 * @param pending how many will have it and do not yet
 * @param notApplicable how many will never have it
 * @param invalid how many end before they start
 * @param meanSeconds their mean
 * @param medianSeconds their median
 * @param p90Seconds their 90th percentile
 * @param valuesSeconds the single times where they are fewer than five, for then a mean says little
 * @param derivation how the mean comes about
 * @param rule how edges are decided; null in lists of services, where it would be told too often
 */
public record MeanTimeView(
    String status,
    Optional<String> why,
    String anchors,
    int n,
    int pending,
    int notApplicable,
    int invalid,
    Optional<Double> meanSeconds,
    Optional<Double> medianSeconds,
    Optional<Double> p90Seconds,
    List<Double> valuesSeconds,
    Optional<Derivation> derivation,
    Optional<String> rule) {
  /**
   * Shows a mean time.
   *
   * @param time the time
   * @return how the API shows it
   */
  public static MeanTimeView of(MeanTime time) {
    return of(time, Optional.of(time.measured().rule()));
  }

  static MeanTimeView brief(MeanTime time) {
    return of(time, Optional.empty());
  }

  private static MeanTimeView of(MeanTime time, Optional<String> rule) {
    var times = time.times();
    var figure = time.figure();
    return new MeanTimeView(
        FigureText.status(figure),
        FigureText.why(figure),
        time.measured().anchors(),
        times.map(Times::n).orElse(0),
        time.pending(),
        time.notApplicable(),
        time.invalid(),
        times.map(Times::mean).map(Seconds::of),
        times.map(Times::median).map(Seconds::of),
        times.map(Times::p90).map(Seconds::of),
        times.map(FigureText::fewSeconds).orElse(List.of()),
        FigureText.derivation(figure),
        rule);
  }
}
