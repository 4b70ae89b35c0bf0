package dev.nines.engine.schedule;

import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.ResultWriter;
import dev.nines.engine.results.Spool;
import dev.nines.probe.FailureReason;
import dev.nines.probe.run.Prober;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeRunnerIT {
  private static final ProbeDeclaration PROBE =
      DeclaredProbes.probe("p", Duration.ofSeconds(10), DeclaredProbes.http("http://127.0.0.1:1/"));

  @TempDir Path folder;
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final RunMetrics metrics = new RunMetrics(registry);
  private final LatestRuns latest = new LatestRuns();
  private final RunGates gates = new RunGates(2, 1);
  private final Prober prober = new Prober(System::nanoTime, InstantSource.system(), "test");
  private ResultWriter writer;

  @BeforeEach
  void collect() {
    var jdbi =
        Jdbi.create(() -> {
          throw new SQLException("not for this test");
        });
    var store =
        new ResultStore(jdbi, new NameIds(jdbi), new ResultPartitions(jdbi), List.of(), () -> {});
    writer = new ResultWriter(store, new Spool(folder, 1 << 20, new ObjectMapper()));
  }

  @AfterEach
  void close() {
    prober.close();
  }

  @Test
  void runBringsAResult_andIsTheLatest() {
    run(PROBE, NOON.plusMillis(7));

    assertThat(writer.waiting()).isEqualTo(1);
    assertThat(latest.of("p"))
        .hasValueSatisfying(run -> {
          assertThat(run.result().lateness()).isEqualTo(Duration.ofMillis(7));
          assertThat(run.result().key().scheduledAt()).isEqualTo(NOON);
          assertThat(run.run().failure())
              .hasValueSatisfying(
                  f -> assertThat(f.reason()).isEqualTo(FailureReason.CONNECTION_REFUSED));
        });
    assertThat(count("nines_probe_runs", "success", "false")).isEqualTo(1);
  }

  @Test
  void runMoreThanAnIntervalLateIsNotMade_butCounted() {
    run(PROBE, NOON.plusSeconds(10));
    run(PROBE, NOON.plusSeconds(10).plusMillis(1));

    assertThat(writer.waiting()).isEqualTo(1);
    assertThat(unknown("late")).isEqualTo(1);
  }

  @Test
  void runIsNotMade_butCounted_whenAGateIsFull() {
    gates.enter("127.0.0.1");
    run(PROBE, NOON);
    gates.enter("other");
    run(PROBE, NOON);

    assertThat(writer.waiting()).isZero();
    assertThat(unknown("gate_host")).isEqualTo(1);
    assertThat(unknown("gate_total")).isEqualTo(1);
  }

  @Test
  void runsLeaveTheirGates() {
    for (var i = 0; i < 5; i++) {
      run(PROBE, NOON);
    }

    assertThat(writer.waiting()).isEqualTo(5);
  }

  /** As container networks have them; java.net.URI knows no host in such a name. */
  @Test
  void hostWithAnUnderscoreHasAGateToo() {
    var probe =
        DeclaredProbes.probe(
            "u",
            Duration.ofSeconds(10),
            DeclaredProbes.http("http://me@no_such_host.invalid:81/x"));
    gates.enter("no_such_host.invalid");
    run(probe, NOON);
    assertThat(unknown("gate_host")).isEqualTo(1);
    gates.leave("no_such_host.invalid");
    for (var i = 0; i < 3; i++) {
      run(probe, NOON);
    }

    assertThat(writer.waiting()).isEqualTo(3);
  }

  private void run(ProbeDeclaration probe, Instant now) {
    new ProbeRunner(
            "local",
            prober,
            gates,
            RunTracing.OFF,
            writer,
            latest,
            metrics,
            InstantSource.fixed(now))
        .run(probe, NOON);
  }

  private double unknown(String cause) {
    return count("nines_runs_unknown", "cause", cause);
  }

  private double count(String name, String label, String value) {
    return registry.scrape(name::equals).stream()
        .map(CounterSnapshot.class::cast)
        .flatMap(snapshot -> snapshot.getDataPoints().stream())
        .filter(point -> value.equals(point.getLabels().get(label)))
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }
}
