package dev.nines.engine.metrics;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.heartbeats.Heartbeats.State;
import dev.nines.engine.notifications.DeadMansSwitch.Outcome;
import dev.nines.engine.notifications.NotificationTable.Owed;
import dev.nines.engine.series.Metric;
import dev.nines.engine.series.MetricBuilders;
import dev.nines.engine.telling.TellingDesk;
import dev.nines.slo.time.Seconds;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The series of telling: what is owed, silenced and heard, as of the newest tick. */
public final class TellingMetrics {
  private TellingMetrics() {}

  /**
   * Registers the series.
   *
   * @param registry where
   * @param catalog what is declared
   * @param desk knows how it stands
   */
  public static void register(
      PrometheusRegistry registry, Supplier<Catalog> catalog, TellingDesk desk) {
    owed(registry, Metric.NOTIFICATIONS_PENDING, catalog, desk, Owed::pending);
    owed(registry, Metric.NOTIFICATIONS_DEAD, catalog, desk, Owed::dead);
    owed(registry, Metric.NOTIFICATION_AGE, catalog, desk, owed -> Seconds.of(owed.oldest()));
    MetricBuilders.gauge(Metric.SILENCES)
        .callback(callback -> callback.call(desk.silences().size()))
        .register(registry);
    MetricBuilders.gauge(Metric.HEARTBEAT)
        .callback(callback ->
            desk.heartbeats().statuses().stream()
                .filter(status -> status.state() != State.WAITING)
                .forEach(status ->
                    callback.call(
                        status.state() == State.UP ? 1 : 0,
                        status.heartbeat().name(),
                        status.heartbeat().service())))
        .register(registry);
  }

  private static void owed(
      PrometheusRegistry registry,
      Metric metric,
      Supplier<Catalog> catalog,
      TellingDesk desk,
      ToDoubleFunction<Owed> value) {
    MetricBuilders.gauge(metric)
        .callback(callback -> {
          var owed = new TreeMap<String, Owed>();
          catalog
              .get()
              .channels()
              .forEach(c -> owed.put(c.name(), new Owed(c.name(), 0, 0, Duration.ZERO)));
          desk.owed().forEach(o -> owed.put(o.channel(), o));
          owed.forEach((channel, o) -> callback.call(value.applyAsDouble(o), channel));
        })
        .register(registry);
  }

  /**
   * Registers the counter of a dead man's switch.
   *
   * @param registry where
   * @return counts beats
   */
  public static Consumer<Outcome> deadMansSwitch(PrometheusRegistry registry) {
    var beats = MetricBuilders.counter(Metric.DEAD_MANS_SWITCH).register(registry);
    Arrays.stream(Outcome.values()).forEach(outcome -> beats.initLabelValues(label(outcome)));
    return outcome -> beats.labelValues(label(outcome)).inc();
  }

  private static String label(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
