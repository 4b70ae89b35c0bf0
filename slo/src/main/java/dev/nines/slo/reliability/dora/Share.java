package dev.nines.slo.reliability.dora;

import dev.nines.slo.Derivation;
import dev.nines.slo.reliability.Figure;

/**
 * How many of some deployments were of one kind?
 *
 * @param part how many were
 * @param whole of how many, n
 * @param ratio part / whole, 0 to 1; not applicable of none
 */
public record Share(int part, int whole, Figure<Double> ratio) {
  static Share of(String formula, int part, int whole, String none) {
    if (whole == 0) {
      return new Share(part, whole, new Figure.NotApplicable<>(none));
    }
    var ratio = (double) part / whole;
    return new Share(
        part,
        whole,
        new Figure.Recorded<>(ratio, Derivation.of(formula, part + " / " + whole, ratio)));
  }
}
