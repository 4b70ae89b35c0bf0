package dev.nines.engine.incidents;

import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Delivery;
import dev.nines.channel.Notification;
import dev.nines.channel.receivers.AlertmanagerChannel;
import dev.nines.engine.alerts.BurnAlertTable;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.notifications.Outbox;
import dev.nines.incident.Incident;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Alertmanagers again and again what holds, since they keep nothing: every open incident and
 * firing alert, and for a while those that are over. It follows from the tables alone, so every
 * instance may do so, and whatever an Alertmanager has missed it learns within a minute.
 */
public final class AlertReminders {
  /** How often; an alert lives four times as long there. */
  public static final Duration EVERY = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(AlertReminders.class);

  /** As long as Prometheus does. */
  private static final Duration RESOLVED_TOO = Duration.ofMinutes(15);

  private final Jdbi jdbi;
  private final URI externalUrl;

  /**
   * Reads a database.
   *
   * @param jdbi the database
   * @param externalUrl where people find this Nines
   */
  public AlertReminders(Jdbi jdbi, URI externalUrl) {
    this.jdbi = jdbi;
    this.externalUrl = externalUrl;
  }

  /**
   * Tells every Alertmanager once, each on a thread of its own, and does not wait for them.
   *
   * @param catalog what is declared
   * @param channels the Alertmanagers by name
   * @param now the present, by the database's clock
   */
  public void remind(Catalog catalog, Map<String, AlertmanagerChannel> channels, Instant now) {
    if (channels.isEmpty()) {
      return;
    }
    var standing = jdbi.withHandle(handle -> standing(handle, catalog, channels.keySet(), now));
    channels.forEach((name, channel) -> {
      var own = standing.getOrDefault(name, List.of());
      if (!own.isEmpty()) {
        Thread.ofVirtual().name("remind-" + name).start(() -> remind(name, channel, own));
      }
    });
  }

  private static void remind(String name, AlertmanagerChannel channel, List<Notification> own) {
    switch (channel.remind(own)) {
      case Delivery.Delivered _ -> {}
      case Delivery.Retry(_, var said) ->
          LOG.warn("channel {} was not reminded of {} alerts: {}", name, own.size(), said);
      case Delivery.GiveUp(var said) ->
          LOG.warn("channel {} does not take {} alerts: {}", name, own.size(), said);
    }
  }

  /** By channel. */
  private Map<String, List<Notification>> standing(
      Handle handle, Catalog catalog, Set<String> wanted, Instant now) {
    var standing = new HashMap<String, List<Notification>>();
    var since = now.minus(RESOLVED_TOO);
    for (var incident : IncidentTable.since(handle, since)) {
      if (incident.open() || incident.times().resolved().filter(since::isBefore).isPresent()) {
        tell(handle, catalog, incident, wanted, standing);
      }
    }
    for (var alert : BurnAlertTable.standing(handle, since)) {
      var fires = alert.clearedAt().isEmpty();
      var held = HeldNotifications.ofAlert(handle, alert.id());
      for (var channel :
          AlertTargets.of(handle, catalog, alert, AlertTargets.severity(alert), true)) {
        if (held.contains(channel) || !wanted.contains(channel)) {
          continue;
        }
        standing
            .computeIfAbsent(channel, _ -> new ArrayList<>())
            .add(
                AlertTargets.notification(
                    catalog, alert, fires, channel, externalUrl.resolve("/")));
      }
    }
    return standing;
  }

  /** Whom it concerns, and whoever was told of it before and has to learn of its end. */
  private void tell(
      Handle handle,
      Catalog catalog,
      Incident incident,
      Set<String> wanted,
      Map<String, List<Notification>> standing) {
    var channels = new ArrayList<>(Outbox.toldOf(handle, incident.id()));
    var held = HeldNotifications.ofIncident(handle, incident.id());
    catalog.channelsFor(incident.service(), incident.severity()).stream()
        .map(ChannelSpec::name)
        .filter(name -> !channels.contains(name))
        .forEach(channels::add);
    channels.retainAll(wanted);
    if (!incident.open()) { // or its end might come before its open, which is still on its way
      channels.removeAll(Outbox.yetToTell(handle, incident.id()));
    }
    channels.removeIf(name -> held.contains(name) && !Outbox.knows(handle, incident.id(), name));
    var url = externalUrl.resolve("/incidents/" + incident.id());
    var background = ServiceBackground.of(catalog, incident.service());
    for (var channel : channels) {
      standing
          .computeIfAbsent(channel, _ -> new ArrayList<>())
          .add(Notification.standing(incident, channel, url).with(background));
    }
  }
}
