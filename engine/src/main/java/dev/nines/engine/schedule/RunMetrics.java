package dev.nines.engine.schedule;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.series.Exemplars;
import dev.nines.engine.series.Metric;
import dev.nines.engine.series.MetricBuilders;
import dev.nines.probe.ProbeRun;
import dev.nines.slo.time.Seconds;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Counts runs for {@code /metrics}. Thread-safe. */
public final class RunMetrics {
  private final Counter runs;
  private final Counter unknown;
  private final Histogram lateness;

  /**
   * One a service, so that they can be rendered one after the other, none of them registered: that
   * of all probes at once is large.
   */
  private final Map<String, Histogram> durations = new ConcurrentHashMap<>();

  /** The service of each probe that runs here. */
  private volatile Map<String, String> services = Map.of();

  /**
   * Registers the metrics.
   *
   * @param registry where
   */
  public RunMetrics(PrometheusRegistry registry) {
    runs = MetricBuilders.counter(Metric.RUNS).register(registry);
    unknown = MetricBuilders.counter(Metric.UNKNOWN_RUNS).register(registry);
    for (var cause : UnknownCause.values()) {
      unknown.initLabelValues(cause.label());
    }
    lateness =
        MetricBuilders.histogram(Metric.LATENESS)
            .classicUpperBounds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
            .register(registry);
  }

  /** A series a bucket and probe: few classic ones, and native ones a twelfth apart. */
  private static Histogram durations() {
    return MetricBuilders.histogram(Metric.RUN_DURATION)
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
    lateness.observe(Seconds.ofNanos(Math.max(0, late.toNanos())));
  }

  /**
   * Counts a run. Its duration is left out where its probe does not run here any more, or is of
   * another service by now: it would bring back a series that nobody takes away again.
   *
   * @param traceId where its trace can be looked at, if it can
   */
  void finished(ProbeDeclaration probe, String location, ProbeRun run, Optional<String> traceId) {
    runs.labelValues(Boolean.toString(run.success())).inc();
    durations.compute(
        probe.service(),
        (service, known) -> {
          if (!service.equals(services.get(probe.name()))) {
            return known;
          }
          var histogram = known == null ? durations() : known;
          Exemplars.observe(
              histogram.labelValues(probe.name(), service, location),
              Seconds.ofNanos(run.durationNanos()),
              traceId);
          return histogram;
        });
  }

  /**
   * Takes over which probes run here, before they do, and forgets the others, and those that are
   * now of another service.
   *
   * @param here those probes
   */
  public void follow(Collection<ProbeDeclaration> here) {
    var before = Set.copyOf(services.values());
    var now =
        here.stream().collect(Collectors.toMap(ProbeDeclaration::name, ProbeDeclaration::service));
    var after = Set.copyOf(now.values());
    services = now;
    for (var service : before) { // a run that has just looked at the map of before is waited for
      durations.computeIfPresent(
          service,
          (_, histogram) -> {
            histogram.removeIf(values -> !service.equals(now.get(values.getFirst())));
            return after.contains(service) ? histogram : null;
          });
    }
  }

  void unknown(UnknownCause cause) {
    unknown.labelValues(cause.label()).inc();
  }
}
