package dev.nines.channel.receivers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Delivery;
import dev.nines.channel.Deployed;
import dev.nines.channel.Notification;
import dev.nines.channel.Wording;
import dev.nines.channel.http.Answer;
import dev.nines.channel.http.Request;
import dev.nines.incident.Incident;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * PagerDuty's events: one {@code dedup_key} an incident, since a trigger after a resolve opens
 * another alert there.
 *
 * @param spec the channel
 * @param zone the zone of its times
 * @see <a href="https://developer.pagerduty.com/docs/events-api-v2-overview">Events API v2</a>
 */
record PagerDutyFormat(ChannelSpec.PagerDuty spec, ZoneId zone) implements HttpFormat {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LONGEST_KEY = 255;
  private static final int LONGEST_SUMMARY = 1_024;

  @Override
  public Optional<Request> request(Notification notification) {
    return switch (notification.type()) {
      case OPENED, ALERT_FIRED -> Optional.of(alert(notification, "trigger"));
      case UPDATED -> Optional.of(alert(notification, update(notification)));
      case RESOLVED, ALERT_CLEARED -> Optional.of(alert(notification, "resolve"));
      case DEPLOYED ->
          notification
              .deployment()
              .filter(_ -> spec.changeEvents())
              .map(deployed -> change(notification, deployed));
    };
  }

  /** A change event has no severity and no key: it pages nobody, and nothing ends it. */
  private Request change(Notification notification, Deployed deployed) {
    var words = spec.templates().wording(notification, zone);
    var event = MAPPER.createObjectNode().put("routing_key", spec.routingKey().value());
    var payload =
        event
            .putObject("payload")
            .put("summary", Notification.cut(words.text(), LONGEST_SUMMARY))
            .put("source", notification.service())
            .put("timestamp", notification.at().toString());
    details(payload, notification, words);
    var links = event.putArray("links");
    links.addObject().put("href", notification.url().toString()).put("text", "Nines");
    deployed
        .url()
        .filter(Texts::isLink)
        .ifPresent(url -> links.addObject().put("href", url).put("text", "Pipeline"));
    return new Request(spec.changeUrl(), Map.of(), event.toString(), true);
  }

  private Request alert(Notification notification, String action) {
    var event =
        MAPPER
            .createObjectNode()
            .put("routing_key", spec.routingKey().value())
            .put("event_action", action)
            .put("dedup_key", key(notification));
    if (action.equals("trigger")) {
      event.set("payload", payload(notification));
      event.set("links", links(notification));
      event.put("client", "Nines").put("client_url", notification.url().toString());
    }
    return new Request(spec.url(), Map.of(), event.toString(), true);
  }

  /** A new severity needs a trigger, also of what is acknowledged: it pages nobody twice. */
  private static String update(Notification notification) {
    return notification
            .incident()
            .filter(about -> about.state() == Incident.State.ACKNOWLEDGED)
            .filter(about -> about.formerSeverity().isEmpty())
            .isPresent()
        ? "acknowledge"
        : "trigger";
  }

  private static String key(Notification notification) {
    return Notification.cut(
        "nines/%s/%s".formatted(notification.service(), notification.subject()), LONGEST_KEY);
  }

  private ObjectNode payload(Notification notification) {
    var words = spec.templates().wording(notification, zone);
    var payload =
        MAPPER
            .createObjectNode()
            .put("summary", Notification.cut(words.title() + ": " + words.text(), LONGEST_SUMMARY))
            .put("source", notification.service())
            .put("severity", severity(notification))
            .put("timestamp", notification.since().toString())
            .put("component", notification.service())
            .put("class", notification.incident().isPresent() ? "incident" : "error budget");
    details(payload, notification, words);
    return payload;
  }

  private static void details(ObjectNode payload, Notification notification, Wording words) {
    var details = payload.putObject("custom_details");
    details.put("text", words.text());
    words.facts().forEach(fact -> details.put(fact.name(), fact.value()));
    if (!notification.background().labels().isEmpty()) {
      notification.background().labels().forEach(details.putObject("labels")::put);
    }
  }

  private static String severity(Notification notification) {
    return switch (notification.severity()) {
      case CRITICAL -> "critical";
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFO -> "info";
    };
  }

  private static ArrayNode links(Notification notification) {
    var links = MAPPER.createArrayNode();
    links.addObject().put("href", notification.url().toString()).put("text", "Nines");
    notification
        .background()
        .runbook()
        .filter(Texts::isLink)
        .ifPresent(runbook -> links.addObject().put("href", runbook).put("text", "Runbook"));
    return links;
  }

  @Override
  public Delivery verdict(String host, Answer answer) {
    var secrets = Texts.secrets(spec.url());
    secrets.add(spec.routingKey().value());
    return answer.verdict(host, status -> status.quoted(secrets));
  }

  @Override
  public String toString() {
    return "PagerDutyFormat[" + spec.name() + "]";
  }
}
