package dev.nines.engine.tracing;

import static dev.nines.engine.tracing.TraceReceiver.attributes;
import static dev.nines.engine.tracing.TraceReceiver.spanId;
import static dev.nines.engine.tracing.TraceReceiver.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.schedule.RunTracing;
import dev.nines.engine.tracing.TracingRules.Targets;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.TcpModule;
import dev.nines.probe.TcpSpec;
import dev.nines.probe.net.RunContext;
import dev.nines.probe.run.Prober;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtelRunTracingIT {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final TracingRules ALL = TracingRules.of(1, Set.of(), Targets.HEAD);

  /** What the batch processor holds at most, and the batch on its way. */
  private static final int QUEUE_AND_BATCH = 2048 + 512;

  private final Prober prober = new Prober(System::nanoTime, InstantSource.system(), "test");
  private TracedTarget target;

  @BeforeEach
  void startTarget() throws IOException {
    target = new TracedTarget();
  }

  @AfterEach
  void stopTarget() {
    target.close();
    prober.close();
  }

  @Test
  void runIsOneRootWithAChildForEachPhaseInsideIt() throws IOException {
    try (var receiver = TraceReceiver.answering(200)) {
      trace(receiver, ALL, http("/up"));

      var root = only(receiver.roots());
      assertThat(root.getName()).isEqualTo("probe checkout-http");
      assertThat(attributes(root))
          .containsEntry("nines.probe", "checkout-http")
          .containsEntry("nines.service", "checkout")
          .containsEntry("nines.location", "local")
          .containsEntry("nines.scheduled_at", "2026-03-01T12:00:00Z")
          .containsEntry("nines.kept", "sampled")
          .containsEntry("http.request.method", "GET")
          .containsEntry("http.response.status_code", "200")
          .containsEntry("url.full", target.at("/up").toString())
          .containsEntry("server.address", "127.0.0.1")
          .containsEntry("network.peer.address", "127.0.0.1")
          .doesNotContainKey("error.type");
      assertThat(root.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
      assertThat(receiver.childrenOf(root))
          .extracting(Span::getName)
          .contains("connect", "processing", "transfer");
      assertThat(receiver.spans()).hasSize(1 + receiver.childrenOf(root).size());
      assertThat(receiver.childrenOf(root))
          .allSatisfy(child -> {
            assertThat(child.getStartTimeUnixNano())
                .isBetween(root.getStartTimeUnixNano(), root.getEndTimeUnixNano());
            assertThat(child.getEndTimeUnixNano())
                .isBetween(child.getStartTimeUnixNano(), root.getEndTimeUnixNano());
          });
    }
  }

  @Test
  void failedRunIsAnErrorWithItsReason() throws IOException {
    try (var receiver = TraceReceiver.answering(200)) {
      var run = trace(receiver, ALL, http("/down"));

      var root = only(receiver.roots());
      var failure = run.failure().orElseThrow();
      assertThat(root.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
      assertThat(root.getStatus().getMessage()).isEqualTo(failure.detail());
      assertThat(attributes(root))
          .containsEntry("error.type", failure.reason().label())
          .containsEntry("http.response.status_code", "503");
    }
  }

  @Test
  void tcpRunTellsItsHostAndPort() throws IOException {
    try (var receiver = TraceReceiver.answering(200)) {
      var port = target.at("/").getPort();
      trace(receiver, ALL, new TcpSpec("127.0.0.1", port, TracedTarget.TIMEOUT, TcpModule.DEFAULT));

      var root = only(receiver.roots());
      assertThat(attributes(root))
          .containsEntry("server.address", "127.0.0.1")
          .containsEntry("server.port", Integer.toString(port));
      assertThat(receiver.childrenOf(root)).extracting(Span::getName).contains("connect");
    }
  }

  @Test
  void everyHopIsToldTheRootAndHasItsOwnChildren() throws IOException {
    try (var receiver = TraceReceiver.answering(200)) {
      trace(receiver, ALL, http("/moved"));

      var root = only(receiver.roots());
      var told = "00-" + traceId(root) + "-" + spanId(root) + "-01";
      assertThat(target.traceparents()).containsExactly(Optional.of(told), Optional.of(told));
      assertThat(receiver.childrenOf(root))
          .filteredOn(child -> child.getName().equals("processing"))
          .extracting(child -> attributes(child).get("nines.hop"))
          .containsExactlyInAnyOrder("0", "1");
    }
  }

  @Test
  void traceOfTheResultIsTheTraceThatIsSent() throws IOException {
    try (var receiver = TraceReceiver.answering(200)) {
      var tracing = tracing(receiver, ALL);
      var trace = tracing.start(probe(http("/up")), "local", NOON);
      trace.end(prober.run(http("/up"), RunContext.traced(trace.headers())));
      tracing.close();

      assertThat(trace.traceId()).contains(traceId(only(receiver.roots())));
    }
  }

  @ParameterizedTest
  @CsvSource({"HEAD, 1, 01", "HEAD, 0, 00", "ALWAYS, 1, 01", "ALWAYS, 0, 01"})
  void targetIsToldWhetherTheTraceIsSampled(Targets targets, double ratio, String flags)
      throws IOException {
    try (var receiver = TraceReceiver.answering(200)) {
      trace(receiver, TracingRules.of(ratio, Set.of(), targets), http("/up"));

      assertThat(target.traceparents())
          .singleElement()
          .satisfies(told -> assertThat(told.orElse("")).endsWith("-" + flags));
    }
  }

  @Test
  void targetIsToldNothingWhereNeverIsSaid() throws IOException {
    try (var receiver = TraceReceiver.answering(200)) {
      trace(receiver, TracingRules.of(1, Set.of(), Targets.NEVER), http("/up"));

      assertThat(target.traceparents()).containsExactly(Optional.empty());
      assertThat(receiver.roots()).hasSize(1);
    }
  }

  @Test
  void onlyFailedRunsAreKept_becauseNothingElseIsAskedFor() throws IOException {
    try (var receiver = TraceReceiver.answering(200)) {
      var rules = TracingRules.of(0, Set.of("failed"), Targets.HEAD);
      trace(receiver, rules, http("/up"), http("/down"), http("/slow"));

      assertThat(attributes(only(receiver.roots())))
          .containsEntry("nines.kept", "failed")
          .containsEntry("http.response.status_code", "503");
      assertThat(receiver.childrenOf(only(receiver.roots())))
          .hasSize(receiver.spans().size() - 1)
          .isNotEmpty();
    }
  }

  @Test
  void runOfMoreThanHalfItsTimeoutIsKeptAsSlow() throws IOException {
    try (var receiver = TraceReceiver.answering(200)) {
      var rules = TracingRules.of(0, Set.of("slow"), Targets.HEAD);
      trace(receiver, rules, http("/up"), http("/down"), http("/slow"));

      assertThat(attributes(only(receiver.roots())))
          .containsEntry("nines.kept", "slow")
          .containsEntry("url.full", target.at("/slow").toString());
    }
  }

  @Test
  void endpointOfTheEnvironmentDoesNotReplaceTheConfiguredOne() throws IOException {
    System.setProperty("otel.exporter.otlp.endpoint", "http://127.0.0.1:1");
    try (var receiver = TraceReceiver.answering(200)) {
      trace(receiver, ALL, http("/up"));

      assertThat(receiver.roots()).hasSize(1);
    } finally {
      System.clearProperty("otel.exporter.otlp.endpoint");
    }
  }

  @Test
  void receiverThatHangsCostsABoundedQueueAndNoRunAnyTime() throws IOException {
    var run = prober.run(http("/down"));
    var runs = 10_000;
    try (var receiver = TraceReceiver.hanging()) {
      var tracing = tracing(receiver, ALL);
      var took = time(() -> endMany(tracing, run, runs));
      receiver.release();
      tracing.close();

      assertThat(took).isLessThan(Duration.ofSeconds(5)); // a blocked export alone takes 10 s
      assertThat(receiver.spans()).isNotEmpty().hasSizeLessThanOrEqualTo(QUEUE_AND_BATCH);
    }
  }

  @Test
  void closeGivesUpOnAReceiverThatHangs() throws IOException {
    var run = prober.run(http("/down"));
    try (var receiver = TraceReceiver.hanging()) {
      var tracing = tracing(receiver, ALL);
      endMany(tracing, run, 1_000);

      assertThat(time(tracing::close)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void receiverThatRefusesHoldsUpNeitherRunsNorTheEnd(int status) throws IOException {
    var run = prober.run(http("/down"));
    try (var receiver = TraceReceiver.answering(status)) {
      var tracing = tracing(receiver, ALL);
      assertThat(time(() -> endMany(tracing, run, 10_000))).isLessThan(Duration.ofSeconds(5));
      assertThat(time(tracing::close)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void absentReceiverHoldsUpNeitherRunsNorTheEnd() throws IOException {
    String endpoint;
    try (var receiver = TraceReceiver.answering(200)) {
      endpoint = receiver.endpoint();
    }
    var run = prober.run(http("/down"));
    var tracing = OtelRunTracing.otlp(endpoint, ALL, InstantSource.system());

    assertThat(time(() -> endMany(tracing, run, 1_000))).isLessThan(Duration.ofSeconds(5));
    assertThat(time(tracing::close)).isLessThan(Duration.ofSeconds(3));
  }

  /** Runs the probes one after the other as the engine does, and sends what is kept. */
  private ProbeRun trace(TraceReceiver receiver, TracingRules rules, ProbeSpec... specs) {
    try (var tracing = tracing(receiver, rules)) {
      ProbeRun last = null;
      for (var spec : specs) {
        var trace = tracing.start(probe(spec), "local", NOON);
        last = prober.run(spec, RunContext.traced(trace.headers()));
        trace.end(last);
      }
      return last;
    }
  }

  private void endMany(RunTracing tracing, ProbeRun run, int runs) {
    var probe = probe(http("/down"));
    for (var i = 0; i < runs; i++) {
      tracing.start(probe, "local", NOON).end(run);
    }
  }

  private static OtelRunTracing tracing(TraceReceiver receiver, TracingRules rules) {
    return OtelRunTracing.otlp(receiver.endpoint(), rules, InstantSource.system());
  }

  private static ProbeDeclaration probe(ProbeSpec spec) {
    return new ProbeDeclaration(
        "checkout-http",
        "Checkout page",
        Map.of(),
        "checkout",
        Duration.ofSeconds(30),
        List.of(),
        ProbeDeclaration.IncidentRule.DEFAULT,
        List.of(),
        spec);
  }

  private HttpSpec http(String path) {
    return http(target.at(path));
  }

  private static HttpSpec http(URI uri) {
    return new HttpSpec(uri, TracedTarget.TIMEOUT, HttpModule.DEFAULT);
  }

  private static Span only(List<Span> spans) {
    assertThat(spans).hasSize(1);
    return spans.getFirst();
  }

  private static Duration time(Runnable work) {
    var start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
