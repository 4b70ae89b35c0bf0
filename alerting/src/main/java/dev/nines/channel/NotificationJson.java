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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What does a notification look like on the wire and in the outbox? The body of Standard Webhooks:
 * {@code type}, {@code timestamp} and {@code data}; absent times are left out. What an older
 * version did not write is read as unknown.
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
    return tree(notification).toString();
  }

  /**
   * Writes into a tree, to which a channel may add.
   *
   * @param notification the notification
   * @return the tree
   */
  public static ObjectNode tree(Notification notification) {
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
          data.put("incident", incident.id()).put("state", incident.state().label());
          data.set("times", write(incident.times()));
          incident
              .formerSeverity()
              .ifPresent(severity -> data.put("formerSeverity", severity.label()));
          write(data, "causes", incident.causes());
          write(data, "locations", incident.locations());
          incident.artifact().ifPresent(artifact -> data.put("artifact", artifact));
        });
    notification.burn().ifPresent(burn -> data.set("alert", write(burn)));
    notification.deployment().ifPresent(deployed -> data.set("deployment", write(deployed)));
    write(data, notification.background());
    var body =
        MAPPER
            .createObjectNode()
            .put("type", notification.type().label())
            .put("timestamp", notification.at().toString());
    body.set("data", data);
    return body;
  }

  private static void write(ObjectNode data, Background background) {
    if (!background.displayName().isEmpty()) {
      data.put("displayName", background.displayName());
    }
    if (!background.labels().isEmpty()) {
      var labels = data.putObject("labels");
      background.labels().forEach(labels::put);
    }
    background.runbook().ifPresent(runbook -> data.put("runbook", runbook));
    background.owner().ifPresent(owner -> data.put("owner", owner));
  }

  private static ObjectNode write(Notification.Burn burn) {
    return MAPPER
        .createObjectNode()
        .put("name", burn.name())
        .put("slo", burn.slo())
        .put("objective", burn.objective())
        .put("noData", burn.noData())
        .put("since", burn.since().toString());
  }

  private static ObjectNode write(Deployed deployed) {
    var node =
        MAPPER
            .createObjectNode()
            .put("id", deployed.id())
            .put("environment", deployed.environment());
    deployed.version().ifPresent(version -> node.put("version", version));
    node.put("rollback", deployed.rollback());
    deployed.startedAt().ifPresent(instant -> node.put("startedAt", instant.toString()));
    node.put("finishedAt", deployed.finishedAt().toString());
    deployed.revision().ifPresent(revision -> node.put("sha", revision));
    deployed.artifact().ifPresent(artifact -> node.put("artifact", artifact));
    deployed.actor().ifPresent(actor -> node.put("actor", actor));
    deployed.url().ifPresent(url -> node.put("url", url));
    return node;
  }

  private static void write(ObjectNode data, String field, List<String> texts) {
    if (!texts.isEmpty()) {
      texts.forEach(data.putArray(field)::add);
    }
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
          data.has("incident") ? Optional.of(about(data)) : Optional.empty(),
          data.has("alert") ? Optional.of(burn(data.required("alert"))) : Optional.empty(),
          data.has("deployment")
              ? Optional.of(deployed(data.required("deployment")))
              : Optional.empty(),
          background(data));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("notification not JSON", e);
    }
  }

  private static Notification.About about(JsonNode data) {
    return new Notification.About(
        data.required("incident").asLong(),
        Incident.State.valueOf(upper(data, "state")),
        times(data.required("times")),
        text(data, "formerSeverity").map(Severity::of),
        texts(data, "causes"),
        texts(data, "locations"),
        text(data, "artifact"));
  }

  private static Notification.Burn burn(JsonNode alert) {
    return new Notification.Burn(
        alert.required("name").asText(),
        alert.required("slo").asText(),
        alert.required("objective").asText(),
        alert.required("noData").asBoolean(),
        instant(alert, "since"));
  }

  private static Deployed deployed(JsonNode node) {
    return new Deployed(
        node.required("id").asLong(),
        node.required("environment").asText(),
        text(node, "version"),
        node.required("rollback").asBoolean(),
        optional(node, "startedAt"),
        instant(node, "finishedAt"),
        text(node, "sha"),
        text(node, "artifact"),
        text(node, "actor"),
        text(node, "url"));
  }

  private static Background background(JsonNode data) {
    var labels = new LinkedHashMap<String, String>();
    data.path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return new Background(
        text(data, "displayName").orElse(""), labels, text(data, "runbook"), text(data, "owner"));
  }

  private static Optional<String> text(JsonNode data, String field) {
    return data.has(field) ? Optional.of(data.required(field).asText()) : Optional.empty();
  }

  private static List<String> texts(JsonNode data, String field) {
    var texts = new ArrayList<String>();
    data.path(field).forEach(text -> texts.add(text.asText()));
    return texts;
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
