package dev.nines.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultReader;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.ResultWriter;
import dev.nines.engine.results.Spool;
import dev.nines.engine.selfcheck.SelfChecks;
import dev.nines.probe.run.Prober;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeSchedulerIT {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Prober prober = new Prober(System::nanoTime, CLOCK, "test");
  private Database database;
  private HttpServer target;
  private ResultWriter writer;
  private ProbeScheduler scheduler;

  @BeforeEach
  void open() throws IOException {
    database = TestDatabase.fresh();
    target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    target.setExecutor(threads);
    target.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    target.start();
    var jdbi = database.jdbi();
    var store =
        new ResultStore(jdbi, new NameIds(jdbi), new ResultPartitions(jdbi), List.of(), () -> {});
    writer = new ResultWriter(store, new Spool(folder, 1 << 20, new ObjectMapper()));
    writer.start();
    scheduler =
        new ProbeScheduler(
            new ProbeRunner(
                "local",
                prober,
                new RunGates(2_000, 2_000),
                RunTracing.OFF,
                SelfChecks.NONE,
                writer,
                new LatestRuns(),
                new RunMetrics(new PrometheusRegistry()),
                CLOCK),
            CLOCK);
  }

  @AfterEach
  void close() {
    writer.close();
    prober.close();
    target.stop(0);
    threads.shutdownNow();
    database.close();
  }

  @Test
  void everyGridPointHasExactlyOneStoredResult() throws InterruptedException {
    var probes = probes(200);
    scheduler.schedule(probes);
    scheduler.start();
    var from = CLOCK.instant().plus(Duration.ofMillis(500));
    Thread.sleep(2_500);
    scheduler.schedule(probes); // declared again, as by a reload: nothing moves
    Thread.sleep(3_000);
    var to = CLOCK.instant().minusMillis(300);
    scheduler.close();
    writer.close();

    for (var probe : probes) {
      var grid = RunGrid.of(probe.name(), SECOND);
      var expected =
          Stream.iterate(grid.atOrAfter(from), at -> at.isBefore(to), at -> at.plus(SECOND))
              .toList();
      var stored = stored(probe.name());
      assertThat(stored)
          .extracting(result -> result.key().scheduledAt())
          .filteredOn(at -> !at.isBefore(from) && at.isBefore(to))
          .as(probe.name())
          .isEqualTo(expected)
          .hasSizeGreaterThanOrEqualTo(4);
      assertThat(stored).allMatch(result -> result.sample().success());
    }
    assertThat(writer.repeated()).isZero();
  }

  @Test
  void removedProbeRunsNoMore_andAChangedIntervalStartsItsOwnGrid() throws InterruptedException {
    var both = probes(2);
    scheduler.schedule(both);
    scheduler.start();
    Thread.sleep(1_200);
    var slower =
        DeclaredProbes.probe(both.get(1).name(), Duration.ofSeconds(2), both.get(1).spec());
    scheduler.schedule(List.of(slower));
    var changed = CLOCK.instant();
    Thread.sleep(2_300);
    scheduler.close();
    writer.close();

    assertThat(stored(both.get(0).name()))
        .isNotEmpty()
        .allMatch(result -> result.key().scheduledAt().isBefore(changed.plusMillis(1)));
    var grid = RunGrid.of(slower.name(), Duration.ofSeconds(2));
    assertThat(stored(slower.name()))
        .extracting(result -> result.key().scheduledAt())
        .filteredOn(at -> at.isAfter(changed))
        .isNotEmpty()
        .allMatch(at -> grid.atOrAfter(at).equals(at));
  }

  private List<ProbeDeclaration> probes(int count) {
    var url = "http://127.0.0.1:" + target.getAddress().getPort() + "/";
    return IntStream.range(0, count)
        .mapToObj(i -> DeclaredProbes.probe("probe-" + i, SECOND, DeclaredProbes.http(url)))
        .toList();
  }

  private List<ProbeResult> stored(String probe) {
    var all = new ArrayList<ProbeResult>();
    database.jdbi().useTransaction(handle -> ResultReader.all(handle, probe, all::add));
    return all;
  }
}
