package dev.nines.engine.metrics;

import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.Peers;
import dev.nines.engine.pages.Snapshots;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.ResultWriter;
import dev.nines.engine.results.Spool;
import dev.nines.engine.schedule.DeclaredProbes;
import dev.nines.engine.schedule.KnownRuns;
import dev.nines.engine.schedule.LatestRuns;
import dev.nines.engine.schedule.RunMetrics;
import dev.nines.engine.selfcheck.SelfChecks;
import dev.nines.engine.series.Metric;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that Nines itself exports, read by Prometheus's own tool. */
class MetricsTextIT {
  @TempDir Path folder;
  private final PrometheusRegistry registry = new PrometheusRegistry();

  @BeforeEach
  void registerEverything() {
    var latest = new LatestRuns();
    KnownRuns.put(latest, "web", NOON, ProbeCollectorTest.good());
    KnownRuns.put(latest, "api", NOON, ProbeCollectorTest.failed());
    var probes =
        List.of(
            DeclaredProbes.probe(
                "web", Duration.ofSeconds(9), DeclaredProbes.http("https://a.test/")),
            DeclaredProbes.probe(
                "api", Duration.ofSeconds(9), DeclaredProbes.http("https://b.test/")));
    registry.register(new ProbeCollector(() -> probes, latest, "local", false));
    registry.register(new StatusCollector(Snapshots::everything));
    new RunMetrics(registry);
    var jdbi =
        Jdbi.create(() -> {
          throw new SQLException("not for this test");
        });
    var writer =
        new ResultWriter(
            new ResultStore(
                jdbi, new NameIds(jdbi), new ResultPartitions(jdbi), List.of(), () -> {}),
            new Spool(folder, 1 << 20, new ObjectMapper()));
    var metrics = new EngineMetrics(registry, "1.0", "local");
    metrics.results(writer);
    metrics.declarations(() -> true, () -> Optional.of(NOON), () -> 2);
    metrics.selfCheck(SelfChecks.NONE);
    metrics.work(() -> 0, Map::of);
    metrics.notificationAttempts().labelValues("log", "delivered").inc();
  }

  @Test
  void openMetricsEndsAsItMust() {
    assertThat(Scrape.openMetrics(registry)).endsWith("\n# EOF\n");
  }

  @Test
  void everySampleHasTypeAndHelp() {
    var text = Scrape.text(registry);

    assertThat(text)
        .contains(
            "# TYPE slo_events_total counter",
            "# TYPE nines_probe_start_lateness_seconds histogram",
            "nines_runs_unknown_total{cause=\"gate_total\"} 0.0",
            "nines_notification_attempts_total{channel=\"log\",outcome=\"delivered\"} 1.0",
            "nines_config_last_reload_successful 1.0",
            "nines_build_info{version=\"1.0\"} 1");
    for (var metric : Metric.values()) {
      if (text.contains("\n" + metric.metricName() + "{")) {
        assertThat(text).contains("# HELP " + metric.metricName() + " " + metric.help());
      }
    }
  }

  @Test
  void promtoolFindsNoFault() throws IOException, InterruptedException {
    var promtool = promtool();
    promtool.getOutputStream().write(Scrape.text(registry).getBytes(StandardCharsets.UTF_8));
    promtool.getOutputStream().close();
    var complaints = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(promtool.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(complaints).isEmpty();
    assertThat(promtool.exitValue()).isZero();
  }

  private static Process promtool() throws IOException {
    return new ProcessBuilder(Peers.program("promtool").toString(), "check", "metrics")
        .redirectErrorStream(true)
        .start();
  }
}
