package dev.nines.slo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * How much of an error budget did a part of its window spend, such as an incident?
 *
 * <p>As much as would be spent had nothing else in the window been bad: {@code (bad in the part /
 * total in the window) / (1 - target)}, with slices in the place of events where those are counted.
 * So the parts of a window add up to what the whole of it has spent.
 *
 * @param objective the objective whose budget it is
 * @param window the whole budget window, with at least one event
 * @param part a part of it
 */
public record BudgetSpend(Objective objective, WindowReading window, WindowReading part) {
  /**
   * Checks that it is a part.
   *
   * @throws IllegalArgumentException if the window holds no event, or fewer than its part
   */
  public BudgetSpend {
    if (window.counts().total() == 0 || part.counts().total() > window.counts().total()) {
      throw new IllegalArgumentException(
          "window not with events and all of its part: " + window + ", " + part);
    }
  }

  /** {@return the share of the budget that the part spent, 0 or more; above 1 if more than all} */
  public double ratio() {
    return asIfAlone().spentRatio();
  }

  /** {@return the same as time of total outage, {@code ratio * (1 - T) * P}} */
  public Duration time() {
    var whole = asIfAlone().wholeTime();
    return whole.minus(asIfAlone().remainingTime());
  }

  /** {@return how {@link #ratio} comes about} */
  public Derivation derivation() {
    var target = BigDecimal.valueOf(objective.target()).toPlainString();
    return switch (objective.method()) {
      case BudgetingMethod.Occurrences() ->
          Derivation.of(
              "(bad in the incident / total in the window) / (1 - target)",
              "(%d / %d) / (1 - %s)"
                  .formatted(part.counts().bad(), window.counts().total(), target),
              ratio());
      case BudgetingMethod.Timeslices(var slice, _) ->
          Derivation.of(
              "bad slices in the incident / ((1 - target) * slices of the window)",
              "%d / ((1 - %s) * %s min / %d min)"
                  .formatted(
                      part.sliceCounts().bad(),
                      target,
                      window.window().toMinutes(),
                      slice.toMinutes()),
              ratio());
      case BudgetingMethod.RatioTimeslices(_) ->
          Derivation.of(
              "(sum of the slices' bad ratios in the incident / slices with events in the window)"
                  + " / (1 - target)",
              "(%s / %d) / (1 - %s)"
                  .formatted(
                      part.sliceCounts().sumOfBadRatios().stripTrailingZeros().toPlainString(),
                      window.sliceCounts().known(),
                      target),
              ratio());
    };
  }

  private ErrorBudget asIfAlone() {
    var total = window.counts().total();
    var slices =
        window
            .slices()
            .map(whole ->
                new SliceCounts(
                    whole.slice(),
                    whole.known() - part.sliceCounts().bad(),
                    part.sliceCounts().bad(),
                    part.sliceCounts().badShares()));
    return new ErrorBudget(
        objective,
        new WindowReading(
            window.span(),
            new EventCounts(total - part.counts().bad(), total),
            slices,
            part.badMinutes(),
            window.history()));
  }

  /**
   * Tells what a part spent, where there is a budget to speak of.
   *
   * @param objective the objective whose budget it is
   * @param window the whole budget window
   * @param part a part of it
   * @return the spend; empty where the window holds no event
   */
  public static Optional<BudgetSpend> of(
      Objective objective, WindowReading window, WindowReading part) {
    return window.counts().total() == 0 || part.counts().total() > window.counts().total()
        ? Optional.empty()
        : Optional.of(new BudgetSpend(objective, window, part));
  }
}
