package dev.nines.engine.declarations.openslo;

import dev.nines.engine.declarations.openslo.SloDraft.Limit;
import dev.nines.engine.declarations.openslo.SloDraft.Promise;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.Criterion.Op;
import dev.nines.slo.Objective;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the {@code objectives} of one SLO. */
final class ObjectiveReader {
  static final Map<String, Op> OPS = Map.of("lt", Op.LT, "lte", Op.LTE, "gt", Op.GT, "gte", Op.GTE);

  private static final Pattern PERCENT = Pattern.compile("\"(\\d{1,2}(?:\\.\\d{1,9})?) ?%\"");

  private final MethodReader methods;
  private final boolean sharedIndicator;
  private boolean composite;

  /** {@code sharedIndicator} tells whether the SLO names one for all objectives. */
  ObjectiveReader(MethodReader methods, boolean sharedIndicator) {
    this.methods = methods;
    this.sharedIndicator = sharedIndicator;
  }

  /** Whether any objective that was read has an indicator of its own, so that all need one. */
  boolean composite() {
    return composite;
  }

  List<Promise> read(Field objectives) {
    if (objectives.isList()) {
      composite = objectives.items().stream().anyMatch(ObjectiveReader::hasIndicator);
    }
    var promises = objectives.list(item -> item.mapping(this::promise).flatMap(p -> p));
    if (objectives.isList() && objectives.items().isEmpty()) {
      objectives.fault("expected at least one objective");
    }
    var names = new HashSet<String>();
    for (var promise : promises) {
      if (!names.add(promise.objective().name())) {
        promise
            .at()
            .fault(
                "a second objective named "
                    + promise.objective().name()
                    + " (displayName tells them apart)");
      }
    }
    if (composite) {
      sameSlices(promises);
    }
    return promises;
  }

  private static boolean hasIndicator(Field objective) {
    return objective.has("indicator") || objective.has("indicatorRef");
  }

  /**
   * A slice that is bad for any objective is bad for the whole, so they must be the same slices.
   */
  private static void sameSlices(List<Promise> promises) {
    Optional<Duration> first = Optional.empty();
    for (var promise : promises) {
      if (promise.objective().method() instanceof BudgetingMethod.Timeslices(var slice, _)) {
        if (first.filter(length -> !length.equals(slice)).isPresent()) {
          promise.at().fault("expected the same timeSliceWindow in all objectives of a composite");
        }
        first = first.or(() -> Optional.of(slice));
      }
    }
  }

  private Optional<Promise> promise(Mapping objective) {
    var displayName = objective.optional("displayName").flatMap(Field::text);
    var op = objective.optional("op").flatMap(f -> f.oneOf(OPS));
    var value =
        objective.optional("value").flatMap(f -> f.number().map(number -> new Limit(f, number)));
    var target = target(objective);
    var method = methods.read(objective);
    var weight = weight(objective, method);
    var indicator = IndicatorReader.read(objective);
    if (composite && sharedIndicator && IndicatorReader.isIn(objective)) {
      objective
          .self()
          .fault("the SLO has an indicator for all objectives: expected it there or here");
    } else if (composite && !sharedIndicator && !IndicatorReader.isIn(objective)) {
      objective.self().fault("expected an indicator or indicatorRef, as other objectives have one");
    }
    return target.flatMap(t ->
        method.map(m ->
            new Promise(
                objective.self(),
                new Objective(displayName.orElse(percent(t)), t, m),
                weight,
                op,
                value,
                indicator)));
  }

  private BigDecimal weight(Mapping objective, Optional<BudgetingMethod> method) {
    var field = objective.optional("compositeWeight");
    var weight = field.flatMap(Field::number);
    if (weight.filter(w -> !(w > 0)).isPresent()) {
      field.ifPresent(f -> f.fault("not above 0: " + f.described()));
      return BigDecimal.ONE;
    }
    if (!composite) {
      field.ifPresent(f -> f.warn("means nothing where the objectives share one indicator"));
    } else if (method.filter(BudgetingMethod.Timeslices.class::isInstance).isPresent()) {
      field.ifPresent(f ->
          f.warn("means nothing with Timeslices: a slice bad for any objective is bad for all"));
    }
    return weight.map(BigDecimal::valueOf).orElse(BigDecimal.ONE);
  }

  private static Optional<Double> target(Mapping objective) {
    var target = objective.optional("target");
    var percent = objective.optional("targetPercent");
    if (target.isPresent() == percent.isPresent()) {
      objective.self().fault("expected exactly one of target and targetPercent");
      return Optional.empty();
    }
    return target
        .flatMap(ObjectiveReader::ratio)
        .or(() -> percent.flatMap(ObjectiveReader::ofHundred));
  }

  private static Optional<Double> ratio(Field field) {
    var percent = PERCENT.matcher(field.described());
    if (percent.matches()) {
      field.fault(
          "expected a ratio such as 0.999, got %s (did you mean %s, or targetPercent: %s?)"
              .formatted(
                  field.described(),
                  plain(new BigDecimal(percent.group(1)).movePointLeft(2)),
                  percent.group(1)));
      return Optional.empty();
    }
    var ratio = field.number();
    ratio
        .filter(r -> !(r > 0 && r < 1))
        .ifPresent(r ->
            field.fault(
                "not in (0, 1): "
                    + field.described()
                    + (r == 1 ? ", which would leave no error budget" : "")
                    + (r > 1 && r < 100
                        ? " (did you mean " + plain(BigDecimal.valueOf(r).movePointLeft(2)) + "?)"
                        : "")));
    return ratio.filter(r -> r > 0 && r < 1);
  }

  private static Optional<Double> ofHundred(Field field) {
    var percent = field.number();
    var ratio =
        percent
            .map(p -> BigDecimal.valueOf(p).movePointLeft(2).doubleValue())
            .filter(r -> r > 0 && r < 1);
    if (percent.isPresent() && ratio.isEmpty()) {
      field.fault("not in (0, 100): " + field.described());
    } else {
      percent
          .filter(p -> p <= 1)
          .ifPresent(p -> field.warn("is a percentage: this promises only " + p + " %"));
    }
    return ratio;
  }

  private static String percent(double ratio) {
    return plain(BigDecimal.valueOf(ratio).movePointRight(2));
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
