package dev.nines.engine.api.incidents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.nines.engine.api.JsonBody;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.Problem.FieldFault;
import dev.nines.engine.declarations.yaml.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A body or a form that is sent, and everything that is wrong with it at once. */
public final class IncidentBody {
  private static final int LONGEST = 1_050; // as a description in OpenSLO

  private final JsonNode body;
  private final List<FieldFault> faults = new ArrayList<>();

  private IncidentBody(JsonNode body) {
    this.body = body;
  }

  /**
   * Reads a body.
   *
   * @param stream what is sent
   * @return the body
   * @throws IOException where it breaks off
   */
  static IncidentBody read(InputStream stream) throws IOException {
    return new IncidentBody(JsonBody.object(stream));
  }

  /**
   * Reads a form: a field that is left empty is missing.
   *
   * @param fields what is sent, by name
   * @return the same as a body
   */
  public static IncidentBody of(Map<String, String> fields) {
    var object = JsonNodeFactory.instance.objectNode();
    fields.forEach((name, value) -> {
      if (!value.isBlank()) {
        object.put(name, value);
      }
    });
    return new IncidentBody(object);
  }

  private void fault(String field, String message) {
    faults.add(new FieldFault(field, message));
  }

  /** Throws a problem with all faults, where there are any: keys it may not have, too. */
  void check(List<String> keys) {
    var all = new ArrayList<FieldFault>();
    body.fieldNames()
        .forEachRemaining(key -> {
          if (!keys.contains(key)) {
            all.add(new FieldFault(key, "unknown key" + Spelling.hint(key, keys)));
          }
        });
    all.addAll(faults);
    if (!all.isEmpty()) {
      throw Problem.ofBody(all);
    }
  }

  /** A text that may be missing, and is empty then. */
  String optional(String key) {
    return body.path(key).isMissingNode() || body.path(key).isNull() ? "" : text(key);
  }

  String text(String key) {
    var value = body.path(key);
    if (value.isMissingNode() || value.isNull()) {
      fault(key, "required");
      return "";
    }
    var text = value.isTextual() ? value.textValue().strip() : "";
    if (text.isEmpty() || text.length() > LONGEST || text.indexOf('\0') >= 0) {
      fault(key, "expected a text of 1 to " + LONGEST + " characters");
    }
    return text;
  }

  Instant instant(String key) {
    var text = text(key);
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      if (!text.isEmpty()) {
        fault(key, "expected a time with its offset, such as 2026-11-29T02:00:00+01:00");
      }
      return Instant.EPOCH;
    }
  }
}
