package dev.nines.channel.receivers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Notification;
import dev.nines.incident.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An alert as Alertmanager's API v2 takes it.
 *
 * <p>Its labels are its identity there, so they are the same from its fire to its resolve: the
 * service with its declared labels, the severity and, of an alert that opens no incident, the SLO
 * and its objective. The incident's number is an annotation: silences and routes are about
 * services, and the next incident of a service is the same alert firing again. A new severity is
 * another alert there; the old one is ended with it.
 *
 * @param labels by name
 * @param annotations by name
 * @param startsAt when the harm began
 * @param endsAt in the past: it is resolved; in the future: unless it is posted again before
 * @param generatorUrl where to read more
 */
record AlertmanagerAlert(
    Map<String, String> labels,
    Map<String, String> annotations,
    Instant startsAt,
    Instant endsAt,
    String generatorUrl) {
  /** As Prometheus does it: four times the longest pause between two posts. */
  static final Duration LIVES_ON = Duration.ofMinutes(4);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** {@return the alerts that tell of it: itself, and the end of that of its former severity} */
  static List<AlertmanagerAlert> of(
      Notification notification, ChannelSpec.Alertmanager spec, ZoneId zone, Instant now) {
    var alerts = new ArrayList<AlertmanagerAlert>();
    var endsAt = notification.over() ? notification.at() : now.plus(LIVES_ON);
    alerts.add(of(notification, notification.severity(), endsAt, spec, zone));
    notification
        .incident()
        .flatMap(Notification.About::formerSeverity)
        .ifPresent(was -> alerts.add(of(notification, was, notification.at(), spec, zone)));
    return alerts;
  }

  private static AlertmanagerAlert of(
      Notification notification,
      Severity severity,
      Instant endsAt,
      ChannelSpec.Alertmanager spec,
      ZoneId zone) {
    var words = spec.templates().wording(notification, zone);
    var annotations = new TreeMap<String, String>();
    annotations.put("summary", words.title());
    annotations.put("description", words.plain());
    notification.background().runbook().ifPresent(at -> annotations.put("runbook_url", at));
    notification
        .incident()
        .ifPresent(about -> annotations.put("incident", Long.toString(about.id())));
    var start = notification.since();
    return new AlertmanagerAlert(
        labels(notification, severity, spec),
        annotations,
        start.isAfter(endsAt) ? endsAt : start,
        endsAt,
        notification.url().toString());
  }

  private static Map<String, String> labels(
      Notification notification, Severity severity, ChannelSpec.Alertmanager spec) {
    var labels = new TreeMap<String, String>();
    notification
        .background()
        .labels()
        .forEach((name, value) -> labels.put(name.replaceAll("[^a-zA-Z0-9_]", "_"), value));
    labels.putAll(spec.labels());
    notification
        .burn()
        .ifPresent(burn -> {
          labels.put("slo", burn.slo());
          labels.put("objective", burn.objective());
          labels.put("alert", burn.name());
        });
    labels.put("alertname", name(notification));
    labels.put("service", notification.service());
    labels.put("severity", severity.label());
    labels.keySet().removeIf(name -> !name.matches("[a-zA-Z_].*"));
    labels.values().removeIf(String::isEmpty);
    return labels;
  }

  private static String name(Notification notification) {
    if (notification.incident().isPresent()) {
      return "ServiceIncident";
    }
    return notification.burn().filter(Notification.Burn::noData).isPresent()
        ? "ErrorBudgetNoData"
        : "ErrorBudgetBurn";
  }

  boolean firingAt(Instant now) {
    return endsAt.isAfter(now);
  }

  /** {@return the body of one request} */
  static String json(List<AlertmanagerAlert> alerts) {
    var array = MAPPER.createArrayNode();
    alerts.forEach(alert -> array.add(alert.json()));
    return array.toString();
  }

  private ObjectNode json() {
    var node = MAPPER.createObjectNode();
    labels.forEach(node.putObject("labels")::put);
    annotations.forEach(node.putObject("annotations")::put);
    return node.put("startsAt", startsAt.toString())
        .put("endsAt", endsAt.toString())
        .put("generatorURL", generatorUrl);
  }

  /** {@return one alert of each identity: what fires goes before what is over} */
  static List<AlertmanagerAlert> distinct(List<AlertmanagerAlert> alerts, Instant now) {
    var byLabels = new LinkedHashMap<Map<String, String>, AlertmanagerAlert>();
    for (var alert : alerts) {
      byLabels.merge(
          alert.labels,
          alert,
          (one, other) ->
              Optional.of(one)
                  .filter(a -> a.firingAt(now) || !other.endsAt.isAfter(a.endsAt))
                  .orElse(other));
    }
    return List.copyOf(byLabels.values());
  }
}
