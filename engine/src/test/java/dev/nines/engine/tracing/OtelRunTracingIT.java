package dev.nines.engine.tracing;

import static dev.nines.engine.telemetry.OtlpReceiver.attributes;
import static dev.nines.engine.telemetry.OtlpReceiver.spanId;
import static dev.nines.engine.telemetry.OtlpReceiver.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.TargetTracing;
import dev.nines.engine.schedule.RunTracing;
import dev.nines.engine.series.MetricChoice;
import dev.nines.engine.telemetry.HeadRatio;
import dev.nines.engine.telemetry.OtlpReceiver;
import dev.nines.engine.telemetry.RunTraceId;
import dev.nines.engine.telemetry.Telemetry;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.HttpStep;
import dev.nines.probe.HttpStepsModule;
import dev.nines.probe.HttpStepsSpec;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.TcpModule;
import dev.nines.probe.TcpSpec;
import dev.nines.probe.net.RunContext;
import dev.nines.probe.run.Prober;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
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
  private static final TracingRules ALL = rules(1, Set.of(), TargetTracing.HEAD);

  /** What the batch processor holds at most, and the batch on its way. */
  private static final int QUEUE_AND_BATCH = 2048 + 512;

  private static final TracingRules ALL_TOLD =
      new TracingRules(new HeadRatio(1), false, false, TargetTracing.HEAD, true);

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
    try (var receiver = OtlpReceiver.answering(200)) {
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
    try (var receiver = OtlpReceiver.answering(200)) {
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
    try (var receiver = OtlpReceiver.answering(200)) {
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
    try (var receiver = OtlpReceiver.answering(200)) {
      trace(receiver, ALL, http("/moved"));

      var root = only(receiver.roots());
      var told = "00-" + traceId(root) + "-" + spanId(root) + "-01";
      assertThat(target.traceparents()).containsExactly(Optional.of(told), Optional.of(told));
      var hops = receiver.childrenOf(root);
      assertThat(hops).extracting(Span::getName).containsExactlyInAnyOrder("hop 0", "hop 1");
      assertThat(attributes(named(hops, "hop 0")))
          .containsEntry("url.full", target.at("/moved").toString())
          .containsEntry("http.request.method", "GET")
          .containsEntry("server.address", "127.0.0.1")
          .containsEntry("server.port", Integer.toString(target.at("/").getPort()))
          .containsEntry("http.response.status_code", "302")
          .containsEntry("network.peer.address", "127.0.0.1")
          .doesNotContainKey("http.request.resend_count");
      assertThat(attributes(named(hops, "hop 1")))
          .containsEntry("url.full", target.at("/up").toString())
          .containsEntry("http.response.status_code", "200")
          .containsEntry("http.request.resend_count", "1");
      assertThat(hops)
          .allSatisfy(hop ->
              assertThat(receiver.childrenOf(hop))
                  .extracting(Span::getName)
                  .contains("connect", "processing"));
    }
  }

  @Test
  void everySpanOfAClientHasWhatTheConventionsWant() throws IOException {
    try (var receiver = OtlpReceiver.answering(200)) {
      var posted =
          HttpModule.DEFAULT.with(
              new HttpModule.Request(
                  "POST",
                  List.of(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  true,
                  true));
      var steps =
          List.of(
              step("first", "/up"),
              new HttpStep("posted", "/moved", posted, List.of()),
              step("taken", "/orders/{{id}}/x?token=s3cret"));
      trace(
          receiver,
          ALL,
          new HttpStepsSpec(
              target.at("/"), TracedTarget.TIMEOUT, new HttpStepsModule(steps, List.of())));

      assertThat(receiver.spans())
          .filteredOn(span -> span.getKind() == SpanKind.SPAN_KIND_CLIENT)
          .hasSizeGreaterThan(4)
          .allSatisfy(span ->
              assertThat(attributes(span))
                  .as(span.getName())
                  .containsKeys(
                      "http.request.method", "url.full", "server.address", "server.port"));
      var root = only(receiver.roots());
      var children = receiver.childrenOf(root);
      assertThat(attributes(named(children, "step posted")))
          .containsEntry("http.request.method", "POST")
          .containsEntry("url.full", target.at("/moved").toString());
      assertThat(attributes(named(receiver.childrenOf(named(children, "step posted")), "hop 2")))
          .as("a redirect by 302")
          .containsEntry("http.request.method", "GET")
          .containsEntry("url.full", target.at("/up").toString());
      assertThat(attributes(named(children, "step taken")))
          .containsEntry("url.full", target.at("/orders/").toString() + "{{id}}/x");
      assertThat(receiver.spans().toString()).doesNotContain("s3cret");
    }
  }

  @Test
  void eachStepHasItsOwnPhases() throws IOException {
    try (var receiver = OtlpReceiver.answering(200)) {
      var steps = List.of(step("first", "/up"), step("second", "/moved"), step("third", "/down"));
      trace(
          receiver,
          ALL,
          new HttpStepsSpec(
              target.at("/"), TracedTarget.TIMEOUT, new HttpStepsModule(steps, List.of())));

      var root = only(receiver.roots());
      var children = receiver.childrenOf(root);
      assertThat(children)
          .extracting(Span::getName)
          .containsExactly("step first", "step second", "step third");
      assertThat(attributes(named(children, "step first")))
          .containsEntry("nines.step", "first")
          .containsEntry("http.request.method", "GET")
          .containsEntry("http.response.status_code", "200");
      assertThat(receiver.childrenOf(named(children, "step first")))
          .extracting(Span::getName)
          .contains("connect", "processing");
      assertThat(receiver.childrenOf(named(children, "step second")))
          .extracting(Span::getName)
          .containsExactly("hop 1", "hop 2");
      assertThat(named(children, "step third").getStatus().getCode())
          .isEqualTo(StatusCode.STATUS_CODE_ERROR);
    }
  }

  @Test
  void phaseThatFailedSaysSo() throws IOException {
    try (var receiver = OtlpReceiver.answering(200)) {
      trace(receiver, ALL, http(URI.create("http://127.0.0.1:1/")));

      var root = only(receiver.roots());
      var connect = named(receiver.childrenOf(root), "connect");
      assertThat(connect.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
      assertThat(attributes(connect))
          .containsEntry("error.type", "connection_refused")
          .containsEntry("network.transport", "tcp");
      assertThat(attributes(root)).containsEntry("server.port", "1");
    }
  }

  @Test
  void rootSpanIsKnownByTheTraceIdAlone() throws IOException {
    try (var receiver = OtlpReceiver.answering(200)) {
      trace(receiver, ALL, http("/up"));

      var root = only(receiver.roots());
      assertThat(RunTraceId.root(traceId(root)).getSpanId()).isEqualTo(spanId(root));
    }
  }

  @Test
  void runThatIsNotKeptTellsNoTraceId() throws IOException {
    try (var receiver = OtlpReceiver.answering(200)) {
      var tracing = tracing(receiver, rules(0, Set.of(), TargetTracing.HEAD));
      var trace = tracing.runs().start(probe(http("/up")), "local", NOON);
      trace.end(prober.run(http("/up"), RunContext.traced(trace.headers())));
      tracing.telemetry().close();

      assertThat(trace.traceId()).isEmpty();
      assertThat(receiver.spans()).isEmpty();
    }
  }

  @Test
  void probeSaysWhetherItsOwnTargetIsTold() throws IOException {
    try (var receiver = OtlpReceiver.answering(200)) {
      var plain = probe(http("/up"));
      trace(receiver, rules(0, Set.of(), TargetTracing.NEVER), List.of(told(plain)));

      assertThat(target.traceparents())
          .singleElement()
          .satisfies(told -> assertThat(told.orElse("")).endsWith("-01"));
    }
  }

  @Test
  void baggageTellsTheTargetWhatProbesIt_whereThatIsAskedFor() throws IOException {
    try (var receiver = OtlpReceiver.answering(200)) {
      trace(receiver, ALL, http("/up"));
      trace(receiver, ALL_TOLD, http("/up"));

      assertThat(target.baggage().getFirst()).isEmpty();
      assertThat(target.baggage().getLast().orElse("").split(","))
          .containsExactlyInAnyOrder("nines.probe=checkout-http", "nines.location=local");
    }
  }

  @Test
  void traceOfTheResultIsTheTraceThatIsSent() throws IOException {
    try (var receiver = OtlpReceiver.answering(200)) {
      var tracing = tracing(receiver, ALL);
      var trace = tracing.runs().start(probe(http("/up")), "local", NOON);
      trace.end(prober.run(http("/up"), RunContext.traced(trace.headers())));
      tracing.telemetry().close();

      assertThat(trace.traceId()).contains(traceId(only(receiver.roots())));
    }
  }

  @ParameterizedTest
  @CsvSource({"HEAD, 1, 01", "HEAD, 0, 00", "ALWAYS, 1, 01", "ALWAYS, 0, 01"})
  void targetIsToldWhetherTheTraceIsSampled(TargetTracing targets, double ratio, String flags)
      throws IOException {
    try (var receiver = OtlpReceiver.answering(200)) {
      trace(receiver, rules(ratio, Set.of(), targets), http("/up"));

      assertThat(target.traceparents())
          .singleElement()
          .satisfies(told -> assertThat(told.orElse("")).endsWith("-" + flags));
    }
  }

  @Test
  void targetIsToldNothingWhereNeverIsSaid() throws IOException {
    try (var receiver = OtlpReceiver.answering(200)) {
      trace(receiver, rules(1, Set.of(), TargetTracing.NEVER), http("/up"));

      assertThat(target.traceparents()).containsExactly(Optional.empty());
      assertThat(receiver.roots()).hasSize(1);
    }
  }

  @Test
  void onlyFailedRunsAreKept_becauseNothingElseIsAskedFor() throws IOException {
    try (var receiver = OtlpReceiver.answering(200)) {
      var rules = rules(0, Set.of("failed"), TargetTracing.HEAD);
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
    try (var receiver = OtlpReceiver.answering(200)) {
      var rules = rules(0, Set.of("slow"), TargetTracing.HEAD);
      trace(receiver, rules, http("/up"), http("/down"), http("/slow"));

      assertThat(attributes(only(receiver.roots())))
          .containsEntry("nines.kept", "slow")
          .containsEntry("url.full", target.at("/slow").toString());
    }
  }

  @Test
  void receiverThatHangsCostsABoundedQueueAndNoRunAnyTime() throws IOException {
    var run = prober.run(http("/down"));
    var runs = 10_000;
    try (var receiver = OtlpReceiver.hanging()) {
      var tracing = tracing(receiver, ALL);
      var took = time(() -> endMany(tracing, run, runs));
      receiver.release();
      tracing.telemetry().close();

      assertThat(took).isLessThan(Duration.ofSeconds(5)); // a blocked export alone takes 10 s
      assertThat(receiver.spans()).isNotEmpty().hasSizeLessThanOrEqualTo(QUEUE_AND_BATCH);
    }
  }

  @Test
  void closeGivesUpOnAReceiverThatHangs() throws IOException {
    var run = prober.run(http("/down"));
    try (var receiver = OtlpReceiver.hanging()) {
      var tracing = tracing(receiver, ALL);
      endMany(tracing, run, 1_000);

      assertThat(time(tracing.telemetry()::close)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void receiverThatRefusesHoldsUpNeitherRunsNorTheEnd(int status) throws IOException {
    var run = prober.run(http("/down"));
    try (var receiver = OtlpReceiver.answering(status)) {
      var tracing = tracing(receiver, ALL);
      assertThat(time(() -> endMany(tracing, run, 10_000))).isLessThan(Duration.ofSeconds(5));
      assertThat(time(tracing.telemetry()::close)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void absentReceiverHoldsUpNeitherRunsNorTheEnd() throws IOException {
    String endpoint;
    try (var receiver = OtlpReceiver.answering(200)) {
      endpoint = receiver.endpoint();
    }
    var run = prober.run(http("/down"));
    var tracing = Traced.to(endpoint, ALL);

    assertThat(time(() -> endMany(tracing, run, 1_000))).isLessThan(Duration.ofSeconds(5));
    assertThat(time(tracing.telemetry()::close)).isLessThan(Duration.ofSeconds(3));
  }

  /** Runs the probes one after the other as the engine does, and sends what is kept. */
  private ProbeRun trace(OtlpReceiver receiver, TracingRules rules, ProbeSpec... specs) {
    return trace(receiver, rules, Arrays.stream(specs).map(OtelRunTracingIT::probe).toList());
  }

  private ProbeRun trace(OtlpReceiver receiver, TracingRules rules, List<ProbeDeclaration> probes) {
    var traced = tracing(receiver, rules);
    try (var _ = traced.telemetry()) {
      ProbeRun last = null;
      for (var probe : probes) {
        var trace = traced.runs().start(probe, "local", NOON);
        last = prober.run(probe.spec(), RunContext.traced(trace.headers()));
        trace.end(last);
      }
      return last;
    }
  }

  private record Traced(Telemetry telemetry, RunTracing runs) {
    static Traced to(String endpoint, TracingRules rules) {
      var telemetry =
          Telemetry.open(
              Optional.of(URI.create(endpoint)),
              rules.ratio(),
              new Telemetry.Teller("1.2.3", "local"),
              _ -> List.of(),
              MetricChoice.DEFAULT,
              new PrometheusRegistry(),
              Map.of(),
              InstantSource.system());
      return new Traced(
          telemetry, new OtelRunTracing(telemetry.tracer(), rules, InstantSource.system()));
    }
  }

  private static TracingRules rules(double ratio, Set<String> keep, TargetTracing targets) {
    return new TracingRules(
        new HeadRatio(ratio), keep.contains("failed"), keep.contains("slow"), targets, false);
  }

  private void endMany(Traced tracing, ProbeRun run, int runs) {
    var probe = probe(http("/down"));
    for (var i = 0; i < runs; i++) {
      tracing.runs().start(probe, "local", NOON).end(run);
    }
  }

  private static Traced tracing(OtlpReceiver receiver, TracingRules rules) {
    return Traced.to(receiver.endpoint(), rules);
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

  private static ProbeDeclaration told(ProbeDeclaration probe) {
    return new ProbeDeclaration(
        probe.name(),
        probe.displayName(),
        probe.labels(),
        probe.service(),
        probe.interval(),
        probe.locations(),
        probe.incident(),
        probe.dependsOn(),
        Optional.of(TargetTracing.ALWAYS),
        probe.spec());
  }

  private static HttpStep step(String name, String url) {
    return new HttpStep(name, url, HttpModule.DEFAULT, List.of());
  }

  private static Span named(List<Span> spans, String name) {
    return only(spans.stream().filter(span -> span.getName().equals(name)).toList());
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
