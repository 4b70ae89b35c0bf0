package dev.nines.channel.receivers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Notification;
import dev.nines.channel.http.Request;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.UUID;

/**
 * CDEvents 0.5.1, as CloudEvents in binary mode: what begins and ends an incident. There are no
 * words for what lies between, nor for alerts.
 *
 * @param spec the channel
 * @param zone the zone of its times
 * @see <a href="https://github.com/cdevents/spec/blob/v0.5.0/continuous-operations.md">Incident
 *     events</a>
 */
record CdEventsFormat(ChannelSpec.CdEvents spec, ZoneId zone) implements HttpFormat {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String VERSION = "0.5.1";

  @Override
  public Optional<Request> request(Notification notification) {
    return word(notification).map(word -> request(notification, word));
  }

  private static Optional<String> word(Notification notification) {
    return switch (notification.type()) {
      case OPENED -> Optional.of("detected");
      case RESOLVED -> Optional.of("resolved");
      case UPDATED, ALERT_FIRED, ALERT_CLEARED, DEPLOYED -> Optional.empty();
    };
  }

  private Request request(Notification notification, String word) {
    var type = "dev.cdevents.incident." + word + ".0.3.0";
    // The same over all retries, as receivers drop what they have by it.
    var id = UUID.nameUUIDFromBytes(notification.key().getBytes(StandardCharsets.UTF_8)).toString();
    var source = notification.url().resolve("/").toString();
    var headers = new LinkedHashMap<String, String>();
    headers.put("ce-specversion", "1.0");
    headers.put("ce-id", id);
    headers.put("ce-source", source);
    headers.put("ce-type", type);
    headers.put("ce-subject", notification.subject());
    headers.put("ce-time", notification.at().toString());
    spec.token().ifPresent(token -> headers.put("Authorization", "Bearer " + token.value()));
    var event = MAPPER.createObjectNode();
    event
        .putObject("context")
        .put("specversion", VERSION)
        .put("id", id)
        .put("source", source)
        .put("type", type)
        .put("timestamp", notification.at().toString());
    event
        .putObject("subject")
        .put("id", notification.subject())
        .put("source", source)
        .set("content", content(notification));
    event.set("customData", custom(notification));
    event.put("customDataContentType", "application/json");
    return new Request(spec.url(), headers, event.toString(), false);
  }

  private ObjectNode content(Notification notification) {
    var words = spec.templates().wording(notification, zone);
    var content = MAPPER.createObjectNode().put("description", words.title() + "\n" + words.text());
    content.putObject("environment").put("id", spec.environment());
    content.putObject("service").put("id", notification.service());
    notification
        .incident()
        .flatMap(Notification.About::artifact)
        .ifPresent(artifact -> content.put("artifactId", artifact));
    return content;
  }

  private static ObjectNode custom(Notification notification) {
    return MAPPER
        .createObjectNode()
        .put("severity", notification.severity().label())
        .put("impactStart", notification.since().toString())
        .put("url", notification.url().toString());
  }

  @Override
  public String toString() {
    return "CdEventsFormat[" + spec.name() + "]";
  }
}
