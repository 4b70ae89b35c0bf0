package dev.nines.engine.api.adjustments;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.Problem.FieldFault;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Correction;
import dev.nines.engine.catalog.Correction.Counts;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.declarations.yaml.Spelling;
import dev.nines.slo.Slo;
import dev.nines.slo.time.Interval;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a correction that is sent, and says everything that is wrong with it at once. */
final class CorrectionBody {
  private static final Set<String> KEYS =
      Set.of("from", "to", "slos", "services", "counts", "reason");
  private static final Map<String, Counts> COUNTS =
      Arrays.stream(Counts.values()).collect(toMap(Counts::label, Function.identity()));
  private static final int LONGEST = 1_050; // as a description in OpenSLO

  private final JsonNode body;
  private final List<FieldFault> faults = new ArrayList<>();

  private CorrectionBody(JsonNode body) {
    this.body = body;
  }

  /** Throws a problem with all faults where it is none. */
  static Correction read(JsonNode body, Catalog catalog, String author) {
    return new CorrectionBody(body).correction(catalog, author);
  }

  private Correction correction(Catalog catalog, String author) {
    body.fieldNames()
        .forEachRemaining(key -> {
          if (!KEYS.contains(key)) {
            fault(key, "unknown key" + Spelling.hint(key, KEYS));
          }
        });
    var from = instant("from");
    var to = instant("to");
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      fault("to", "must be after from");
    }
    var slos = names("slos", "SLO", catalog.slos().stream().map(Slo::name).toList());
    var services =
        names("services", "service", catalog.services().stream().map(Service::name).toList());
    if (body.path("slos").isEmpty() && body.path("services").isEmpty()) {
      fault("slos", "expected slos or services");
    }
    var counts = text("counts").flatMap(this::counts);
    var reason = text("reason");
    if (!faults.isEmpty()) {
      throw Problem.ofBody(faults);
    }
    return new Correction(
        new Interval(from.orElseThrow(), to.orElseThrow()),
        slos,
        services,
        counts.orElseThrow(),
        reason.orElseThrow(),
        author);
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

  private Optional<Counts> counts(String word) {
    var counts = Optional.ofNullable(COUNTS.get(word));
    if (counts.isEmpty()) {
      fault("counts", "expected bad, excluded or good" + Spelling.hint(word, COUNTS.keySet()));
    }
    return counts;
  }

  private Optional<Instant> instant(String key) {
    return text(key)
        .flatMap(text -> {
          try {
            var instant = OffsetDateTime.parse(text).toInstant();
            if (Correction.isTellable(instant)) {
              return Optional.of(instant);
            }
            fault(key, "expected a time of the years 1970 to 9999");
            return Optional.empty();
          } catch (DateTimeParseException e) {
            fault(key, "expected a time with its offset, such as 2026-11-29T02:00:00+01:00");
            return Optional.empty();
          }
        });
  }

  private Set<String> names(String key, String noun, List<String> known) {
    var value = body.path(key);
    var names = new LinkedHashSet<String>();
    if (value.isMissingNode() || value.isNull()) {
      return names;
    }
    if (!value.isArray()) {
      fault(key, "expected a list of names");
      return names;
    }
    for (var i = 0; i < value.size(); i++) {
      var name = value.get(i).isTextual() ? value.get(i).textValue() : "";
      if (known.contains(name)) {
        names.add(name);
      } else {
        fault(key + "[" + i + "]", "no " + noun + " of this name" + Spelling.hint(name, known));
      }
    }
    return names;
  }
}
