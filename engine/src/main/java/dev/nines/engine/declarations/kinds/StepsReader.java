package dev.nines.engine.declarations.kinds;

import dev.nines.engine.declarations.blackbox.HttpModuleReader;
import dev.nines.engine.declarations.blackbox.Keys;
import dev.nines.engine.declarations.blackbox.Urls;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.probe.Capture;
import dev.nines.probe.Content;
import dev.nines.probe.Header;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpStep;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads {@code http_steps}: the requests of a transaction, and what one takes from another. */
final class StepsReader {
  private static final int MOST_STEPS = 100;
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
  private static final Pattern STEP_NAME = Pattern.compile("[A-Za-z0-9][-._A-Za-z0-9]{0,62}");
  private static final Pattern JSON_PATH = Pattern.compile("\\$.*");
  private static final List<String> SOURCES = List.of("json", "header", "regexp", "cookie");
  private static final Pattern USE = Pattern.compile("\\{\\{([^{}]*)}}");

  private final Placeholders variables;
  private final HttpModuleReader http;

  StepsReader(Placeholders variables) {
    this.variables = variables;
    this.http = new HttpModuleReader(variables);
  }

  /** The steps; fewer than are written where there was a fault. */
  List<HttpStep> read(Mapping steps) {
    var field = steps.required("steps");
    var captured = new HashMap<String, Field>();
    var names = new HashMap<String, Field>();
    var read =
        field
            .map(f -> f.list(item -> item.mapping(s -> step(s, names, captured)).flatMap(s -> s)))
            .orElse(List.of());
    field
        .filter(f -> f.isList())
        .map(f -> f.items().size())
        .filter(count -> count == 0 || count > MOST_STEPS)
        .ifPresent(count ->
            field.ifPresent(f -> f.fault("expected 1 to " + MOST_STEPS + " steps, got " + count)));
    return read;
  }

  private Optional<HttpStep> step(
      Mapping step, Map<String, Field> names, Map<String, Field> captured) {
    var nameAt = step.required("name");
    var name = nameAt.flatMap(f -> f.parse("a name such as login", matching(STEP_NAME)));
    nameAt.ifPresent(at -> name.ifPresent(n -> once(names, n, at)));
    var urlAt = step.required("url");
    var url = urlAt.flatMap(f -> f.text(variables).filter(text -> good(f, text)));
    var asks = step.optional("http");
    var module = asks.flatMap(f -> f.mapping(http::read)).orElse(HttpModule.DEFAULT);
    urlAt.ifPresent(at -> url.ifPresent(text -> checkUses(text, at, captured)));
    asks.ifPresent(at -> texts(module).forEach(text -> checkUses(text, at, captured)));
    var captures =
        step.optional("capture")
            .map(f -> f.list(item -> capture(item, captured)))
            .orElse(List.of());
    return name.flatMap(n -> url.map(u -> new HttpStep(n, u, module, captures)));
  }

  private static void once(Map<String, Field> seen, String name, Field at) {
    var first = seen.putIfAbsent(name, at);
    if (first != null) {
      at.fault("this name stands here twice, first at " + first.place());
    }
  }

  /** What is captured may hold anything, so a plain word stands for it here. */
  private static boolean good(Field field, String text) {
    var plain = USE.matcher(text).replaceAll("x");
    var good = plain.contains("://") ? Urls.http(plain).isPresent() : isUri(plain);
    if (!good) {
      field.fault(
          "expected a URL, or a path below the target such as /login, got " + field.described());
    }
    return good;
  }

  private static boolean isUri(String text) {
    try {
      return !text.isEmpty() && !new URI(text).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static Stream<String> texts(HttpModule module) {
    var request = module.request();
    return Stream.concat(request.headers().stream().map(Header::value), request.body().stream())
        .flatMap(content ->
            switch (content) {
              case Content.Text(var text) -> Stream.of(text);
              case Content.Secret(var text) -> Stream.of(text);
              case Content.InFile _ -> Stream.empty();
            });
  }

  private static void checkUses(String text, Field at, Map<String, Field> captured) {
    var uses = new ArrayList<String>();
    USE.matcher(text).results().map(use -> use.group(1)).forEach(uses::add);
    for (var use : uses) {
      if (!captured.containsKey(use)) {
        at.fault("no earlier step captures {{" + use + "}}");
      }
    }
  }

  private static Optional<Capture> capture(Field field, Map<String, Field> captured) {
    return field
        .mapping(capture -> {
          var nameAt = capture.required("name");
          var name = nameAt.flatMap(f -> f.parse("a name such as token", matching(NAME)));
          nameAt.ifPresent(at -> name.ifPresent(n -> once(captured, n, at)));
          return name.flatMap(n -> source(capture, n));
        })
        .flatMap(capture -> capture);
  }

  private static Optional<Capture> source(Mapping capture, String name) {
    var secret = capture.optional("secret").flatMap(Field::bool).orElse(false);
    var json =
        capture
            .optional("json")
            .flatMap(f -> f.parse("a JSONPath such as $.token", matching(JSON_PATH)))
            .<Capture>map(path -> new Capture.JsonPath(name, path, secret));
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
    if (SOURCES.stream().filter(key -> capture.optional(key).isPresent()).count() != 1) {
      capture.self().fault("expected exactly one of json, header, regexp and cookie");
    }
    return json.or(() -> header).or(() -> regexp).or(() -> cookie);
  }

  private static Function<String, Optional<String>> matching(Pattern pattern) {
    return text -> Optional.of(text).filter(t -> pattern.matcher(t).matches());
  }
}
