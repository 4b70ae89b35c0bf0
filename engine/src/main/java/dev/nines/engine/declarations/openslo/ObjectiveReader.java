package dev.nines.engine.declarations.openslo;

import dev.nines.engine.declarations.openslo.SloDraft.Promise;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.slo.Criterion.Op;
import dev.nines.slo.Objective;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code objectives} of an SLO. */
final class ObjectiveReader {
  private static final Map<String, Op> OPS =
      Map.of("lt", Op.LT, "lte", Op.LTE, "gt", Op.GT, "gte", Op.GTE);

  /** Longer than any probe may take, and far from the end of a nanosecond count. */
  private static final double MOST_SECONDS = 86_400;

  private ObjectiveReader() {}

  static List<Promise> read(Field objectives) {
    var promises = objectives.list(item -> item.mapping(ObjectiveReader::promise).flatMap(p -> p));
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
    return promises;
  }

  private static Optional<Promise> promise(Mapping objective) {
    objective.unsupported(
        "timeSliceTarget", "timeSliceWindow", "indicator", "indicatorRef", "compositeWeight");
    var displayName = objective.optional("displayName").flatMap(Field::text);
    var op = objective.optional("op").flatMap(f -> f.oneOf(OPS));
    var value = objective.optional("value").flatMap(ObjectiveReader::seconds);
    var target = target(objective);
    return target.map(t ->
        new Promise(objective.self(), new Objective(displayName.orElse(percent(t)), t), op, value));
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
    var ratio = field.number();
    ratio
        .filter(r -> !(r > 0 && r < 1))
        .ifPresent(r ->
            field.fault(
                "not in (0, 1): "
                    + field.described()
                    + (r > 1 && r < 100
                        ? " (did you mean " + plain(BigDecimal.valueOf(r).movePointLeft(2)) + "?)"
                        : "")));
    return ratio.filter(r -> r > 0 && r < 1);
  }

  private static Optional<Double> ofHundred(Field field) {
    var percent = field.number();
    if (percent.filter(p -> !(p > 0 && p < 100)).isPresent()) {
      field.fault("not in (0, 100): " + field.described());
    } else {
      percent
          .filter(p -> p <= 1)
          .ifPresent(p -> field.warn("is a percentage: this promises only " + p + " %"));
    }
    return percent
        .map(p -> BigDecimal.valueOf(p).movePointLeft(2).doubleValue())
        .filter(r -> r > 0 && r < 1);
  }

  private static Optional<Duration> seconds(Field field) {
    var seconds = field.number();
    if (seconds.filter(s -> !(s >= 1e-9 && s <= MOST_SECONDS)).isPresent()) {
      field.fault("expected seconds above zero and at most a day, got " + field.described());
      return Optional.empty();
    }
    return seconds.map(s -> Duration.ofNanos(Math.round(s * 1e9)));
  }

  private static String percent(double ratio) {
    return plain(BigDecimal.valueOf(ratio).movePointRight(2));
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
