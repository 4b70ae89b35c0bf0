package dev.nines.engine.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nines.engine.api.Problem.FieldFault;
import dev.nines.engine.catalog.Correction;
import dev.nines.engine.declarations.yaml.Spelling;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
import java.util.function.BiFunction;

/**
 * A JSON object or a form that is sent, of bounded size, and everything that is wrong with it at
 * once: a reader asks for what it needs, and then for {@link #check}. Not thread-safe.
 */
public final class SentBody {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int MOST_BYTES = 64 << 10;
  private static final int LONGEST = 1_050; // as a description in OpenSLO

  private final JsonNode body;
  private final List<FieldFault> faults = new ArrayList<>();

  private SentBody(JsonNode body) {
    this.body = body;
  }

  /**
   * Reads an object; of nothing at all, an empty one.
   *
   * @param stream what is sent
   * @return the object
   * @throws IOException where it breaks off
   * @throws jakarta.ws.rs.WebApplicationException a problem, where it is no object
   */
  public static SentBody read(InputStream stream) throws IOException {
    var bytes = stream.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw Problem.of(Response.Status.REQUEST_ENTITY_TOO_LARGE, "the body is above 64 KiB");
    }
    try {
      var text = new String(bytes, StandardCharsets.UTF_8);
      var object = text.isBlank() ? JsonNodeFactory.instance.objectNode() : JSON.readTree(text);
      if (object.isObject()) {
        return new SentBody(object);
      }
    } catch (JsonProcessingException e) {
      throw Problem.ofBody(List.of(new FieldFault("", "not JSON: " + e.getOriginalMessage())));
    }
    throw Problem.ofBody(List.of(new FieldFault("", "expected an object")));
  }

  /**
   * Looks at an object that was read elsewhere, such as a line of a file.
   *
   * @param object the object
   * @return the same as a body
   */
  public static SentBody of(ObjectNode object) {
    return new SentBody(object);
  }

  /**
   * Reads a form: a field that is left empty is missing.
   *
   * @param fields what is sent, by name
   * @return the same as a body
   */
  public static SentBody of(Map<String, String> fields) {
    return of(fields, Map.of());
  }

  /**
   * Reads a form, some of whose fields may be there several times.
   *
   * @param fields what is sent, by name
   * @param lists what is sent of those that may
   * @return the same as a body
   */
  public static SentBody of(Map<String, String> fields, Map<String, List<String>> lists) {
    var object = JsonNodeFactory.instance.objectNode();
    fields.forEach((name, value) -> {
      if (!value.isBlank()) {
        object.put(name, value);
      }
    });
    lists.forEach((name, values) -> values.forEach(object.withArray(name)::add));
    return new SentBody(object);
  }

  /**
   * Looks at a value as it is.
   *
   * @param key its key
   * @return the value; a missing node where there is none
   */
  public JsonNode at(String key) {
    return body.path(key);
  }

  /**
   * Whether there is a value.
   *
   * @param key its key
   * @return whether it is neither missing nor null
   */
  public boolean has(String key) {
    return isThere(at(key));
  }

  private static boolean isThere(JsonNode value) {
    return !value.isMissingNode() && !value.isNull();
  }

  /**
   * Notes what is wrong.
   *
   * @param field where
   * @param message what was expected
   */
  public void fault(String field, String message) {
    faults.add(new FieldFault(field, message));
  }

  /**
   * Reads a text that must be there.
   *
   * @param key its key
   * @return the text without white space around it; empty where there is a fault
   */
  public Optional<String> text(String key) {
    if (!has(key)) {
      fault(key, "required");
      return Optional.empty();
    }
    var text = at(key).isTextual() ? at(key).textValue().strip() : "";
    if (text.isEmpty() || text.length() > LONGEST || text.indexOf('\0') >= 0) {
      fault(key, "expected a text of 1 to " + LONGEST + " characters");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  /**
   * Reads a time that must be there, of the years that the database can tell.
   *
   * @param key its key
   * @return the time; empty where there is a fault
   */
  public Optional<Instant> instant(String key) {
    return text(key).flatMap(text -> instant(text, key));
  }

  /**
   * Reads a time, of the years that the database can tell.
   *
   * @param text the time
   * @param path where it stands
   * @return the time; empty where there is a fault
   */
  public Optional<Instant> instant(String text, String path) {
    try {
      var instant = OffsetDateTime.parse(text).toInstant();
      if (Correction.isTellable(instant)) {
        return Optional.of(instant);
      }
      fault(path, "expected a time of the years 1970 to 9999");
    } catch (DateTimeParseException e) {
      fault(path, "expected a time with its offset, such as 2026-11-29T02:00:00+01:00");
    }
    return Optional.empty();
  }

  /**
   * Reads a list of names, which may be missing.
   *
   * @param key its key
   * @param noun what the names are of
   * @param known those there are
   * @return the names that are known
   */
  public Set<String> names(String key, String noun, Collection<String> known) {
    return list(
        at(key),
        key,
        "names",
        (path, name) -> {
          if (known.contains(name)) {
            return Optional.of(name);
          }
          fault(path, "no " + noun + " of this name" + Spelling.hint(name, known));
          return Optional.empty();
        });
  }

  /**
   * Reads a list of texts, which may be missing.
   *
   * @param value the list
   * @param path where it stands
   * @return the texts; an item that is none is an empty one
   */
  public Set<String> texts(JsonNode value, String path) {
    return list(value, path, "texts", (_, text) -> Optional.of(text));
  }

  private Set<String> list(
      JsonNode value, String path, String of, BiFunction<String, String, Optional<String>> item) {
    var items = new LinkedHashSet<String>();
    if (!isThere(value)) {
      return items;
    }
    if (!value.isArray()) {
      fault(path, "expected a list of " + of);
      return items;
    }
    for (var i = 0; i < value.size(); i++) {
      var text = value.get(i).isTextual() ? value.get(i).textValue() : "";
      item.apply(path + "[" + i + "]", text).ifPresent(items::add);
    }
    return items;
  }

  /**
   * Answers 400 where anything was wrong, keys that it may not have first.
   *
   * @param keys those it may have
   * @throws jakarta.ws.rs.WebApplicationException with all that was wrong
   */
  public void check(Collection<String> keys) {
    var all = faults(keys);
    if (!all.isEmpty()) {
      throw Problem.ofBody(all);
    }
  }

  /**
   * Tells all that was wrong, keys that it may not have first.
   *
   * @param keys those it may have
   * @return what was wrong; empty where nothing was
   */
  public List<FieldFault> faults(Collection<String> keys) {
    var all = new ArrayList<FieldFault>();
    body.fieldNames()
        .forEachRemaining(key -> {
          if (!keys.contains(key)) {
            all.add(new FieldFault(key, "unknown key" + Spelling.hint(key, keys)));
          }
        });
    all.addAll(faults);
    return all;
  }
}
