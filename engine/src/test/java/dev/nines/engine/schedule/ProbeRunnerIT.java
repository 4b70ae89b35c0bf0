package dev.nines.engine.schedule;

import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.TargetTracing;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.ResultWriter;
import dev.nines.engine.results.Spool;
import dev.nines.engine.schedule.LatestRuns.UnknownRun;
import dev.nines.engine.selfcheck.HttpGate;
import dev.nines.engine.selfcheck.SelfCheck;
import dev.nines.engine.selfcheck.SelfChecks;
import dev.nines.engine.series.MetricChoice;
import dev.nines.engine.telemetry.HeadRatio;
import dev.nines.engine.telemetry.OtlpReceiver;
import dev.nines.engine.telemetry.Telemetry;
import dev.nines.engine.tracing.OtelRunTracing;
import dev.nines.engine.tracing.TracingRules;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.http.BodyBudget;
import dev.nines.probe.run.Prober;
import io.opentelemetry.proto.trace.v1.Status;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ProbeRunnerIT {
  private static final ProbeDeclaration PROBE =
      DeclaredProbes.probe("p", Duration.ofSeconds(10), DeclaredProbes.http("http://127.0.0.1:1/"));

  @TempDir Path folder;
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final RunMetrics metrics = new RunMetrics(registry);
  private final LatestRuns latest = new LatestRuns();
  private final RunGates gates = new RunGates(2, 1);
  private final Prober prober = new Prober(System::nanoTime, InstantSource.system(), "test");
  private SelfCheck selfCheck = SelfChecks.NONE;
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
    latest.follow(List.of(PROBE));
    metrics.follow(List.of(PROBE));
  }

  @AfterEach
  void close() {
    prober.close();
    selfCheck.close();
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
  void durationsAreByProbe_untilItDoesNotRunHere_orIsOfAnotherService() {
    run(PROBE, NOON);
    metrics.follow(List.of(PROBE));
    assertThat(durations()).isEqualTo(1);

    metrics.follow(List.of(DeclaredProbes.of("bank", PROBE)));
    assertThat(durations()).isZero();

    run(PROBE, NOON);
    assertThat(durations()).as("one that was under way meanwhile").isZero();
    run(DeclaredProbes.of("bank", PROBE), NOON);
    assertThat(durations()).isEqualTo(1);

    metrics.follow(List.of());
    assertThat(durations()).isZero();
  }

  @Test
  void runThatEndsAfterItsProbeWentBringsNothingBack_butIsCountedAndStored() {
    latest.follow(List.of());
    metrics.follow(List.of());
    run(PROBE, NOON);
    run(PROBE, NOON.plusSeconds(11));

    assertThat(durations()).isZero();
    assertThat(latest.of("p")).isEmpty();
    assertThat(latest.unknown("p")).isEmpty();
    assertThat(count("nines_probe_runs", "success", "false")).isEqualTo(1);
    assertThat(unknown("late")).isEqualTo(1);
    assertThat(writer.waiting()).isEqualTo(1);
  }

  private int durations() {
    return metrics.byService().stream()
        .mapToInt(service -> service.collect().getDataPoints().size())
        .sum();
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
    gates.enter(PROBE.spec().hostPort());
    run(PROBE, NOON);
    gates.enter("other");
    run(PROBE, NOON);

    assertThat(writer.waiting()).isZero();
    assertThat(unknown("gate_host")).isEqualTo(1);
    assertThat(unknown("gate_total")).isEqualTo(1);
  }

  @Test
  void runIsUnknown_whereTheBodiesOfOthersLeaveNoRoomForItsOwn() throws Exception {
    var budget = new BodyBudget(64 * 1024);
    try (var server = new HalfAnswers();
        var small = new Prober(System::nanoTime, InstantSource.system(), "test", budget)) {
      var spec =
          new HttpSpec(
              URI.create(server.url()), Duration.ofMillis(900), DeclaredProbes.searching());
      var runner =
          new ProbeRunner(
              "local",
              small,
              new RunGates(2, 2),
              RunTracing.OFF,
              selfCheck,
              writer,
              latest,
              metrics,
              InstantSource.fixed(NOON));
      var first =
          Thread.ofVirtual()
              .start(() ->
                  runner.run(DeclaredProbes.probe("first", Duration.ofSeconds(10), spec), NOON));
      await().until(() -> budget.taken() > 0);
      runner.run(DeclaredProbes.probe("p", Duration.ofSeconds(10), spec), NOON);

      assertThat(unknown("gate_bodies")).isEqualTo(1);
      assertThat(latest.unknown("p"))
          .hasValueSatisfying(run -> {
            assertThat(run.cause()).isEqualTo(UnknownCause.GATE_BODIES);
            assertThat(run.detail()).contains("65536 bytes");
          });
      first.join();
      assertThat(writer.waiting()).as("the one that had room failed by itself").isEqualTo(1);
      assertThat(budget.taken()).isZero();
    }
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
    gates.enter("no_such_host.invalid:81");
    run(probe, NOON);
    assertThat(unknown("gate_host")).isEqualTo(1);
    gates.leave("no_such_host.invalid:81");
    for (var i = 0; i < 3; i++) {
      run(probe, NOON);
    }

    assertThat(writer.waiting()).isEqualTo(3);
  }

  @Test
  void failureIsUnknown_whereNoSelfCheckTargetAnswersEither() {
    try (var broken = HttpGate.good();
        var target = HttpGate.good()) {
      broken.breakDown();
      target.breakDown();
      selfCheck = SelfChecks.of(broken.url(), "127.0.0.1:" + broken.port());
      var probe = probe(target);
      run(probe, NOON.plusMillis(7));

      assertThat(writer.waiting()).isZero();
      assertThat(unknown("self_check")).isEqualTo(1);
      assertThat(count("nines_probe_runs", "success", "false")).isZero();
      assertThat(latest.of("p")).isEmpty();
      assertThat(latest.unknown("p"))
          .contains(
              new UnknownRun(
                  NOON,
                  UnknownCause.SELF_CHECK,
                  "connection refused by 127.0.0.1:%d; no self-check target answered either"
                      .formatted(target.port())));

      target.heal();
      run(probe, NOON);
      assertThat(writer.waiting()).as("a good run needs no excuse").isEqualTo(1);
      assertThat(latest.unknown("p")).isEmpty();
    }
  }

  @Test
  void failureStands_whereOneSelfCheckTargetAnswers() {
    try (var broken = HttpGate.good();
        var good = HttpGate.good()) {
      broken.breakDown();
      selfCheck = SelfChecks.of(broken.url(), good.url());
      run(PROBE, NOON);

      assertThat(writer.waiting()).isEqualTo(1);
      assertThat(unknown("self_check")).isZero();
      assertThat(latest.unknown("p")).isEmpty();
      assertThat(good.taken()).isEqualTo(1);
    }
  }

  @Test
  void goodRunAsksNobody() {
    try (var target = HttpGate.good();
        var checked = HttpGate.good()) {
      selfCheck = SelfChecks.of(checked.url());
      run(probe(target), NOON);

      assertThat(writer.waiting()).isEqualTo(1);
      assertThat(checked.taken()).isZero();
    }
  }

  /** What follows from results goes by their order: a later one would make an earlier one void. */
  @Test
  void resultWaitsForTheOneBeforeIt_whichWaitsForItsSelfCheck() {
    var answered = new CompletableFuture<Boolean>();
    var rounds = new AtomicInteger();
    selfCheck = SelfChecks.told(answered, rounds);
    var runner = runner(NOON);
    try (var target = HttpGate.good()) {
      target.breakDown();
      var probe = probe(target);
      Thread.ofVirtual().start(() -> runner.run(probe, NOON));
      await().until(() -> rounds.get() == 1);
      target.heal();
      var later = NOON.plusSeconds(10);
      Thread.ofVirtual().start(() -> runner.run(probe, later));
      await().until(() -> target.taken() == 1);

      await().during(Duration.ofMillis(300)).until(() -> writer.waiting() == 0);
      assertThat(gates.enter("127.0.0.1:1")).as("a run that waits holds no gate").isEmpty();
      answered.complete(true);

      await().until(() -> writer.waiting() == 2);
      assertThat(latest.of("p").orElseThrow().result().key().scheduledAt()).isEqualTo(later);
    }
  }

  @Test
  void resultWaitsForTheOneBeforeIt_whichIsSlower() throws Exception {
    var runner = runner(NOON);
    try (var slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var target = HttpGate.good()) {
      var http = DeclaredProbes.http("http://127.0.0.1:" + slow.getLocalPort() + "/");
      var probe = DeclaredProbes.probe("p", Duration.ofSeconds(10), http);
      Thread.ofVirtual().start(() -> runner.run(probe, NOON));
      try (var _ = slow.accept()) {
        var later = NOON.plusSeconds(10);
        Thread.ofVirtual().start(() -> runner.run(probe(target), later));
        await().until(() -> target.taken() == 1);

        await().during(Duration.ofMillis(300)).until(() -> writer.waiting() == 0);
      } // and fails
      await().until(() -> writer.waiting() == 2);
      assertThat(latest.of("p").orElseThrow().result().key().scheduledAt())
          .isEqualTo(NOON.plusSeconds(10));
    }
  }

  @Test
  void fiveThousandRunsThatFailAtOnceWaitForOneRound_andHoldUpNobody() throws Exception {
    var many = 5_000;
    var answered = new CompletableFuture<Boolean>();
    var rounds = new AtomicInteger();
    var made = new AtomicInteger();
    selfCheck = SelfChecks.told(answered, rounds);
    var wide = new RunGates(2 * many, 2 * many);
    var runner =
        new ProbeRunner(
            "local",
            prober,
            wide,
            counting(made),
            selfCheck,
            writer,
            latest,
            metrics,
            InstantSource.fixed(NOON));
    try (var refusing = HttpGate.good();
        var target = HttpGate.good()) {
      refusing.breakDown();
      var before = Thread.getAllStackTraces().size();
      for (var i = 0; i < many; i++) {
        var probe = probe("p" + i, refusing);
        Thread.ofVirtual().start(() -> runner.run(probe, NOON));
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> made.get() == many);

      assertThat(Thread.getAllStackTraces()).as("platform threads").hasSizeLessThan(before + 50);
      runner.run(probe("other", target), NOON); // on this thread: it would wait here
      assertThat(writer.waiting()).isEqualTo(1);
      assertThat(answered).isNotDone();
      answered.complete(false);

      await().until(() -> unknown("self_check") == many);
    }
    assertThat(writer.waiting()).isEqualTo(1);
    assertThat(rounds).hasValue(1);
  }

  /** As a fault of the prober would do it. */
  private static RunTracing throwing(RunTracing tracing) {
    return (probe, location, scheduledAt) -> {
      var trace = tracing.start(probe, location, scheduledAt);
      return new RunTracing.RunTrace() {
        @Override
        public Optional<String> traceId() {
          return trace.traceId();
        }

        @Override
        public Map<String, String> headers() {
          throw new IllegalStateException("of which a trace tells nothing");
        }

        @Override
        public void end(ProbeRun run) {
          trace.end(run);
        }

        @Override
        public void fail(RuntimeException why) {
          trace.fail(why);
        }
      };
    };
  }

  @Test
  void runThatFailedInTheProberItselfHasATrace_whichItsLogLineNames() throws Exception {
    var log = new ListAppender<ILoggingEvent>();
    log.start();
    var logger = (Logger) LoggerFactory.getLogger(ProbeRunner.class);
    logger.addAppender(log);
    try (var receiver = OtlpReceiver.answering(200)) {
      var rules = new TracingRules(new HeadRatio(0), true, false, TargetTracing.HEAD, false);
      var telemetry =
          Telemetry.open(
              Optional.of(URI.create(receiver.endpoint())),
              rules.ratio(),
              new Telemetry.Teller("1.2.3", "local"),
              _ -> List.of(),
              MetricChoice.DEFAULT,
              registry,
              Map.of(),
              InstantSource.system());
      var tracing = throwing(new OtelRunTracing(telemetry.tracer(), rules, InstantSource.system()));
      runner(NOON, tracing).run(PROBE, NOON);
      var onDemand = new OnDemandRuns("local", prober, gates, tracing, InstantSource.system());
      assertThatIllegalStateException().isThrownBy(() -> onDemand.run(PROBE));
      telemetry.close();

      assertThat(unknown("prober_fault")).isOne();
      assertThat(receiver.roots())
          .hasSize(2)
          .allSatisfy(root -> {
            assertThat(root.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
            assertThat(OtlpReceiver.attributes(root))
                .containsEntry("error.type", "java.lang.IllegalStateException")
                .containsEntry("nines.kept", "failed");
            assertThat(root.toString()).doesNotContain("of which a trace tells nothing");
          });
      assertThat(log.list)
          .singleElement()
          .satisfies(line ->
              assertThat(line.getMDCPropertyMap())
                  .containsEntry("trace_id", OtlpReceiver.traceId(receiver.roots().getFirst())));
    } finally {
      logger.detachAppender(log);
    }
  }

  private static RunTracing counting(AtomicInteger ended) {
    return (_, _, _) ->
        new RunTracing.RunTrace() {
          @Override
          public Optional<String> traceId() {
            return Optional.empty();
          }

          @Override
          public Map<String, String> headers() {
            return Map.of();
          }

          @Override
          public void end(ProbeRun run) {
            ended.incrementAndGet();
          }

          @Override
          public void fail(RuntimeException why) {
            throw why;
          }
        };
  }

  private static ProbeDeclaration probe(HttpGate target) {
    return probe("p", target);
  }

  private static ProbeDeclaration probe(String name, HttpGate target) {
    return DeclaredProbes.probe(name, Duration.ofSeconds(10), DeclaredProbes.http(target.url()));
  }

  private void run(ProbeDeclaration probe, Instant now) {
    runner(now).run(probe, NOON);
  }

  private ProbeRunner runner(Instant now) {
    return runner(now, RunTracing.OFF);
  }

  private ProbeRunner runner(Instant now, RunTracing tracing) {
    return new ProbeRunner(
        "local",
        prober,
        gates,
        tracing,
        selfCheck,
        writer,
        latest,
        metrics,
        InstantSource.fixed(now));
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
