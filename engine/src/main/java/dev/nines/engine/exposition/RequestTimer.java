package dev.nines.engine.exposition;

import dev.nines.engine.series.Exemplars;
import dev.nines.engine.series.Metric;
import dev.nines.engine.series.MetricBuilders;
import dev.nines.slo.time.Seconds;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How long do requests to Nines take? Counted by the route, which is what was declared and not what
 * was asked: a histogram an address would have no bound. The trace of a request is its exemplar.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-metrics/">OpenTelemetry,
 *     http.server.request.duration</a>
 */
public final class RequestTimer extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private static final String UNMATCHED = "unmatched";

  private final transient Histogram durations;
  private final transient Supplier<Optional<String>> traceId;

  /**
   * Measures requests.
   *
   * @param registry where the histogram is
   * @param traceId which trace a request belongs to, asked when it ends and on its thread
   */
  public RequestTimer(PrometheusRegistry registry, Supplier<Optional<String>> traceId) {
    this.traceId = traceId;
    durations =
        MetricBuilders.histogram(Metric.REQUEST_DURATION)
            .classicUpperBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
            .nativeInitialSchema(3)
            .register(registry);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var began = System.nanoTime();
    var failed = true;
    try {
      chain.doFilter(request, response);
      failed = false;
    } finally {
      var status = failed ? 500 : response.getStatus();
      var took = System.nanoTime() - began;
      var point =
          durations.labelValues(
              RequestRoute.method(request),
              RequestRoute.of(request).orElse(UNMATCHED),
              Integer.toString(status));
      Exemplars.observe(point, Seconds.ofNanos(took), traceId.get());
    }
  }
}
