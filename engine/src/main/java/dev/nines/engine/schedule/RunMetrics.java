package dev.nines.engine.schedule;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.series.Metric;
import dev.nines.probe.ProbeRun;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Counts runs for {@code /metrics}. Thread-safe. */
public final class RunMetrics {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Counter runs;
  private final Counter unknown;
  private final Histogram lateness;

  /**
   * One a service, so that they can be rendered one after the other, none of them registered: that
   * of all probes at once is large.
   */
  private final Map<String, Histogram> durations = new ConcurrentHashMap<>();

  /**
   * Registers the metrics.
   *
   * @param registry where
   */
  public RunMetrics(PrometheusRegistry registry) {
    runs = Metric.RUNS.counter().register(registry);
    unknown = Metric.UNKNOWN_RUNS.counter().register(registry);
    for (var cause : UnknownCause.values()) {
      unknown.initLabelValues(cause.label());
    }
    lateness =
        Metric.LATENESS
            .histogram()
            .classicUpperBounds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
            .register(registry);
  }

  /** A series a bucket and probe: few classic ones, and native ones a twelfth apart. */
  private static Histogram durations() {
    return Metric.RUN_DURATION
        .histogram()
        .classicUpperBounds(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
        .nativeInitialSchema(3)
        .nativeMaxNumberOfBuckets(48)
        .build();
  }

  /** {@return how long runs took by probe, in a histogram for the probes of each service} */
  public Collection<Histogram> byService() {
    return durations.values();
  }

  void started(Duration late) {
    lateness.observe(Math.max(0, late.toNanos()) / NANOS);
  }

  /**
   * Counts a run.
   *
   * @param traceId where its trace can be looked at, if it can
   */
  void finished(ProbeDeclaration probe, String location, ProbeRun run, Optional<String> traceId) {
    runs.labelValues(Boolean.toString(run.success())).inc();
    var seconds = run.durationNanos() / NANOS;
    var point =
        durations
            .computeIfAbsent(probe.service(), _ -> durations())
            .labelValues(probe.name(), probe.service(), location);
    if (traceId.isPresent()) {
      point.observeWithExemplar(seconds, Labels.of("trace_id", traceId.get()));
    } else {
      point.observe(seconds);
    }
  }

  /**
   * Forgets the probes that are no longer declared, or are now of another service.
   *
   * @param declared the probes that are
   */
  public void retain(Collection<ProbeDeclaration> declared) {
    var services =
        declared.stream()
            .collect(Collectors.toMap(ProbeDeclaration::name, ProbeDeclaration::service));
    durations.keySet().retainAll(services.values());
    durations
        .values()
        .forEach(histogram ->
            histogram.removeIf(values -> !values.get(1).equals(services.get(values.get(0)))));
  }

  void unknown(UnknownCause cause) {
    unknown.labelValues(cause.label()).inc();
  }
}
