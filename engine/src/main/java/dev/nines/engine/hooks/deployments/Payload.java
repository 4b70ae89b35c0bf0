package dev.nines.engine.hooks.deployments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.channel.Notification;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.Problem.FieldFault;
import dev.nines.engine.catalog.Correction;
import dev.nines.probe.Targets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What others send as JSON, and everything that is wrong with it at once. Keys that are not asked
 * for are passed over: those who send add some every year. Not thread-safe.
 */
final class Payload {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 1_050;

  /** RFC 3339, and what GitLab makes of it: a blank, {@code UTC}, an offset without a colon. */
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})[Tt ](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)"
              + " ?(?:(Z|z|UTC)|([+-]\\d{2}):?(\\d{2}))");

  private final JsonNode body;
  private final String place;
  private final List<FieldFault> faults;

  private Payload(JsonNode body, String place, List<FieldFault> faults) {
    this.body = body;
    this.place = place;
    this.faults = faults;
  }

  /** Answers 400 where it is no object. */
  static Payload read(byte[] bytes) {
    var object =
        object(new String(bytes, StandardCharsets.UTF_8))
            .orElseThrow(
                () -> Problem.ofBody(List.of(new FieldFault("", "expected an object of JSON"))));
    return new Payload(object, "", new ArrayList<>());
  }

  private static Optional<JsonNode> object(String text) {
    try {
      return Optional.of(JSON.readTree(text)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** What stands under a path, where it is an object or the text of one; else an empty one. */
  Payload inner(String path) {
    var node = at(path);
    var object = node.isTextual() ? object(node.textValue()) : Optional.of(node);
    return new Payload(
        object.filter(JsonNode::isObject).orElseGet(JSON::createObjectNode),
        place + path + ".",
        faults);
  }

  private JsonNode at(String path) {
    var node = body;
    for (var key : path.split("\\.", -1)) {
      node = node.path(key);
    }
    return node;
  }

  void fault(String path, String message) {
    faults.add(new FieldFault(place + path, message));
  }

  /** A text, or a number as one. */
  Optional<String> text(String path) {
    return Optional.of(at(path))
        .filter(node -> node.isTextual() || node.isIntegralNumber())
        .map(node -> Notification.cut(node.asText().replace('\0', ' ').strip(), LONGEST))
        .filter(text -> !text.isEmpty());
  }

  /** Anything where it is missing, which is a fault. */
  String required(String path) {
    var text = text(path);
    if (text.isEmpty()) {
      fault(path, "required");
    }
    return text.orElse("");
  }

  /** A time that may be missing. */
  Optional<Instant> instant(String path) {
    return text(path).flatMap(text -> instant(path, text));
  }

  /** Anything where it is missing, which is a fault. */
  Instant requiredInstant(String path) {
    var text = required(path);
    return text.isEmpty() ? Instant.EPOCH : instant(path, text).orElse(Instant.EPOCH);
  }

  /** A time, or a list of them; none where it is missing. */
  List<Instant> instants(String path) {
    var times = new ArrayList<Instant>();
    if (at(path).isArray()) {
      at(path).forEach(item -> instant(path, item.asText()).ifPresent(times::add));
    } else {
      instant(path).ifPresent(times::add);
    }
    return times;
  }

  private Optional<Instant> instant(String path, String text) {
    var instant = time(text);
    if (instant.isEmpty()) {
      fault(path, "expected a time with its zone, such as 2026-11-29T02:00:00Z");
    }
    return instant;
  }

  Optional<Boolean> flag(String path) {
    return Optional.of(at(path)).filter(JsonNode::isBoolean).map(JsonNode::booleanValue);
  }

  /** An address that a page may link to. */
  Optional<String> url(String path) {
    return text(path).filter(text -> Targets.url(text).isPresent());
  }

  /** Answers 400 where anything was wrong, here or in what stands inside. */
  void check() {
    if (!faults.isEmpty()) {
      throw Problem.ofBody(faults);
    }
  }

  static Optional<Instant> time(String text) {
    var parts = TIME.matcher(text.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    var offset = parts.group(3) == null ? parts.group(4) + ":" + parts.group(5) : "Z";
    try {
      return Optional.of(OffsetDateTime.parse(parts.group(1) + "T" + parts.group(2) + offset))
          .map(OffsetDateTime::toInstant)
          .filter(Correction::isTellable);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
