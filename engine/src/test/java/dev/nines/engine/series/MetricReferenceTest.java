package dev.nines.engine.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "reference", "metrics.md");
  private static final String FIRST = "### Probes\n";

  /** blackbox_exporter has these as gauges, and Sloth its own; who reads them goes by the name. */
  private static final Set<String> GAUGES_OF_OTHERS =
      Set.of(
          "probe_expect_info",
          "probe_ssl_last_chain_info",
          "probe_tls_version_info",
          "probe_tls_cipher_info",
          "sloth_slo_info");

  /** Whose unit is not in the name: of blackbox_exporter, of the JVM's libraries, of Pyrra. */
  private static final Set<String> NAMED_BY_OTHERS =
      Set.of(
          "probe_failed_due_to_bytes",
          "probe_http_content_length",
          "probe_http_uncompressed_body_length",
          "probe_ssl_earliest_cert_expiry",
          "process_cpu_usage",
          "process_start_time_seconds",
          "pyrra_availability",
          "pyrra_errors:rate5m",
          "pyrra_objective",
          "pyrra_requests:rate5m",
          "pyrra_window",
          "slo:sli_error:ratio_rate<window>",
          "system_cpu_usage");

  private static final List<String> UNITS =
      List.of("_seconds", "_timestamp_seconds", "_bytes", "_ratio", ":ratio", "_per_day", ":days");

  @Test
  void tablesOfTheReferenceAreWhatIsDeclared() throws IOException {
    var text = Files.readString(REFERENCE);
    var made = MetricReference.markdown();
    Files.writeString(Path.of("target", "metrics.md"), made);

    assertThat(text.substring(text.indexOf(FIRST)))
        .as("the end of %s should be engine/target/metrics.md", REFERENCE)
        .isEqualTo(made);
  }

  @Test
  void everyMetricIsInATable_andInOneAlone() {
    var declared =
        Stream.of(Metric.values(), LibraryMetric.values(), PeerMetric.values())
            .flatMap(Arrays::stream)
            .map(DeclaredMetric.class::cast)
            .toList();

    assertThat(MetricReference.all()).hasSameSizeAs(declared).hasSameElementsAs(declared);
    assertThat(declared).extracting(DeclaredMetric::metricName).doesNotHaveDuplicates();
  }

  @Test
  void noTwoMetricsDifferByTheSuffixOfTheirTypeAlone_becauseToTheClientTheyAreOne() {
    assertThat(MetricReference.all())
        .extracting(metric -> metric.metricName().replaceFirst("_(total|info)$", ""))
        .doesNotHaveDuplicates();
  }

  @Test
  void suffixesSayTheType() {
    assertThat(MetricReference.all())
        .allSatisfy(metric -> {
          var name = metric.metricName();
          switch (metric.type()) {
            case COUNTER -> assertThat(name).endsWith("_total");
            case INFO -> assertThat(name).endsWith("_info");
            case GAUGE -> {
              assertThat(name)
                  .doesNotEndWith("_total")
                  .doesNotEndWith("_created")
                  .doesNotEndWith("_count")
                  .doesNotEndWith("_sum")
                  .doesNotEndWith("_bucket");
              assertThat(!name.endsWith("_info") || GAUGES_OF_OTHERS.contains(name))
                  .as(name)
                  .isTrue();
            }
            case HISTOGRAM, SUMMARY -> assertThat(name).endsWith("_seconds");
          }
        });
  }

  @Test
  void suffixesSayTheUnit() {
    assertThat(MetricReference.all())
        .filteredOn(metric -> !NAMED_BY_OTHERS.contains(metric.metricName()))
        .allSatisfy(metric -> {
          var name = metric.metricName().replaceFirst("_(total|max|info)$", "");
          switch (metric.unit()) {
            case SECONDS ->
                assertThat(name).endsWith("_seconds").doesNotEndWith("_timestamp_seconds");
            case UNIXTIME -> assertThat(name).endsWith("_timestamp_seconds");
            case BYTES -> assertThat(name).endsWith("_bytes");
            case RATIO, TIMES -> assertThat(name).matches(".*[_:]ratio");
            case PER_DAY -> assertThat(name).endsWith("_per_day");
            case DAYS -> assertThat(name).endsWith(":days");
            case PER_SECOND, FLAG, COUNT, NONE ->
                assertThat(UNITS).as(name).noneMatch(name::endsWith);
          }
        });
    assertThat(MetricReference.all())
        .extracting(DeclaredMetric::metricName)
        .containsAll(NAMED_BY_OTHERS);
  }

  @Test
  void nothingIsWithoutHelp_andNoLabelIsUnbounded() {
    assertThat(MetricReference.all())
        .allSatisfy(metric -> {
          assertThat(metric.help()).isNotBlank().doesNotContain("\n");
          assertThat(metric.labels())
              .doesNotContain("le", "quantile", "incident", "incident_id", "url", "path", "query");
        });
  }
}
