package dev.nines.engine.incidents;

import dev.nines.alerting.AlertPolicy;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Notification;
import dev.nines.engine.alerts.BurnAlertTable.BurnAlertRow;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.notifications.Outbox;
import dev.nines.incident.Severity;
import java.net.URI;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Who is told of an alert itself, and in which words? */
final class AlertTargets {
  private AlertTargets() {}

  /**
   * The channels to tell. Of a default alert those that match, unless it pages: then its incident
   * tells them. Of a declared one its targets, but for those that its incident tells; where no
   * target names a channel, those that match, so that an alert is not lost. Of its end those that
   * were told that it fired, whatever matches by then.
   *
   * @param fired whether it has fired, else it has cleared
   * @return their names
   */
  static List<String> of(
      Handle handle, Catalog catalog, BurnAlertRow alert, Severity severity, boolean fired) {
    var matching = matching(catalog, alert, severity);
    if (alert.key().policy().isEmpty()) {
      return switch (alert.urgency()) {
        case PAGE -> List.of();
        case TICKET -> fired ? matching : told(handle, catalog, alert);
      };
    }
    var name = alert.key().policy().get();
    var declared =
        catalog.alertPoliciesOf(alert.slo()).stream()
            .filter(policy -> policy.name().equals(name))
            .findFirst();
    if (declared.isEmpty()) {
      return fired ? List.of() : told(handle, catalog, alert);
    }
    var policy = declared.get();
    if (!isWanted(policy, alert, fired)) {
      return List.of();
    }
    if (!fired && isWanted(policy, alert, true)) {
      return told(handle, catalog, alert);
    }
    var targets = channels(catalog).stream().filter(policy.targets()::contains).toList();
    return switch (alert.urgency()) {
      case PAGE -> targets.stream().filter(channel -> !matching.contains(channel)).toList();
      case TICKET -> targets.isEmpty() ? matching : targets;
    };
  }

  /** Those that take it for firing. */
  private static List<String> told(Handle handle, Catalog catalog, BurnAlertRow alert) {
    return Outbox.toldOfAlert(handle, alert.id(), channels(catalog));
  }

  /** One sentence for people. */
  static String summary(BurnAlertRow alert, boolean fired) {
    var key = alert.key();
    String what;
    if (key.noData()) {
      what = fired ? "has " + alert.rule() : "has data again, after " + alert.rule();
    } else if (!fired) {
      what = "no longer burns " + alert.rule();
    } else {
      what = (key.policy().isEmpty() ? "burns too fast: " : "burns ") + alert.rule();
    }
    return "%s: error budget of %s (%s) %s"
        .formatted(alert.service(), alert.slo(), alert.objective(), what);
  }

  /** How bad it is. */
  static Severity severity(BurnAlertRow alert) {
    return switch (alert.urgency()) {
      case PAGE -> Severity.CRITICAL;
      case TICKET -> Severity.WARNING;
    };
  }

  /** What a channel is told of it. */
  static Notification notification(
      Catalog catalog, BurnAlertRow alert, boolean fired, String channel, URI url) {
    return Notification.ofAlert(
            Long.toString(alert.id()),
            fired ? Notification.Type.ALERT_FIRED : Notification.Type.ALERT_CLEARED,
            fired ? alert.detectedAt() : alert.clearedAt().orElseThrow(),
            alert.service(),
            severity(alert),
            summary(alert, fired),
            channel,
            url)
        .with(
            new Notification.Burn(
                alert.key().policy().orElse("default"),
                alert.slo(),
                alert.objective(),
                alert.key().noData(),
                alert.impactStart()))
        .with(ServiceBackground.of(catalog, alert.service()));
  }

  private static boolean isWanted(AlertPolicy policy, BurnAlertRow alert, boolean fired) {
    if (!fired) {
      return policy.alertWhenResolved();
    }
    return alert.key().noData() ? policy.alertWhenNoData() : policy.alertWhenBreaching();
  }

  private static List<String> matching(Catalog catalog, BurnAlertRow alert, Severity severity) {
    return catalog.channelsFor(alert.service(), severity).stream().map(ChannelSpec::name).toList();
  }

  private static List<String> channels(Catalog catalog) {
    return catalog.channels().stream().map(ChannelSpec::name).toList();
  }
}
