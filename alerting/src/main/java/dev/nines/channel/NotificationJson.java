package dev.nines.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentTimes;
import dev.nines.incident.Severity;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What does a notification look like on the wire and in the outbox? The body of Standard Webhooks:
 * {@code type}, {@code timestamp} and {@code data}; absent times are left out.
 */
public final class NotificationJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private NotificationJson() {}

  /**
   * Writes.
   *
   * @param notification the notification
   * @return one line of JSON, the same for equal notifications
   */
  public static String write(Notification notification) {
    var data =
        MAPPER
            .createObjectNode()
            .put("key", notification.key())
            .put("service", notification.service())
            .put("severity", notification.severity().label())
            .put("summary", notification.summary())
            .put("url", notification.url().toString());
    notification
        .incident()
        .ifPresent(incident -> {
          data.put("incident", incident.id())
              .put("state", incident.state().name().toLowerCase(Locale.ROOT));
          data.set("times", write(incident.times()));
        });
    var body =
        MAPPER
            .createObjectNode()
            .put("type", notification.type().label())
            .put("timestamp", notification.at().toString());
    body.set("data", data);
    return body.toString();
  }

  private static ObjectNode write(IncidentTimes times) {
    var node = MAPPER.createObjectNode();
    times.lastGood().ifPresent(instant -> node.put("lastGood", instant.toString()));
    node.put("impactStart", times.impactStart().toString());
    node.put("detected", times.detected().toString());
    node.put("opened", times.opened().toString());
    times.acknowledged().ifPresent(instant -> node.put("acknowledged", instant.toString()));
    times.restored().ifPresent(instant -> node.put("restored", instant.toString()));
    times.resolved().ifPresent(instant -> node.put("resolved", instant.toString()));
    return node;
  }

  /**
   * Reads what {@link #write(Notification)} wrote.
   *
   * @param json the text
   * @return the notification
   * @throws IllegalArgumentException if it is anything else
   */
  public static Notification read(String json) {
    try {
      var body = MAPPER.readTree(json);
      var data = body.required("data");
      return new Notification(
          data.required("key").asText(),
          type(body.required("type").asText()),
          instant(body, "timestamp"),
          data.required("service").asText(),
          Severity.valueOf(upper(data, "severity")),
          data.required("summary").asText(),
          URI.create(data.required("url").asText()),
          data.has("incident") ? Optional.of(about(data)) : Optional.empty());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("notification not JSON", e);
    }
  }

  private static Notification.About about(JsonNode data) {
    return new Notification.About(
        data.required("incident").asLong(),
        Incident.State.valueOf(upper(data, "state")),
        times(data.required("times")));
  }

  private static IncidentTimes times(JsonNode node) {
    return new IncidentTimes(
        optional(node, "lastGood"),
        instant(node, "impactStart"),
        instant(node, "detected"),
        instant(node, "opened"),
        optional(node, "acknowledged"),
        optional(node, "restored"),
        optional(node, "resolved"));
  }

  private static Notification.Type type(String label) {
    for (var type : Notification.Type.values()) {
      if (type.label().equals(label)) {
        return type;
      }
    }
    throw new IllegalArgumentException("type not known: " + label);
  }

  private static Optional<Instant> optional(JsonNode node, String field) {
    return node.has(field) ? Optional.of(instant(node, field)) : Optional.empty();
  }

  private static Instant instant(JsonNode node, String field) {
    return Instant.parse(node.required(field).asText());
  }

  private static String upper(JsonNode node, String field) {
    return node.required(field).asText().toUpperCase(Locale.ROOT);
  }
}
