package dev.nines.engine.series;

import java.util.List;

/** A metric as it is declared, and as docs/reference/metrics.md shows it. */
public sealed interface DeclaredMetric permits OwnMetric, LibraryMetric {
  /**
   * All that is said of a metric.
   *
   * @param metricName its name in the text formats: a counter's with {@code _total}
   * @param type its type
   * @param unit what its value is measured in
   * @param labels the names of its labels with a space between two, the bucket's {@code le} aside;
   *     one text, since what an enum holds should not change
   * @param help its help text
   */
  record Declaration(
      String metricName, MetricType type, MetricUnit unit, String labels, String help) {}

  /** {@return what is said of it} */
  Declaration declaration();

  /** {@return its name in the text formats: a counter's with {@code _total}} */
  default String metricName() {
    return declaration().metricName();
  }

  /** {@return its type} */
  default MetricType type() {
    return declaration().type();
  }

  /** {@return what its value is measured in} */
  default MetricUnit unit() {
    return declaration().unit();
  }

  /** {@return its help text} */
  default String help() {
    return declaration().help();
  }

  /** {@return the names of its labels, the bucket's {@code le} aside} */
  default List<String> labels() {
    var text = declaration().labels();
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }

  /**
   * Says that it is taken for another type than it is.
   *
   * @param other the other type
   * @return the message for the programmer
   */
  default String takenFor(MetricType other) {
    return "%s is declared as a %s, not as a %s"
        .formatted(metricName(), type().label(), other.label());
  }
}
