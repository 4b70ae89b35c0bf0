package dev.nines.engine.api.telling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nines.channel.ChannelSpec.Match;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.Problem.FieldFault;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.catalog.Silence;
import dev.nines.engine.declarations.kinds.Words;
import dev.nines.engine.declarations.yaml.Spelling;
import dev.nines.slo.time.Interval;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Reads a silence that is sent, and says everything that is wrong with it at once. */
final class SilenceBody {
  private static final Set<String> KEYS =
      Set.of("services", "severities", "labels", "all", "start", "end", "reason");
  private static final int LONGEST = 1_050; // as a description in OpenSLO

  private final JsonNode body;
  private final List<FieldFault> faults = new ArrayList<>();

  private SilenceBody(JsonNode body) {
    this.body = body;
  }

  /** Throws a problem with all faults where it is none. Without a start it begins now. */
  static Silence read(JsonNode body, Catalog catalog, String author, Instant now) {
    return new SilenceBody(body).silence(catalog, author, now);
  }

  private Silence silence(Catalog catalog, String author, Instant now) {
    body.fieldNames()
        .forEachRemaining(key -> {
          if (!KEYS.contains(key)) {
            fault(key, "unknown key" + Spelling.hint(key, KEYS));
          }
        });
    var match = match(catalog);
    if (body.path("all").asBoolean() != match.equals(Match.ALL)) {
      fault("all", "expected services, severities or labels, or all: true for everything");
    }
    var start = body.hasNonNull("start") ? instant("start") : Optional.of(now);
    var end = instant("end");
    if (start.isPresent() && end.isPresent() && !start.get().isBefore(end.get())) {
      fault("end", "must be after start");
    } else if (end.filter(at -> !at.isAfter(now)).isPresent()) {
      fault("end", "must be after now: what was told cannot be taken back");
    }
    var reason = text("reason");
    if (!faults.isEmpty()) {
      throw Problem.ofBody(faults);
    }
    return new Silence(
        "",
        match,
        new Interval(start.orElseThrow(), end.orElseThrow()),
        reason.orElseThrow(),
        author);
  }

  private Match match(Catalog catalog) {
    var known = catalog.services().stream().map(Service::name).toList();
    var services = words("services", known, "service");
    var severities =
        words("severities", Words.SEVERITIES.keySet(), "severity").stream()
            .map(Words.SEVERITIES::get)
            .collect(Collectors.toSet());
    return new Match(services, severities, labels());
  }

  private Set<String> words(String key, Collection<String> known, String noun) {
    return list(
        body.path(key),
        key,
        (path, name) -> {
          if (known.contains(name)) {
            return Optional.of(name);
          }
          fault(path, "no " + noun + " of this name" + Spelling.hint(name, known));
          return Optional.empty();
        });
  }

  private Map<String, Set<String>> labels() {
    var labels = new TreeMap<String, Set<String>>();
    var value = body.path("labels");
    if (value.isObject()) {
      value
          .properties()
          .forEach(entry -> {
            var path = "labels." + entry.getKey();
            var good = list(entry.getValue(), path, (_, text) -> Optional.of(text));
            if (good.isEmpty()) {
              fault(path, "expected a list of texts, at least one");
            }
            labels.put(entry.getKey(), good);
          });
    } else if (!value.isMissingNode() && !value.isNull()) {
      fault("labels", "expected an object of lists");
    }
    return labels;
  }

  private Set<String> list(
      JsonNode value, String key, BiFunction<String, String, Optional<String>> item) {
    var words = new LinkedHashSet<String>();
    if (value.isMissingNode() || value.isNull()) {
      return words;
    }
    if (!value.isArray()) {
      fault(key, "expected a list");
      return words;
    }
    for (var i = 0; i < value.size(); i++) {
      var text = value.get(i).isTextual() ? value.get(i).textValue() : "";
      item.apply(key + "[" + i + "]", text).ifPresent(words::add);
    }
    return words;
  }

  private void fault(String field, String message) {
    faults.add(new FieldFault(field, message));
  }

  private Optional<String> text(String key) {
    var value = body.path(key);
    if (value.isMissingNode() || value.isNull()) {
      fault(key, "required");
      return Optional.empty();
    }
    var text = value.isTextual() ? value.textValue().strip() : "";
    if (text.isEmpty() || text.length() > LONGEST || text.indexOf('\0') >= 0) {
      fault(key, "expected a text of 1 to " + LONGEST + " characters");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  private Optional<Instant> instant(String key) {
    return text(key)
        .flatMap(text -> {
          try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
          } catch (DateTimeParseException e) {
            fault(key, "expected a time with its offset, such as 2026-11-29T02:00:00+01:00");
            return Optional.empty();
          }
        });
  }
}
