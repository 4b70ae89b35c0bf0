package dev.nines.engine.metrics;

import dev.nines.engine.results.ResultWriter;
import dev.nines.engine.selfcheck.SelfCheck;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/** The engine's own series, {@code nines_}. */
public final class EngineMetrics {
  private final Counter notificationAttempts;

  /**
   * Registers the series.
   *
   * @param registry where
   * @param writer counts results
   * @param selfCheck knows whether this instance is cut off
   * @param declarationsGood whether the newest edit of the declarations was taken over
   * @param version of this build
   */
  public EngineMetrics(
      PrometheusRegistry registry,
      ResultWriter writer,
      SelfCheck selfCheck,
      BooleanSupplier declarationsGood,
      String version) {
    counter(
        registry,
        "nines_results_stored_total",
        "Results stored by this instance, each once",
        writer::stored);
    counter(
        registry,
        "nines_results_repeated_total",
        "Results that were stored already when they came",
        writer::repeated);
    counter(
        registry,
        "nines_results_lost_total",
        "Results that neither database nor spool had room for; their runs are unknown",
        writer::overflowed);
    counter(
        registry,
        "nines_evidence_lost_total",
        "Failed runs whose answer and phases there was no room to keep; their results are stored",
        writer::evidenceLost);
    counter(
        registry,
        "nines_result_batches_failed_total",
        "Batches that the database refused; they wait in the spool",
        writer::failedBatches);
    gauge(
        registry,
        "nines_results_waiting",
        "Results waiting in memory to be stored",
        writer::waiting);
    gauge(
        registry, "nines_spool_bytes", "Bytes waiting on disk to be stored", writer::spooledBytes);
    gauge(
        registry,
        "nines_config_last_reload_successful",
        "1 where the newest edit of the declarations was taken over",
        () -> declarationsGood.getAsBoolean() ? 1 : 0);
    GaugeWithCallback.builder()
        .name("nines_self_check_up")
        .help("1 where a self-check target answers, 0 where none does; absent where none is asked")
        .callback(callback -> {
          var state = selfCheck.state();
          if (state.known()) {
            callback.call(state.cutOffSince().isPresent() ? 0 : 1);
          }
        })
        .register(registry);
    Info.builder()
        .name("nines_build_info")
        .help("Version of this instance")
        .labelNames("version")
        .register(registry)
        .setLabelValues(version);
    notificationAttempts =
        Counter.builder()
            .name("nines_notification_attempts_total")
            .help("Attempts to tell a channel, by outcome: delivered, retry, dead")
            .labelNames("channel", "outcome")
            .register(registry);
  }

  /** {@return counts attempts by {@code channel} and {@code outcome}} */
  public Counter notificationAttempts() {
    return notificationAttempts;
  }

  private static void counter(
      PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  private static void gauge(
      PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }
}
