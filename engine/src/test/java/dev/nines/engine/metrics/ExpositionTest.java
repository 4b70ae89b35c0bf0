package dev.nines.engine.metrics;

import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.configuration.Settings.Metrics.Peer;
import dev.nines.engine.pages.Snapshots;
import dev.nines.engine.schedule.DeclaredProbes;
import dev.nines.engine.schedule.KnownRuns;
import dev.nines.engine.schedule.LatestRuns;
import dev.nines.engine.series.Metric;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written straight is what the Prometheus client writes of the same series. */
class ExpositionTest {
  private static final Pattern LABEL = Pattern.compile("\\w+=\"(?:[^\"\\\\]|\\\\.)*\"");

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Exposition exposition = new Exposition(registry);
  private final Histogram durations =
      Metric.RUN_DURATION.histogram().classicUpperBounds(0.05, 0.5, 5).build();

  @BeforeEach
  void registerSomethingOfEverything() {
    var latest = new LatestRuns();
    KnownRuns.put(latest, "web", NOON, ProbeCollectorTest.good());
    KnownRuns.put(latest, "api", NOON, ProbeCollectorTest.failed());
    var probes =
        List.of(
            DeclaredProbes.probe(
                "web", Duration.ofSeconds(9), DeclaredProbes.http("https://a.test/")),
            DeclaredProbes.probe(
                "api", Duration.ofSeconds(9), DeclaredProbes.http("https://b.test/")));
    registry.register(new ProbeCollector(() -> probes, latest, "local", true));
    registry.register(new StatusCollector(Snapshots::everything));
    registry.register(new PeerCollector(Snapshots::everything, Set.of(Peer.SLOTH, Peer.PYRRA)));
    registry.register(
        (SeriesCollector) out -> out.histogram(Metric.RUN_DURATION, durations::collect));
    Metric.BUILD.info().register(registry).setLabelValues("1.0");
    Metric.RUNS.counter().register(registry).labelValues("true").inc(3);
    durations.labelValues("web", "shop", "a \"b\"\\\n").observe(0.25);
    durations
        .labelValues("web", "shop", "local")
        .observeWithExemplar(7, Labels.of("trace_id", "0af7651916cd43dd8448eb211c80319c"));
    durations.labelValues("web", "shop", "local").observe(0.001);
  }

  @Test
  void plainTextIsThatOfTheClient() throws IOException {
    var written = written(_ -> true, PrometheusTextFormatWriter.create());

    assertThat(written).contains("probe_failure_info{", "nines_build_info{version=\"1.0\"} 1\n");
    assertThat(families(written))
        .isEqualTo(families(byClient(PrometheusTextFormatWriter.create())));
  }

  @Test
  void openMetricsIsThatOfTheClient_withItsExemplars() throws IOException {
    var written = written(_ -> true, OpenMetricsTextFormatWriter.create());

    assertThat(written).endsWith("\n# EOF\n").containsOnlyOnce("# EOF").contains("# {trace_id=");
    assertThat(families(written))
        .isEqualTo(families(byClient(OpenMetricsTextFormatWriter.create())));
  }

  @Test
  void whatIsNotAskedForIsNotThere() throws IOException {
    var written =
        written(
            Set.of("probe_success", "slo_events", "nines_build")::contains,
            PrometheusTextFormatWriter.create());

    assertThat(written.lines().filter(line -> line.startsWith("# TYPE")))
        .containsExactlyInAnyOrder(
            "# TYPE probe_success gauge",
            "# TYPE slo_events_total counter",
            "# TYPE nines_build_info gauge");
    assertThat(written(_ -> false, OpenMetricsTextFormatWriter.create())).isEqualTo("# EOF\n");
  }

  @Test
  void protobufIsThatOfTheClient_aMetricAtATime() throws IOException {
    var writer = new PrometheusProtobufWriter();
    var written = new ByteArrayOutputStream();
    var expected = new ByteArrayOutputStream();
    exposition.write(_ -> true, writer, EscapingScheme.DEFAULT, written);
    writer.write(expected, registry.scrape());

    assertThat(messages(written.toByteArray())).isEqualTo(messages(expected.toByteArray()));
  }

  /** Each is preceded by its length, in groups of seven bits. */
  private static List<String> messages(byte[] bytes) {
    var messages = new ArrayList<String>();
    var at = 0;
    while (at < bytes.length) {
      var length = 0;
      for (var shift = 0; ; shift += 7) {
        length |= (bytes[at] & 0x7f) << shift;
        if (bytes[at++] >= 0) {
          break;
        }
      }
      messages.add(new String(bytes, at, length, StandardCharsets.ISO_8859_1));
      at += length;
    }
    return messages.stream().sorted().toList();
  }

  @Test
  void secondScrapeHasNothingOfTheFirst() throws IOException {
    var all = written(_ -> true, PrometheusTextFormatWriter.create());

    assertThat(written("probe_success"::equals, PrometheusTextFormatWriter.create()).lines())
        .hasSize(4);
    assertThat(families(written(_ -> true, PrometheusTextFormatWriter.create())))
        .isEqualTo(families(all));
  }

  private String written(Predicate<String> wanted, ExpositionFormatWriter writer)
      throws IOException {
    var out = new ByteArrayOutputStream();
    exposition.write(wanted, writer, EscapingScheme.DEFAULT, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private String byClient(ExpositionFormatWriter writer) throws IOException {
    var out = new ByteArrayOutputStream();
    writer.write(out, registry.scrape());
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Neither the order of metrics, nor that of series and labels, means anything. */
  private static TreeMap<String, List<String>> families(String text) {
    var families = new TreeMap<String, List<String>>();
    var head = new StringBuilder();
    var lines = new ArrayList<String>();
    for (var line : (text.replace("# EOF\n", "") + "# HELP end\n").split("\n", -1)) {
      var comment = line.startsWith("#");
      if (comment && !lines.isEmpty()) {
        families.put(head.toString(), lines.stream().sorted().toList());
        head.setLength(0);
        lines.clear();
      }
      if (comment) {
        head.append(line).append('\n');
      } else {
        lines.add(ordered(line));
      }
    }
    return families;
  }

  private static String ordered(String sample) {
    var from = sample.indexOf('{');
    var exemplar = sample.indexOf(" # {");
    var to = exemplar < 0 ? sample.lastIndexOf('}') : sample.lastIndexOf('}', exemplar);
    if (from < 0 || from > to) {
      return sample;
    }
    var labels =
        LABEL.matcher(sample.substring(from, to)).results().map(label -> label.group()).toArray();
    Arrays.sort(labels);
    return sample.substring(0, from) + Arrays.toString(labels) + sample.substring(to);
  }
}
