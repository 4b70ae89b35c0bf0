package dev.nines.engine.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** What an OpenTelemetry collector hears: OTLP over HTTP on loopback. */
public final class OtlpReceiver implements AutoCloseable {
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<Resource> resources = new CopyOnWriteArrayList<>();
  private final List<LogRecord> logs = new CopyOnWriteArrayList<>();
  private final List<Metric> metrics = new CopyOnWriteArrayList<>();
  private final List<Integer> points = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final int status;

  private OtlpReceiver(int status, boolean hanging) throws IOException {
    this.status = status;
    if (!hanging) {
      released.countDown();
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/traces", exchange -> receive(exchange, this::takeSpans));
    server.createContext("/v1/logs", exchange -> receive(exchange, this::takeLogs));
    server.createContext("/v1/metrics", exchange -> receive(exchange, this::takeMetrics));
    server.start();
  }

  public static OtlpReceiver answering(int status) throws IOException {
    return new OtlpReceiver(status, false);
  }

  /** Takes requests and answers none until {@link #release}. */
  public static OtlpReceiver hanging() throws IOException {
    return new OtlpReceiver(200, true);
  }

  public void release() {
    released.countDown();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Span> spans() {
    return List.copyOf(spans);
  }

  public List<Span> roots() {
    return spans.stream().filter(span -> span.getParentSpanId().isEmpty()).toList();
  }

  public List<Span> childrenOf(Span root) {
    return spans.stream()
        .filter(span -> span.getTraceId().equals(root.getTraceId()))
        .filter(span -> span.getParentSpanId().equals(root.getSpanId()))
        .toList();
  }

  /** What the sender says of itself. */
  public Map<String, String> resource() {
    return attributes(resources.getLast().getAttributesList());
  }

  public List<LogRecord> logs() {
    return List.copyOf(logs);
  }

  public List<Metric> metrics() {
    return List.copyOf(metrics);
  }

  /** How many points of gauges and sums each request had. */
  public List<Integer> pointsOfRequests() {
    return List.copyOf(points);
  }

  public static String traceId(Span span) {
    return HexFormat.of().formatHex(span.getTraceId().toByteArray());
  }

  public static String spanId(Span span) {
    return HexFormat.of().formatHex(span.getSpanId().toByteArray());
  }

  /** Numbers as they are written in decimal. */
  public static Map<String, String> attributes(Span span) {
    return attributes(span.getAttributesList());
  }

  public static Map<String, String> attributes(List<KeyValue> pairs) {
    return pairs.stream().collect(Collectors.toMap(KeyValue::getKey, p -> text(p.getValue())));
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.shutdownNow();
  }

  private interface Taker {
    void take(InputStream message) throws IOException;
  }

  private void receive(HttpExchange exchange, Taker taker) throws IOException {
    try (exchange) {
      var message = exchange.getRequestBody().readAllBytes();
      released.await();
      taker.take(new ByteArrayInputStream(message));
      exchange.sendResponseHeaders(status, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeSpans(InputStream message) throws IOException {
    for (var resource : ExportTraceServiceRequest.parseFrom(message).getResourceSpansList()) {
      resources.add(resource.getResource());
      resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
    }
  }

  private void takeLogs(InputStream message) throws IOException {
    for (var resource : ExportLogsServiceRequest.parseFrom(message).getResourceLogsList()) {
      resource.getScopeLogsList().forEach(scope -> logs.addAll(scope.getLogRecordsList()));
    }
  }

  private void takeMetrics(InputStream message) throws IOException {
    var request = ExportMetricsServiceRequest.parseFrom(message);
    points.add(
        request.getResourceMetricsList().stream()
            .flatMap(resource -> resource.getScopeMetricsList().stream())
            .flatMap(scope -> scope.getMetricsList().stream())
            .mapToInt(m -> m.getSum().getDataPointsCount() + m.getGauge().getDataPointsCount())
            .sum());
    for (var resource : request.getResourceMetricsList()) {
      resource.getScopeMetricsList().forEach(scope -> metrics.addAll(scope.getMetricsList()));
    }
  }

  private static String text(AnyValue value) {
    return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
  }
}
