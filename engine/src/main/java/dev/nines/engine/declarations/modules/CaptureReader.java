package dev.nines.engine.declarations.modules;

import dev.nines.engine.declarations.blackbox.Keys;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.probe.Capture;
import dev.nines.probe.json.JsonPathQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a step takes from its answer for later ones. */
final class CaptureReader {
  private static final int MOST = 20;
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
  private static final List<String> SOURCES = List.of("json", "header", "regexp", "cookie");

  private CaptureReader() {}

  /** The captures; {@code captured} gets to know where each name stands first. */
  static List<Capture> read(Field field, Map<String, Field> captured) {
    var captures =
        field.list(item -> item.mapping(one -> capture(one, captured)).flatMap(one -> one));
    if (field.isList() && field.items().size() > MOST) {
      field.fault("expected at most %d captures, got %d".formatted(MOST, field.items().size()));
    }
    return captures;
  }

  private static Optional<Capture> capture(Mapping capture, Map<String, Field> captured) {
    var nameAt = capture.required("name");
    var name =
        nameAt.flatMap(f ->
            f.parse(
                "a name such as token",
                text -> Optional.of(text).filter(t -> NAME.matcher(t).matches())));
    nameAt.ifPresent(at -> name.ifPresent(n -> StepsReader.once(captured, n, at)));
    // unless it says so, nobody may see what came from outside
    var secret = capture.optional("secret").flatMap(Field::bool).orElse(true);
    var source = source(capture, name.orElse(""), secret);
    if (SOURCES.stream().filter(key -> capture.optional(key).isPresent()).count() != 1) {
      capture.self().fault("expected exactly one of json, header, regexp and cookie");
    }
    return name.flatMap(_ -> source);
  }

  private static Optional<Capture> source(Mapping capture, String name, boolean secret) {
    var json =
        capture
            .optional("json")
            .flatMap(CaptureReader::path)
            .<Capture>map(path -> new Capture.Json(name, path, secret));
    var header =
        capture
            .optional("header")
            .flatMap(Field::text)
            .<Capture>map(h -> new Capture.HeaderValue(name, h, secret));
    var regexp =
        capture
            .optional("regexp")
            .flatMap(Keys::pattern)
            .<Capture>map(pattern -> new Capture.Regexp(name, pattern, secret));
    var cookie =
        capture
            .optional("cookie")
            .flatMap(Field::text)
            .<Capture>map(c -> new Capture.Cookie(name, c, secret));
    return json.or(() -> header).or(() -> regexp).or(() -> cookie);
  }

  private static Optional<JsonPathQuery> path(Field field) {
    return field
        .text()
        .flatMap(text -> {
          try {
            return Optional.of(JsonPathQuery.compile(text));
          } catch (IllegalArgumentException e) {
            field.fault(
                "expected a JSONPath such as $.token, got %s: %s"
                    .formatted(field.described(), e.getMessage()));
            return Optional.empty();
          }
        });
  }
}
