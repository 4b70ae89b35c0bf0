package dev.nines.engine.exposition;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nines.engine.tracing.CurrentTrace;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsServletIT {
  private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  private static final Pattern COUNT =
      Pattern.compile(
          "http_server_request_duration_seconds_count\\{http_request_method=\"GET\","
              + "http_response_status_code=\"(\\d+)\",http_route=\"(.+)\"} (\\d+)");

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final HttpClient client = HttpClient.newHttpClient();
  private final SdkTracerProvider tracing =
      SdkTracerProvider.builder()
          .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
          .build();

  @BeforeEach
  void serve() throws Exception {
    Gauge.builder().name("water_ratio").help("How full").register(registry).set(0.5);
    Histogram.builder()
        .name("drops_seconds")
        .help("How long")
        .classicUpperBounds(1)
        .register(registry)
        .observeWithExemplar(0.25, Labels.of("trace_id", "0af7651916cd43dd8448eb211c80319c"));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    var context = new ServletContextHandler();
    context.addFilter(
        new FilterHolder(new Traced(tracing)), "/fails/*", EnumSet.of(DispatcherType.REQUEST));
    context.addFilter(
        new FilterHolder(new RequestTimer(registry, CurrentTrace::id)),
        "/*",
        EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(new ServletHolder(new MetricsServlet(registry)), "/metrics");
    context.addServlet(new ServletHolder(new Failing()), "/fails/*");
    server.setHandler(context);
    server.start();
  }

  /** What traces of requests come to: a span that is current. */
  private static final class Traced extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private final transient SdkTracerProvider tracing;

    Traced(SdkTracerProvider tracing) {
      this.tracing = tracing;
    }

    @Override
    protected void doFilter(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      var span = tracing.get("test").spanBuilder("request").startSpan();
      try (var _ = span.makeCurrent()) {
        chain.doFilter(request, response);
      } finally {
        span.end();
      }
    }
  }

  private static final class Failing extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      throw new IOException("as it should");
    }
  }

  @AfterEach
  void stop() {
    LifeCycle.stop(server);
    client.close();
    tracing.close();
  }

  @Test
  void sampledSpanOfARequestIsItsExemplar() throws Exception {
    get("/fails/1");

    await()
        .atMost(10, SECONDS)
        .untilAsserted(() ->
            assertThat(
                    text(
                        ask(
                            "?name[]=http_server_request_duration_seconds",
                            Map.of("Accept", OPEN_METRICS))))
                .containsPattern(
                    "http_route=\"/fails/\\*\",le=\"[0-9.]+\"} 1"
                        + " # \\{trace_id=\"[0-9a-f]{32}\"}"));
  }

  @Test
  void textIsTheDefault_withoutExemplars() throws Exception {
    var answer = ask("", Map.of());

    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(text(answer))
        .contains("# TYPE water_ratio gauge\nwater_ratio 0.5\n")
        .doesNotContain("trace_id", "# EOF");
  }

  @Test
  void openMetricsHasExemplars_andAnEnd() throws Exception {
    var answer = ask("", Map.of("Accept", OPEN_METRICS));

    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(text(answer))
        .contains(
            "drops_seconds_bucket{le=\"1.0\"} 1 # {trace_id=\"0af7651916cd43dd8448eb211c80319c\"}"
                + " 0.25")
        .endsWith("# EOF\n");
  }

  @Test
  void protobufIsWhatTheClientWrites() throws Exception {
    var answer = ask("?name[]=drops_seconds", Map.of("Accept", PROTOBUF));
    var expected = new ByteArrayOutputStream();
    new PrometheusProtobufWriter()
        .write(expected, registry.scrape(name -> name.equals("drops_seconds")));

    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/vnd.google.protobuf");
    assertThat(answer.body()).isNotEmpty().isEqualTo(expected.toByteArray());
  }

  @Test
  void compressesForWhoUnderstandsIt() throws Exception {
    var answer = ask("", Map.of("Accept-Encoding", "deflate, gzip"));

    assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      assertThat(new String(gzip.readAllBytes(), StandardCharsets.UTF_8))
          .contains("water_ratio 0.5\n");
    }
    for (var refused : List.of("gzip;q=0", "identity, gzip;q=0.0", "br")) {
      assertThat(ask("", Map.of("Accept-Encoding", refused)).headers().map())
          .as(refused)
          .doesNotContainKey("content-encoding");
    }
  }

  @Test
  void namedMetricsAreAloneInTheAnswer() throws Exception {
    assertThat(text(ask("?name[]=water_ratio", Map.of())))
        .contains("water_ratio 0.5")
        .doesNotContain("drops");
    assertThat(text(ask("?name[]=none", Map.of()))).isEmpty();
    for (var series : List.of("drops_seconds", "drops_seconds_bucket", "drops_seconds_count")) {
      assertThat(text(ask("?name[]=" + series, Map.of())).lines())
          .filteredOn(line -> line.startsWith("# TYPE"))
          .containsExactly("# TYPE drops_seconds histogram");
    }
  }

  @Test
  void nameThatBeginsWithAnotherMetricsIsNotTakenForIt() throws Exception {
    Info.builder().name("water_info").labelNames("lake").register(registry).setLabelValues("x");

    assertThat(text(ask("?name[]=water_ratio", Map.of()))).doesNotContain("water_info");
    assertThat(text(ask("?name[]=water_info", Map.of())))
        .contains("water_info{lake=\"x\"} 1")
        .doesNotContain("water_ratio");
  }

  @Test
  void fifthRequestAtOnceIsTurnedAway_andCounted() throws Exception {
    var asked = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    GaugeWithCallback.builder()
        .name("slow_ratio")
        .callback(callback -> {
          asked.countDown();
          try {
            released.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          callback.call(1);
        })
        .register(registry);
    var waiting = new ArrayList<CompletableFuture<HttpResponse<byte[]>>>();
    for (var i = 0; i < 5; i++) {
      waiting.add(client.sendAsync(request("", Map.of()), HttpResponse.BodyHandlers.ofByteArray()));
    }
    assertThat(asked.await(10, SECONDS)).isTrue();
    await().atMost(10, SECONDS).until(() -> waiting.stream().anyMatch(CompletableFuture::isDone));
    released.countDown();

    var statuses = new HashMap<Integer, Integer>();
    for (var one : waiting) {
      statuses.merge(one.get(10, SECONDS).statusCode(), 1, Integer::sum);
    }
    assertThat(statuses).isEqualTo(Map.of(200, 4, 503, 1));
    assertThat(text(ask("?name[]=nines_scrapes_dropped_total", Map.of())))
        .contains("nines_scrapes_dropped_total 1.0");
  }

  @Test
  void requestsAreCountedByRoute_whateverWasAsked() throws Exception {
    ask("?name[]=secret", Map.of());
    get("/fails/4711?token=secret");
    get("/nothing/here");

    // each is counted when its answer is on its way already
    await()
        .atMost(10, SECONDS)
        .untilAsserted(() ->
            assertThat(counts()).containsOnlyKeys("/metrics 200", "/fails/* 500", "unmatched 404"));
    assertThat(counts()).containsEntry("/fails/* 500", 1.0).containsEntry("unmatched 404", 1.0);
  }

  private Map<String, Double> counts() throws Exception {
    var counts = new HashMap<String, Double>();
    text(ask("?name[]=http_server_request_duration_seconds", Map.of()))
        .lines()
        .map(COUNT::matcher)
        .filter(Matcher::matches)
        .forEach(
            line -> counts.put(line.group(2) + " " + line.group(1), Double.valueOf(line.group(3))));
    return counts;
  }

  private HttpResponse<byte[]> ask(String query, Map<String, String> headers) throws Exception {
    return client.send(request(query, headers), HttpResponse.BodyHandlers.ofByteArray());
  }

  private void get(String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
  }

  private HttpRequest request(String query, Map<String, String> headers) {
    var request =
        HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:%d/metrics%s"
                    .formatted(
                        connector.getLocalPort(), query.replace("[", "%5B").replace("]", "%5D"))));
    headers.forEach(request::header);
    return request.build();
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
