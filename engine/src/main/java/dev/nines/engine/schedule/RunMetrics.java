package dev.nines.engine.schedule;

import dev.nines.probe.ProbeRun;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts runs for {@code /metrics}. Thread-safe. */
public final class RunMetrics {
  private final Counter runs;
  private final Counter unknown;
  private final Histogram lateness;

  /**
   * Registers the metrics.
   *
   * @param registry where
   */
  public RunMetrics(PrometheusRegistry registry) {
    runs =
        Counter.builder()
            .name("nines_probe_runs_total")
            .help("Probe runs made by this instance")
            .labelNames("success")
            .register(registry);
    unknown =
        Counter.builder()
            .name("nines_runs_unknown_total")
            .help("Runs that were due and have no result, by cause")
            .labelNames("cause")
            .register(registry);
    for (var cause : UnknownCause.values()) {
      unknown.initLabelValues(cause.label());
    }
    lateness =
        Histogram.builder()
            .name("nines_probe_start_lateness_seconds")
            .help("Start of a run after its scheduled time, in seconds")
            .classicUpperBounds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
            .register(registry);
  }

  void started(Duration late) {
    lateness.observe(Math.max(0, late.toNanos()) / (double) TimeUnit.SECONDS.toNanos(1));
  }

  void finished(ProbeRun run) {
    runs.labelValues(Boolean.toString(run.success())).inc();
  }

  void unknown(UnknownCause cause) {
    unknown.labelValues(cause.label()).inc();
  }
}
