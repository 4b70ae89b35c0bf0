package dev.nines.engine.metrics;

import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.nines.engine.configuration.Settings.Metrics.Peer;
import dev.nines.engine.pages.Snapshots;
import dev.nines.engine.schedule.DeclaredProbes;
import dev.nines.engine.schedule.KnownRuns;
import dev.nines.engine.schedule.LatestRuns;
import dev.nines.engine.series.Metric;
import dev.nines.engine.series.MetricBuilders;
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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
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
      MetricBuilders.histogram(Metric.RUN_DURATION).classicUpperBounds(0.05, 0.5, 5).build();

  @BeforeEach
  void registerSomethingOfEverything() {
    var latest = new LatestRuns();
    var probes =
        List.of(
            DeclaredProbes.probe(
                "web", Duration.ofSeconds(9), DeclaredProbes.http("https://a.test/")),
            DeclaredProbes.probe(
                "api", Duration.ofSeconds(9), DeclaredProbes.http("https://b.test/")));
    latest.follow(probes);
    KnownRuns.put(latest, "web", NOON, ProbeCollectorTest.good());
    KnownRuns.put(latest, "api", NOON, ProbeCollectorTest.failed());
    registry.register(
        new ProbeCollector(() -> probes, latest, "local", InstantSource.fixed(NOON), true));
    registry.register(new StatusCollector(Snapshots::everything));
    registry.register(new PeerCollector(Snapshots::everything, Set.of(Peer.SLOTH, Peer.PYRRA)));
    registry.register(
        (SeriesCollector) out -> out.histogram(Metric.RUN_DURATION, durations::collect));
    MetricBuilders.info(Metric.BUILD).register(registry).setLabelValues("1.0");
    MetricBuilders.counter(Metric.RUNS).register(registry).labelValues("true").inc(3);
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
  void protobufIsThatOfTheClient() throws IOException {
    var writer = new PrometheusProtobufWriter();
    var written = new ByteArrayOutputStream();
    var expected = new ByteArrayOutputStream();
    exposition.write(_ -> true, writer, EscapingScheme.DEFAULT, written);
    writer.write(expected, registry.scrape());

    assertThat(messages(written.toByteArray())).isEqualTo(messages(expected.toByteArray()));
    assertThat(written.toString(StandardCharsets.UTF_8)).contains("probe_http_redirects");
  }

  /** Neither the order of metrics, nor that of series and labels, means anything. */
  private static List<String> messages(byte[] bytes) throws IOException {
    var in = CodedInputStream.newInstance(bytes);
    var messages = new ArrayList<String>();
    while (!in.isAtEnd()) {
      messages.add(
          sorted(in.readBytes(), 4, metric -> sorted(metric, 1, ExpositionTest::hexadecimal)));
    }
    return messages.stream().sorted().toList();
  }

  /** The fields of a message, those that are there several times in an order of their own. */
  private static String sorted(
      ByteString message, int repeated, Function<ByteString, String> text) {
    try {
      var fields = new TreeMap<>(UnknownFieldSet.parseFrom(message).asMap());
      var many = fields.remove(repeated);
      var all = many == null ? List.<ByteString>of() : many.getLengthDelimitedList();
      var others = UnknownFieldSet.newBuilder();
      fields.forEach(others::addField);
      return hexadecimal(others.build().toByteString()) + all.stream().map(text).sorted().toList();
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hexadecimal(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
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
