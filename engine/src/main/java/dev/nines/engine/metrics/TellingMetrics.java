package dev.nines.engine.metrics;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.heartbeats.Heartbeats.State;
import dev.nines.engine.notifications.DeadMansSwitch.Outcome;
import dev.nines.engine.notifications.NotificationTable.Owed;
import dev.nines.engine.telling.TellingDesk;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
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
    owed(
        registry,
        "nines_notifications_pending",
        "Notifications that wait to be delivered",
        catalog,
        desk,
        Owed::pending);
    owed(
        registry,
        "nines_notifications_dead",
        "Notifications that were given up and not re-sent",
        catalog,
        desk,
        Owed::dead);
    owed(
        registry,
        "nines_notification_oldest_pending_seconds",
        "How long the oldest notification has waited to be delivered; 0 where none waits",
        catalog,
        desk,
        owed -> owed.oldest().toMillis() / 1e3);
    GaugeWithCallback.builder()
        .name("nines_silences_active")
        .help("Silences that hold, declared and through the API")
        .callback(callback -> callback.call(desk.silences().size()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("nines_heartbeat_up")
        .help("1 where a heartbeat is in time, 0 where it is not; absent before the first beat")
        .labelNames("heartbeat", "service")
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
      String name,
      String help,
      Supplier<Catalog> catalog,
      TellingDesk desk,
      ToDoubleFunction<Owed> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("channel")
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
    var beats =
        Counter.builder()
            .name("nines_dead_mans_switch_beats_total")
            .help("Beats of the dead man's switch, by outcome: sent, failed, withheld")
            .labelNames("outcome")
            .register(registry);
    Arrays.stream(Outcome.values()).forEach(outcome -> beats.initLabelValues(label(outcome)));
    return outcome -> beats.labelValues(label(outcome)).inc();
  }

  private static String label(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
