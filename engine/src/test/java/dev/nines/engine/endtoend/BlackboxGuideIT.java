package dev.nines.engine.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nines.engine.Peers;
import dev.nines.engine.blackbox.Exporter;
import dev.nines.engine.importing.BlackboxImport;
import dev.nines.engine.importing.ImportedJob;
import dev.nines.engine.selfcheck.HttpGate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/guides/from-blackbox-exporter.md says is done as it says, but for ports and targets.
 */
@Tag("process")
class BlackboxGuideIT {
  private static final Path DEBIANS_MODULES = Path.of("/etc/prometheus/blackbox.yml");
  private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\\n(.*?)```");
  private static final String QUICKLY =
      "global: {scrape_interval: 2s, evaluation_interval: 1s}\nrule_files: [rules.yml]\n";

  @TempDir Path folder;

  /** The guide's block that has a text in it. */
  private static String block(String with) throws IOException {
    return BLOCK
        .matcher(Files.readString(Path.of("../docs/guides/from-blackbox-exporter.md")))
        .results()
        .map(match -> match.group(1))
        .filter(block -> block.contains(with))
        .collect(
            Collectors.collectingAndThen(
                Collectors.toList(),
                blocks -> {
                  assertThat(blocks).as("blocks with %s", with).hasSize(1);
                  return blocks.getFirst();
                }));
  }

  /** The guide's two jobs as one configuration, asking {@code prober} in place of Nines. */
  private Path configuration(HttpGate target, int prober, int nines) throws IOException {
    var jobs =
        block("127.0.0.1:8080\"} # was")
                .replace("https://shop.example.com/, https://www.example.org/", target.url())
                .replace("127.0.0.1:8080", "127.0.0.1:" + prober)
            + block("job_name: nines")
                .replace("scrape_configs:\n", "")
                .replace("127.0.0.1:8080", "127.0.0.1:" + nines);
    return Files.writeString(
        folder.resolve("prometheus.yml"),
        QUICKLY + jobs.replaceAll("scrape_interval: \\d+s", "scrape_interval: 2s"));
  }

  @Test
  void prometheusAsksNines_theSeriesGoOn_andNinesSchedulesTheSame() throws Exception {
    var modules = Peers.path(DEBIANS_MODULES);
    Files.writeString(
        folder.resolve("rules.yml"), block("alert: ProbeFailed").replace("for: 1m", "for: 0s"));
    try (var target = HttpGate.good();
        var exporter = Exporter.start(Files.copy(modules, folder.resolve("blackbox.yml")))) {
      var config = configuration(target, exporter.port(), exporter.port());
      var site =
          Site.of(
              folder,
              block("blackboxModules: /etc") + Site.ANY_PORTS,
              BlackboxImport.read(config, modules).jobs().stream()
                  .map(ImportedJob::yaml)
                  .collect(Collectors.joining()));
      try (var nines = NinesInProcess.start(site);
          var prometheus = Prometheus.start(config)) {
        var probed = "probe_success{job=\"blackbox-http\",instance=\"" + target.url() + "\"} == 1";
        await().atMost(20, SECONDS).until(() -> prometheus.query(probed).size() == 1);
        var before = new HashSet<>(prometheus.series("{job=\"blackbox-http\"}"));
        assertThat(before).hasSizeGreaterThan(20);

        var port = nines.api().address().getPort();
        configuration(target, port, port);
        assertThat(Prometheus.check("config", config)).contains("SUCCESS");
        assertThat(Prometheus.check("rules", folder.resolve("rules.yml"))).contains("SUCCESS");
        prometheus.reload();
        await()
            .atMost(20, SECONDS)
            .until(
                () -> !prometheus.query("probe_timeout_seconds{job=\"blackbox-http\"}").isEmpty());

        var after = new HashSet<>(prometheus.series("{job=\"blackbox-http\"}"));
        assertThat(after).containsAll(before);
        after.removeAll(before);
        assertThat(after)
            .singleElement()
            .returns("probe_timeout_seconds", series -> series.path("__name__").asText());
        assertThat(prometheus.query(probed)).hasSize(1);
        var scheduled = probed.replace("blackbox-http", "nines");
        await().atMost(20, SECONDS).until(() -> prometheus.query(scheduled).size() == 1);

        target.breakDown();
        await()
            .atMost(30, SECONDS)
            .until(() ->
                prometheus.query("ALERTS{alertname=\"ProbeFailed\",alertstate=\"firing\"}").stream()
                    .map(alert -> alert.at("/metric/job").asText() + alert.at("/metric/instance"))
                    .sorted()
                    .toList()
                    .equals(
                        List.of(
                            "blackbox-http\"" + target.url() + "\"",
                            "nines\"" + target.url() + "\"")));
      }
    }
  }
}
