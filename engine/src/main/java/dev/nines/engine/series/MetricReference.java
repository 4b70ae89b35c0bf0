package dev.nines.engine.series;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** The tables of docs/reference/metrics.md, made from what is declared. */
public final class MetricReference {
  private static final List<Section> SECTIONS =
      List.of(
          section("Probes", Metric.values(), "probe_"),
          section("SLOs", Metric.values(), "slo_"),
          section("Services", Metric.values(), "service_"),
          section("Incidents", Metric.values(), "incident_"),
          section("Deployments", Metric.values(), "dora_"),
          section("The engine", Metric.values(), "nines_", "blackbox_", "target_"),
          section("Requests to Nines", Metric.values(), "http_"),
          section("Statements and connections", LibraryMetric.values(), "hikaricp_", "jdbi_"),
          section("Quartz", LibraryMetric.values(), "quartz_"),
          section("Jetty", LibraryMetric.values(), "jetty_"),
          section(
              "JVM, process and machine", LibraryMetric.values(), "jvm_", "process_", "system_"),
          section("`metrics.compatibility: [sloth]`", PeerMetric.values(), "slo:", "sloth_"),
          section("`metrics.compatibility: [pyrra]`", PeerMetric.values(), "pyrra_"),
          section("`metrics.compatibility: [blackbox]`", PeerMetric.values(), "blackbox_"));

  private MetricReference() {}

  private record Section(String title, List<DeclaredMetric> metrics) {
    String markdown() {
      return "### "
          + title
          + "\n\n| name | type | unit | labels | help |\n|---|---|---|---|---|\n"
          + metrics.stream().map(MetricReference::row).collect(joining());
    }
  }

  private static Section section(String title, DeclaredMetric[] of, String... prefixes) {
    Predicate<DeclaredMetric> here =
        metric -> Arrays.stream(prefixes).anyMatch(metric.metricName()::startsWith);
    return new Section(title, Arrays.stream(of).filter(here).toList());
  }

  private static String row(DeclaredMetric metric) {
    return "| `%s` | %s | %s | %s | %s |\n"
        .formatted(
            metric.metricName(),
            metric.type().label(),
            metric.unit().text(),
            metric.labels().stream().map(label -> "`" + label + "`").collect(joining(", ")),
            metric.help().replace("|", "\\|"));
  }

  /** {@return everything that is declared, in the order of the tables} */
  public static List<DeclaredMetric> all() {
    return SECTIONS.stream().flatMap(section -> section.metrics().stream()).toList();
  }

  /** {@return the tables} */
  public static String markdown() {
    return SECTIONS.stream().map(Section::markdown).collect(joining("\n"));
  }
}
