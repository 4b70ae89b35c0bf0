package dev.nines.engine.declarations.openslo;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.BudgetingMethod;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Reads how an SLO's budgets are spent: the method is the SLO's, its slices each objective's.
 *
 * @param method the SLO's method, where it could be read
 * @param window the SLO's window, where it could be read
 */
record MethodReader(Optional<Method> method, Optional<BudgetWindow> window) {
  private static final int MOST_DECIMALS = 9;

  /** The three methods. */
  enum Method {
    OCCURRENCES("Occurrences"),
    TIMESLICES("Timeslices"),
    RATIO_TIMESLICES("RatioTimeslices");

    private final String word;

    Method(String word) {
      this.word = word;
    }
  }

  private static final Map<String, Method> METHODS =
      Map.of(
          Method.OCCURRENCES.word, Method.OCCURRENCES,
          Method.TIMESLICES.word, Method.TIMESLICES,
          Method.RATIO_TIMESLICES.word, Method.RATIO_TIMESLICES);

  static Optional<Method> method(Field field) {
    return field.oneOf(METHODS);
  }

  /** The method of one objective, where it could be read. */
  Optional<BudgetingMethod> read(Mapping objective) {
    var target = objective.optional("timeSliceTarget");
    var slice = objective.optional("timeSliceWindow");
    if (method.isEmpty()) {
      return Optional.empty();
    }
    return switch (method.get()) {
      case OCCURRENCES -> {
        uselessIn(Method.OCCURRENCES, target);
        uselessIn(Method.OCCURRENCES, slice);
        yield Optional.of(new BudgetingMethod.Occurrences());
      }
      case TIMESLICES -> {
        var share = objective.required("timeSliceTarget").flatMap(MethodReader::share);
        yield slice(objective)
            .flatMap(length -> share.map(of -> new BudgetingMethod.Timeslices(length, of)));
      }
      case RATIO_TIMESLICES -> {
        uselessIn(Method.RATIO_TIMESLICES, target);
        yield slice(objective).map(BudgetingMethod.RatioTimeslices::new);
      }
    };
  }

  private static void uselessIn(Method method, Optional<Field> field) {
    field.ifPresent(f -> f.warn("means nothing with budgetingMethod: " + method.word));
  }

  private Optional<Duration> slice(Mapping objective) {
    return objective
        .required("timeSliceWindow")
        .flatMap(field -> field.openSloDuration().filter(slice -> fits(field, slice)));
  }

  /** A calendar's periods differ in length, so there the last slice may be cut short. */
  private boolean fits(Field field, Duration slice) {
    if (window.isEmpty()) {
      return true;
    }
    var length = window.get().nominal();
    if (slice.compareTo(length) > 0) {
      field.fault("longer than the window: " + field.described());
      return false;
    }
    if (window.get() instanceof BudgetWindow.Calendar && slice.equals(length)) {
      field.fault(
          "as long as the window: a slice counts when it is over, and so is its period then: "
              + field.described());
      return false;
    }
    if (window.get() instanceof BudgetWindow.Rolling
        && length.toMinutes() % slice.toMinutes() != 0) {
      field.fault(
          "the window of %s is no multiple of it: %s"
              .formatted(window.get().text(), field.described()));
      return false;
    }
    return true;
  }

  private static Optional<BigDecimal> share(Field field) {
    var share = field.number().map(BigDecimal::valueOf).map(BigDecimal::stripTrailingZeros);
    if (share.filter(s -> s.signum() <= 0 || s.compareTo(BigDecimal.ONE) > 0).isPresent()) {
      field.fault("not in (0, 1]: " + field.described());
      return Optional.empty();
    }
    if (share.filter(s -> s.scale() > MOST_DECIMALS).isPresent()) {
      field.fault("more than " + MOST_DECIMALS + " decimals: " + field.described());
      return Optional.empty();
    }
    return share;
  }
}
