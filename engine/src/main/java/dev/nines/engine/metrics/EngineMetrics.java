package dev.nines.engine.metrics;

import dev.nines.engine.results.ResultWriter;
import dev.nines.engine.schedule.Chores;
import dev.nines.engine.selfcheck.SelfCheck;
import dev.nines.engine.series.Metric;
import dev.nines.engine.series.MetricBuilders;
import dev.nines.engine.series.OwnMetric;
import dev.nines.engine.series.PeerMetric;
import dev.nines.slo.time.Seconds;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Quantiles;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** The engine's own series, {@code nines_}. */
public final class EngineMetrics {
  private final PrometheusRegistry registry;

  /**
   * Registers who this is.
   *
   * @param registry where
   * @param version of this build
   * @param location of this instance
   */
  public EngineMetrics(PrometheusRegistry registry, String version, String location) {
    this.registry = registry;
    MetricBuilders.info(Metric.BUILD).register(registry).setLabelValues(version);
    MetricBuilders.info(Metric.TARGET)
        .register(registry)
        .setLabelValues("nines", version, location);
  }

  /**
   * Registers what became of results.
   *
   * @param writer counts them
   */
  public void results(ResultWriter writer) {
    counted(Metric.RESULTS_STORED, writer::stored);
    counted(Metric.RESULTS_REPEATED, writer::repeated);
    counted(Metric.RESULTS_LOST, writer::overflowed);
    counted(Metric.EVIDENCE_LOST, writer::evidenceLost);
    counted(Metric.BATCHES_FAILED, writer::failedBatches);
    MetricBuilders.summary(Metric.BATCH_DURATION)
        .callback(callback ->
            callback.call(writer.batches(), Seconds.of(writer.storing()), Quantiles.EMPTY))
        .register(registry);
    gauge(Metric.RESULTS_WAITING, writer::waiting);
    gauge(Metric.SPOOL_BYTES, writer::spooledBytes);
    gauge(Metric.SPOOL_LIMIT, writer::spoolLimit);
  }

  /**
   * Registers how it stands with the declarations.
   *
   * @param good whether the newest edit was taken over
   * @param takenOver when the last one was, where one was yet
   * @param probes how many are declared
   */
  public void declarations(
      BooleanSupplier good, Supplier<Optional<Instant>> takenOver, DoubleSupplier probes) {
    gauge(Metric.CONFIG_GOOD, () -> good.getAsBoolean() ? 1 : 0);
    since(Metric.CONFIG_AT, takenOver);
    gauge(Metric.PROBES, probes);
  }

  /**
   * Registers how it stands with the declarations under blackbox_exporter's names, which takes its
   * modules from its own file.
   *
   * @param good whether the newest edit was taken over
   * @param takenOver when the last one was, where one was yet
   */
  public void blackbox(BooleanSupplier good, Supplier<Optional<Instant>> takenOver) {
    gauge(PeerMetric.BLACKBOX_CONFIG_GOOD, () -> good.getAsBoolean() ? 1 : 0);
    since(PeerMetric.BLACKBOX_CONFIG_AT, takenOver);
  }

  /**
   * Registers whether this instance is cut off.
   *
   * @param selfCheck knows
   */
  public void selfCheck(SelfCheck selfCheck) {
    MetricBuilders.gauge(Metric.SELF_CHECK)
        .callback(callback -> {
          var state = selfCheck.state();
          if (state.known()) {
            callback.call(state.cutOffSince().isPresent() ? 0 : 1);
          }
        })
        .register(registry);
  }

  /**
   * Registers how busy the engine is.
   *
   * @param underWay how many runs are being made
   * @param chores what was done of its recurring work
   */
  public void work(DoubleSupplier underWay, Supplier<Map<String, Chores.Done>> chores) {
    gauge(Metric.RUNS_UNDER_WAY, underWay);
    MetricBuilders.summary(Metric.CHORE_DURATION)
        .callback(callback ->
            chores
                .get()
                .forEach((chore, done) ->
                    callback.call(done.times(), Seconds.of(done.took()), Quantiles.EMPTY, chore)))
        .register(registry);
    MetricBuilders.counted(Metric.CHORES_FAILED)
        .callback(callback ->
            chores.get().forEach((chore, done) -> callback.call((double) done.failed(), chore)))
        .register(registry);
  }

  /** {@return counts attempts to tell by {@code channel} and {@code outcome}} */
  public Counter notificationAttempts() {
    return MetricBuilders.counter(Metric.NOTIFICATION_ATTEMPTS).register(registry);
  }

  private void counted(Metric metric, DoubleSupplier value) {
    MetricBuilders.counted(metric)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  private void gauge(OwnMetric metric, DoubleSupplier value) {
    MetricBuilders.gauge(metric)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  private void since(OwnMetric metric, Supplier<Optional<Instant>> when) {
    MetricBuilders.gauge(metric)
        .callback(callback -> when.get().ifPresent(at -> callback.call(Seconds.unixtime(at))))
        .register(registry);
  }
}
