package dev.nines.engine.telemetry;

import dev.nines.engine.telemetry.OtelEnvironment.Signal;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What waits to be sent of one signal, with a bound, and a count of what is lost. The SDK's queue
 * has the same bound, but tells nobody but its log of what does not fit. Thread-safe.
 */
final class Outgoing {
  private static final String QUEUE_FULL = "queue_full";
  private static final String EXPORT_FAILED = "export_failed";

  private final int most;
  private final AtomicInteger waiting = new AtomicInteger();
  private final CounterDataPoint full;
  private final CounterDataPoint failed;
  private final CollectorLog log;

  /**
   * Nothing waits.
   *
   * @param lost counts by {@code signal} and {@code reason}
   * @param signal what waits
   * @param most how many may wait
   * @param collector who takes it, as people know it
   */
  Outgoing(Counter lost, Signal signal, int most, String collector) {
    this.most = most;
    log = new CollectorLog(signal, collector);
    var label = signal.label();
    full = lost.labelValues(label, QUEUE_FULL);
    failed = lost.labelValues(label, EXPORT_FAILED);
  }

  /** {@return whether there is room for one more, which waits from now on} */
  boolean enter() {
    if (waiting.getAndIncrement() < most) {
      return true;
    }
    waiting.decrementAndGet();
    full.inc();
    return false;
  }

  /** Of {@code n} that waited it is known soon whether they were taken. */
  CompletableResultCode leave(int n, CompletableResultCode export) {
    return export.whenComplete(() -> {
      waiting.addAndGet(-n);
      heard(export);
      if (!export.isSuccess()) {
        lost(n);
      }
    });
  }

  /** Hears what came of a request. */
  void heard(CompletableResultCode export) {
    log.heard(export);
  }

  /** Counts what was not taken and never waited here. */
  void lost(int n) {
    failed.inc(n);
  }
}
