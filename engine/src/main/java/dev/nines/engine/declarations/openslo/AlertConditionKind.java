package dev.nines.engine.declarations.openslo;

import dev.nines.alerting.AlertCondition;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Registry;
import dev.nines.engine.declarations.yaml.Spelling;
import dev.nines.slo.Criterion.Op;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code kind: AlertCondition}, and the condition that stands inside a policy. */
public final class AlertConditionKind {
  /** Minutes are kept as long as for the longest budget window. */
  private static final Duration LONGEST = Duration.ofDays(5 * 365);

  private AlertConditionKind() {}

  /**
   * Reads a condition.
   *
   * @param document the document
   * @param conditions where it is declared
   */
  public static void read(Mapping document, Registry<Optional<AlertCondition>> conditions) {
    var metadata = Metadata.of(document);
    var condition = spec(document);
    metadata.ifPresent(m -> conditions.add(m.name(), m.at(), condition));
  }

  static Optional<AlertCondition> inline(Mapping condition) {
    Metadata.of(condition);
    return spec(condition);
  }

  private static Optional<AlertCondition> spec(Mapping object) {
    return object
        .required("spec")
        .flatMap(field -> field.mapping(AlertConditionKind::read))
        .flatMap(c -> c);
  }

  private static Optional<AlertCondition> read(Mapping spec) {
    Metadata.description(spec);
    var severity = spec.required("severity").flatMap(AlertConditionKind::severity);
    var burns =
        spec.required("condition")
            .flatMap(f -> f.mapping(AlertConditionKind::burns))
            .flatMap(b -> b);
    return severity.flatMap(
        how -> burns.map(b -> new AlertCondition(how, b.op, b.threshold, b.lookback, b.after)));
  }

  /** Any text is good, but a slip in a word that pages would let people sleep. */
  private static Optional<String> severity(Field field) {
    var severity = field.text();
    severity
        .map(word -> word.toLowerCase(Locale.ROOT))
        .filter(word -> !AlertCondition.PAGING.contains(word))
        .filter(word -> word.chars().noneMatch(Character::isDigit)) // sev2 is no slip of sev1
        .flatMap(word -> Spelling.nearest(word, AlertCondition.PAGING))
        .ifPresent(meant -> field.warn("a ticket, which wakes nobody" + Spelling.hint(meant)));
    return severity;
  }

  private record Burns(Op op, double threshold, Duration lookback, Duration after) {}

  /** OpenSLO knows one kind of condition, which its text takes where none is named. */
  private static Optional<Burns> burns(Mapping condition) {
    condition.optional("kind").ifPresent(f -> f.oneOf(Map.of("burnrate", true)));
    var op = condition.required("op").flatMap(AlertConditionKind::op);
    var threshold = condition.required("threshold").flatMap(Field::number);
    var lookback = condition.required("lookbackWindow").flatMap(AlertConditionKind::bounded);
    var after =
        condition.optional("alertAfter").flatMap(AlertConditionKind::after).orElse(Duration.ZERO);
    return op.flatMap(how ->
        threshold.flatMap(limit -> lookback.map(over -> new Burns(how, limit, over, after))));
  }

  /** OpenSLO's own text has {@code op: lte} for "exceeds" (OpenSLO#353). */
  private static Optional<Op> op(Field field) {
    var op = field.oneOf(ObjectiveReader.OPS);
    op.ifPresent(how -> {
      switch (how) {
        case LT -> field.warn("fires while the budget burns slower (did you mean gt?)");
        case LTE -> field.warn("fires while the budget burns slower (did you mean gte?)");
        case GT, GTE -> {}
      }
    });
    return op;
  }

  private static Optional<Duration> bounded(Field field) {
    var length = field.openSloDuration();
    if (length.filter(l -> l.compareTo(LONGEST) > 0).isPresent()) {
      field.fault("longer than 5Y: " + field.described());
      return Optional.empty();
    }
    return length;
  }

  /** The shorthand has no zero, but this key's default is written so. */
  private static Optional<Duration> after(Field field) {
    return field.text().filter("0m"::equals).isPresent()
        ? Optional.of(Duration.ZERO)
        : bounded(field);
  }
}
