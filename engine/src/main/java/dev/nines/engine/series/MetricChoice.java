package dev.nines.engine.series;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which metrics are pushed? Those whose name in the tables of docs/reference/metrics.md is one of
 * these.
 *
 * @param names names, in which {@code *} stands for any characters
 */
public record MetricChoice(List<String> names) {
  /** Of SLOs, services, incidents and deployments: what is asked of the past. */
  public static final MetricChoice DEFAULT =
      new MetricChoice(List.of("slo_*", "service_*", "incident_*", "dora_*"));

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:*][a-zA-Z0-9_:*]*");
  private static final String PLACEHOLDER = "<";

  /** Copies the names. */
  public MetricChoice {
    names = List.copyOf(names);
  }

  /**
   * Reads a name.
   *
   * @param text a name, in which {@code *} stands for any characters
   * @return the same; empty where no declared metric has such a name
   */
  public static Optional<String> name(String text) {
    return Optional.of(text)
        .filter(name -> NAME.matcher(name).matches())
        .filter(
            name -> MetricReference.all().stream().anyMatch(m -> declares(m.metricName(), name)));
  }

  private static boolean declares(String metric, String name) {
    var placeholder = metric.indexOf(PLACEHOLDER);
    return matches(name, metric)
        || (placeholder >= 0 && name.startsWith(metric.substring(0, placeholder)));
  }

  private static boolean matches(String name, String metric) {
    return Pattern.matches(name.replace("*", ".*"), metric);
  }

  /**
   * Tells a metric's name as the tables have it.
   *
   * @param metric as the client has it
   * @return its name with the suffix of its type
   */
  public static String nameOf(MetricSnapshot metric) {
    var name = metric.getMetadata().getPrometheusName();
    return switch (metric) {
      case CounterSnapshot _ -> name + "_total";
      case InfoSnapshot _ -> name + "_info";
      default -> name; // the class is open; of the client's no other has a suffix
    };
  }

  /**
   * Tells whether a metric is one of them.
   *
   * @param metric as the client has it
   * @return whether it is
   */
  public boolean takes(MetricSnapshot metric) {
    return takes(nameOf(metric));
  }

  private boolean takes(String metric) {
    return names.stream().anyMatch(name -> matches(name, metric));
  }

  /**
   * The same for who has names without the type's suffix: at least those metrics, and perhaps one
   * that would be one of them if its type were another.
   *
   * @return thread-safe, and quick when it is asked again
   */
  public Predicate<String> byBaseName() {
    var known = new ConcurrentHashMap<String, Boolean>();
    return base ->
        known.computeIfAbsent(
            base, name -> takes(name) || takes(name + "_total") || takes(name + "_info"));
  }
}
