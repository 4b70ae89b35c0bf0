package dev.nines.engine.api;

import dev.nines.slo.Derivation;
import dev.nines.slo.reliability.Figure;
import dev.nines.slo.reliability.Times;
import dev.nines.slo.time.Seconds;
import java.util.List;
import java.util.Optional;

/** How a figure, or the lack of one, is put into words. */
public final class FigureText {
  private FigureText() {}

  /**
   * The word of a figure.
   *
   * @param figure the figure
   * @return recorded, pending, not_applicable or invalid
   */
  public static String status(Figure<?> figure) {
    return switch (figure) {
      case Figure.Recorded<?> _ -> "recorded";
      case Figure.Pending<?> _ -> "pending";
      case Figure.NotApplicable<?> _ -> "not_applicable";
      case Figure.Invalid<?> _ -> "invalid";
    };
  }

  /**
   * Why there is no number.
   *
   * @param figure the figure
   * @return one clause; empty where there is a number
   */
  public static Optional<String> why(Figure<?> figure) {
    return switch (figure) {
      case Figure.Recorded<?> _ -> Optional.empty();
      case Figure.Pending<?>(var why) -> Optional.of(why);
      case Figure.NotApplicable<?>(var why) -> Optional.of(why);
      case Figure.Invalid<?>(var why) -> Optional.of(why);
    };
  }

  /**
   * How a number comes about.
   *
   * @param figure the figure
   * @return its derivation; empty where there is no number
   */
  public static Optional<Derivation> derivation(Figure<?> figure) {
    return switch (figure) {
      case Figure.Recorded<?>(_, var derivation) -> Optional.of(derivation);
      case Figure.Pending<?> _, Figure.NotApplicable<?> _, Figure.Invalid<?> _ -> Optional.empty();
    };
  }

  /**
   * The single times where they are too few for a mean to say much.
   *
   * @param times all of them
   * @return each in seconds; none where there are enough
   */
  public static List<Double> fewSeconds(Times times) {
    return times.n() < Times.ENOUGH_FOR_A_MEAN
        ? times.values().stream().map(Seconds::of).toList()
        : List.of();
  }
}
