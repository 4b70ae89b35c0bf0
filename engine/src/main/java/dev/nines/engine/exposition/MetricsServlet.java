package dev.nines.engine.exposition;

import dev.nines.engine.metrics.Exposition;
import dev.nines.engine.series.Metric;
import dev.nines.engine.series.MetricBuilders;
import dev.nines.probe.AcceptEncoding;
import dev.nines.probe.Compression;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/**
 * Answers {@code /metrics} in the format that is asked for: protobuf, OpenMetrics or Prometheus'
 * text, compressed for who understands gzip; of the metrics of {@code name[]} alone where there is
 * any.
 *
 * <p>Answers are made one at a time by a platform thread: a virtual one would keep its carrier, of
 * which there are as many as cores, from the probes until it is through with 300,000 series, where
 * the kernel shares a core out. They are sent by the request's own thread, so that a slow reader
 * holds up nobody else.
 */
public final class MetricsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Each holds its answer in memory until it is read; there are seldom more than two readers. */
  private static final int MOST_AT_ONCE = 4;

  private final transient Exposition exposition;
  private final transient ExpositionFormats formats = ExpositionFormats.init();
  private final transient Semaphore gate = new Semaphore(MOST_AT_ONCE);
  private final transient Counter dropped;
  private final transient ExecutorService renderer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("metrics").daemon().factory());

  /**
   * Answers requests.
   *
   * @param registry all metrics; what is turned away is counted in it too
   */
  public MetricsServlet(PrometheusRegistry registry) {
    exposition = new Exposition(registry);
    dropped = MetricBuilders.counter(Metric.SCRAPES_DROPPED).register(registry);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!gate.tryAcquire()) {
      dropped.inc();
      response.setHeader("Retry-After", "1");
      response.sendError(503, "other requests for metrics are still being answered");
      return;
    }
    try {
      answer(request, response);
    } finally {
      gate.release();
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var accept = Optional.ofNullable(request.getHeader("Accept")).orElse("");
    var wanted = NamedMetrics.of(request.getParameterValues("name[]"));
    var zipped =
        Optional.ofNullable(request.getHeader("Accept-Encoding"))
            .filter(encodings -> AcceptEncoding.admits(encodings, Compression.GZIP))
            .isPresent();
    var writer = formats.findWriter(accept);
    var body =
        rendered(() -> {
          var chunks = new Chunks();
          write(writer, EscapingScheme.fromAcceptHeader(accept), wanted, chunks, zipped);
          return chunks;
        });
    response.setContentType(writer.getContentType());
    response.setHeader("Vary", "Accept, Accept-Encoding");
    if (zipped) {
      response.setHeader("Content-Encoding", "gzip");
    }
    response.setContentLengthLong(body.size());
    body.writeTo(response.getOutputStream());
  }

  private void write(
      ExpositionFormatWriter writer,
      EscapingScheme escaping,
      Predicate<String> wanted,
      Chunks out,
      boolean zipped)
      throws IOException {
    if (zipped) {
      try (var gzip = new FastGzip(out)) {
        exposition.write(wanted, writer, escaping, gzip);
      }
    } else {
      exposition.write(wanted, writer, escaping, out);
    }
  }

  private Chunks rendered(Callable<Chunks> writing) throws IOException {
    try {
      return renderer.submit(writing).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException("the metrics could not be written", e.getCause());
    }
  }

  @Override
  public void destroy() {
    renderer.shutdownNow();
  }
}
