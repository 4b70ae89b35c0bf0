package dev.nines.engine.hooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.channel.Notification;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.Problem.FieldFault;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Correction;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.declarations.yaml.Spelling;
import dev.nines.engine.incidents.ExternalAlertTable;
import dev.nines.engine.incidents.ExternalAlertTable.Told;
import dev.nines.incident.Severity;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the webhook of Alertmanager, version 4. Keys that it does not need are passed over: newer
 * Alertmanagers send more.
 *
 * @param told the alerts of declared services
 * @param own those that came from Nines itself: taken, they would keep alive what they tell of
 * @param skipped the others, with what is wrong with each
 * @param truncated how many more alerts the message left out
 */
record AlertmanagerMessage(
    List<Told> told, List<Skipped> own, List<Skipped> skipped, long truncated) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 1_050;

  /** Clocks differ, but not by more. */
  private static final Duration MOST_AHEAD = Duration.ofHours(1);

  /** What people call it, beside our own words. */
  private static final Map<String, Severity> SEVERITIES =
      Map.of(
          "critical", Severity.CRITICAL,
          "page", Severity.CRITICAL,
          "error", Severity.ERROR,
          "major", Severity.ERROR,
          "warning", Severity.WARNING,
          "info", Severity.INFO,
          "none", Severity.INFO);

  /**
   * An alert that is passed over.
   *
   * @param alert its name
   * @param why what is wrong with it
   */
  public record Skipped(String alert, String why) {}

  /** Throws a problem where it is no such message. */
  static AlertmanagerMessage read(String text, Catalog catalog, URI externalUrl, Instant now) {
    var body = parsed(text);
    var version = body.path("version").asText("4");
    if (!version.equals("4")) {
      throw fault("version", "expected 4, got " + version);
    }
    if (!body.path("alerts").isArray()) {
      throw fault("alerts", "expected a list of alerts, as Alertmanager's webhook has it");
    }
    var told = new ArrayList<Told>();
    var own = new ArrayList<Skipped>();
    var skipped = new ArrayList<Skipped>();
    for (var alert : body.path("alerts")) {
      var name = name(alert);
      if (isOwn(alert, externalUrl)) {
        own.add(new Skipped(name, "Nines itself tells of it"));
        continue;
      }
      try {
        told.add(told(alert, name, service(alert, catalog), now));
      } catch (IllegalArgumentException e) {
        skipped.add(new Skipped(name, String.valueOf(e.getMessage())));
      }
    }
    return new AlertmanagerMessage(told, own, skipped, body.path("truncatedAlerts").asLong(0));
  }

  /** By the address of its page, which a channel sends as {@code generatorURL}. */
  private static boolean isOwn(JsonNode alert, URI externalUrl) {
    var link = alert.path("generatorURL").asText("");
    return link.equals(externalUrl.resolve("/").toString())
        || link.startsWith(externalUrl.resolve("/incidents/").toString());
  }

  private static JsonNode parsed(String text) {
    try {
      var body = JSON.readTree(text);
      if (body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      throw fault("", "not JSON: " + e.getOriginalMessage());
    }
    throw fault("", "expected an object");
  }

  private static RuntimeException fault(String field, String message) {
    return Problem.ofBody(List.of(new FieldFault(field, message)));
  }

  private static Told told(JsonNode alert, String name, String service, Instant now) {
    var fingerprint = alert.path("fingerprint").asText("");
    if (fingerprint.isEmpty()) {
      throw new IllegalArgumentException("fingerprint: required");
    }
    var annotations = alert.path("annotations");
    var summary = annotations.path("summary").asText(annotations.path("description").asText(""));
    var link = alert.path("generatorURL").asText("");
    var resolved =
        switch (alert.path("status").asText("")) {
          case "firing" -> false;
          case "resolved" -> true;
          default -> throw new IllegalArgumentException("status: expected firing or resolved");
        };
    return new Told(
        ExternalAlertTable.ALERTMANAGER,
        shortened(fingerprint),
        startsAt(alert, now),
        service,
        shortened(name),
        shortened(summary),
        Optional.of(link).filter(url -> url.startsWith("http") && url.length() <= LONGEST),
        SEVERITIES.getOrDefault(
            alert.path("labels").path("severity").asText("").toLowerCase(Locale.ROOT),
            Severity.WARNING),
        resolved
            ? Optional.of(instant(alert, "endsAt")).map(end -> end.isAfter(now) ? now : end)
            : Optional.empty());
  }

  /** An incident of the far future could be neither resolved nor followed by another. */
  private static Instant startsAt(JsonNode alert, Instant now) {
    var start = instant(alert, "startsAt");
    if (!Correction.isTellable(start)) {
      throw new IllegalArgumentException("startsAt: expected a time of the years 1970 to 9999");
    }
    if (start.isAfter(now.plus(MOST_AHEAD))) {
      throw new IllegalArgumentException(
          "startsAt: more than an hour ahead of the clock here, " + now);
    }
    return start;
  }

  private static String name(JsonNode alert) {
    return shortened(alert.path("labels").path("alertname").asText("an alert without a name"));
  }

  /** By its label {@code service}, else by the labels that a policy declares. */
  private static String service(JsonNode alert, Catalog catalog) {
    var labels = alert.path("labels");
    var named = labels.path("service").asText("");
    if (!named.isEmpty() && catalog.service(named).isPresent()) {
      return named;
    }
    return catalog.services().stream()
        .map(Service::name)
        .filter(service -> matches(catalog, service, labels))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(named, catalog)));
  }

  private static boolean matches(Catalog catalog, String service, JsonNode labels) {
    var match = catalog.policyOf(service).externalAlerts().match();
    return !match.isEmpty()
        && match.entrySet().stream()
            .allMatch(label -> labels.path(label.getKey()).asText("").equals(label.getValue()));
  }

  private static String unknown(String named, Catalog catalog) {
    if (named.isEmpty()) {
      return "labels.service: required, or labels that a ServicePolicy's externalAlerts.match names";
    }
    var declared = catalog.services().stream().map(Service::name).toList();
    return "labels.service: no service named "
        + shortened(named)
        + " is declared"
        + Spelling.hint(named, declared);
  }

  private static Instant instant(JsonNode alert, String key) {
    try {
      return OffsetDateTime.parse(alert.path(key).asText("")).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(key + ": expected a time as RFC 3339 has it", e);
    }
  }

  private static String shortened(String text) {
    return Notification.cut(text.replace('\0', ' ').strip(), LONGEST);
  }
}
