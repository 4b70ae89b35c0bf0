package dev.nines.engine.api.reliability;

import dev.nines.engine.api.FigureText;
import dev.nines.slo.Derivation;
import dev.nines.slo.reliability.Figure;
import java.util.Optional;

/**
 * A number. Without one it is null, never 0.
 *
 * @param status {@code recorded}, {@code pending}, {@code not_applicable} or {@code invalid}
 * @param value the number: a ratio of 0 to 1, or seconds where the name says so
 * @param why why there is no number
 * @param derivation how it comes about
 * @param rule how edges are decided
 */
public record NumberView(
    String status,
    Optional<Double> value,
    Optional<String> why,
    Optional<Derivation> derivation,
    String rule) {
  /**
   * Shows a number.
   *
   * @param figure the number
   * @param rule how edges are decided
   * @return how the API shows it
   */
  public static NumberView of(Figure<Double> figure, String rule) {
    return new NumberView(
        FigureText.status(figure),
        figure.value(),
        FigureText.why(figure),
        FigureText.derivation(figure),
        rule);
  }
}
