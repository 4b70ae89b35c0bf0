package dev.nines.engine.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends metrics by one request after the other, each of a bounded number of points, and reads no
 * more of them than go into the next. Once one is not taken the rest of the round is lost: the next
 * round is soon.
 */
final class BoundedRequests implements MetricExporter {
  /** Of a request: about a megabyte. */
  static final int MOST_POINTS = 5_000;

  private final MetricExporter next;
  private final Duration timeout;
  private final Outgoing outgoing;

  /**
   * Sends by another.
   *
   * @param next sends a request
   * @param timeout how long that may take with all its retries
   * @param outgoing counts what is lost
   */
  BoundedRequests(MetricExporter next, Duration timeout, Outgoing outgoing) {
    this.next = next;
    this.timeout = timeout;
    this.outgoing = outgoing;
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    var round = new Round();
    for (var metric : metrics) {
      if (metric instanceof PrometheusMetrics.Unread unread) {
        unread.read(MOST_POINTS, round::add);
      } else {
        round.add(metric);
      }
    }
    return round.end();
  }

  /** On the reader's own thread, which waits for each request. */
  private final class Round {
    private final List<MetricData> request = new ArrayList<>();
    private int points;
    private boolean failed;

    void add(MetricData part) {
      var more = part.getData().getPoints().size();
      if (points + more > MOST_POINTS) {
        send();
      }
      request.add(part);
      points += more;
    }

    CompletableResultCode end() {
      send();
      return failed ? CompletableResultCode.ofFailure() : CompletableResultCode.ofSuccess();
    }

    private void send() {
      if (!failed && !request.isEmpty()) {
        var sent = next.export(List.copyOf(request));
        failed = !sent.join(timeout.toMillis(), TimeUnit.MILLISECONDS).isSuccess();
        outgoing.heard(sent);
      }
      if (failed) {
        outgoing.lost(points);
      }
      request.clear();
      points = 0;
    }
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return next.getAggregationTemporality(type);
  }

  @Override
  public Aggregation getDefaultAggregation(InstrumentType type) {
    return next.getDefaultAggregation(type);
  }

  @Override
  public MemoryMode getMemoryMode() {
    return next.getMemoryMode();
  }

  @Override
  public CompletableResultCode flush() {
    return next.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return next.shutdown();
  }
}
