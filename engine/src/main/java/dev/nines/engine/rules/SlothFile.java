package dev.nines.engine.rules;

import static java.util.stream.Collectors.toMap;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Registry;
import dev.nines.engine.declarations.yaml.Source;
import dev.nines.engine.declarations.yaml.YamlReader;
import dev.nines.engine.promql.QueryText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads Sloth's own files, {@code version: prometheus/v1}, strictly.
 *
 * @see <a href="https://github.com/slok/sloth/blob/main/pkg/prometheus/api/v1/v1.go">Sloth's
 *     format</a>
 */
final class SlothFile {
  private static final String VERSION = "prometheus/v1";
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([-_.A-Za-z0-9]{0,125}[A-Za-z0-9])?");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private final Duration period;
  private final Registry<String> names = new Registry<>("SLO");

  /**
   * A reader of files, which shall not have two SLOs of one name.
   *
   * @param period of every budget, which the format does not tell
   */
  SlothFile(Duration period) {
    this.period = period;
  }

  /** {@return whether a file is Sloth's; one that is not YAML is nobody's} */
  static boolean is(Source source) {
    return YamlReader.readAllLiteral(source, new Findings()).stream()
        .filter(Field::isMapping)
        .flatMap(document -> document.mapping(Mapping::entries).stream())
        .anyMatch(keys -> keys.containsKey("version") && !keys.containsKey("apiVersion"));
  }

  List<PrometheusSlo> read(Source source, Findings findings) {
    return YamlReader.readAllLiteral(source, findings).stream()
        .filter(document -> !document.isEmpty())
        .flatMap(document -> document.mapping(this::service).stream())
        .flatMap(List::stream)
        .toList();
  }

  private List<PrometheusSlo> service(Mapping document) {
    document.required("version").ifPresent(f -> f.oneOf(Map.of(VERSION, VERSION)));
    refusePlugins(document, "slo_plugins");
    var service = document.required("service").flatMap(SlothFile::name);
    var labels = texts(document, "labels");
    var slos = document.required("slos");
    slos.filter(field -> field.isList() && field.items().isEmpty())
        .ifPresent(field -> field.fault("expected at least one SLO"));
    return slos.map(field ->
            field.list(slo -> slo.mapping(m -> slo(m, service, labels)).flatMap(made -> made)))
        .orElse(List.of());
  }

  private Optional<PrometheusSlo> slo(
      Mapping slo, Optional<String> service, Map<String, String> ofService) {
    slo.optional("description").ifPresent(Field::text);
    refusePlugins(slo, "plugins");
    var nameAt = slo.required("name");
    var name = nameAt.flatMap(SlothFile::name);
    var objective = slo.required("objective").flatMap(SlothFile::objective);
    var labels = over(ofService, texts(slo, "labels"));
    var errors = slo.required("sli").flatMap(f -> f.mapping(SlothFile::errors)).flatMap(e -> e);
    var alerts =
        slo.required("alerting").flatMap(f -> f.mapping(SlothAlerts::read)).orElse(List.of());
    if (service.isEmpty() || name.isEmpty() || objective.isEmpty() || errors.isEmpty()) {
      return Optional.empty(); // told already
    }
    nameAt.ifPresent(at -> names.add(name.get() + " of " + service.get(), at, name.get()));
    return Optional.of(
        new PrometheusSlo(
            service.get(),
            name.get(),
            VERSION,
            labels,
            objective.get(),
            period,
            errors.get(),
            alerts));
  }

  private static void refusePlugins(Mapping mapping, String key) {
    mapping
        .optional(key)
        .ifPresent(field -> {
          field.fault("Sloth's plugins are not supported: Nines makes the rules itself");
        });
  }

  private static Optional<String> name(Field field) {
    return field.parse(
        "a name of letters, digits, dots, _ and -, at most 127",
        text -> Optional.of(text).filter(t -> NAME.matcher(t).matches()));
  }

  private static Optional<BigDecimal> objective(Field field) {
    var percent = field.number();
    if (percent.filter(p -> !(p > 0 && p < 100)).isPresent()) {
      field.fault(
          "not in (0, 100): "
              + field.described()
              + (percent.get() == 100 ? ", which would leave no error budget" : ""));
      return Optional.empty();
    }
    percent
        .filter(p -> p <= 1)
        .ifPresent(p -> field.warn("is a percentage: this promises only " + p + " %"));
    return percent.map(p -> BigDecimal.valueOf(p).movePointLeft(2));
  }

  private static Optional<ErrorRatio> errors(Mapping sli) {
    var events = sli.optional("events");
    var raw = sli.optional("raw");
    var plugin = sli.optional("plugin");
    plugin.ifPresent(field -> {
      field.mapping(Mapping::entries);
      field.fault(
          "Sloth's plugins are not supported: write the two queries that it makes as events");
    });
    if (Stream.of(events, raw, plugin).filter(Optional::isPresent).count() != 1) {
      sli.self().fault("expected exactly one of events and raw");
    }
    var ofEvents = events.flatMap(f -> f.mapping(SlothFile::events)).flatMap(e -> e);
    var ofRaw =
        raw.flatMap(f -> f.mapping(m -> m.required("error_ratio_query")))
            .flatMap(query -> query)
            .flatMap(SlothFile::query)
            .map(ErrorRatio.Raw::new);
    return ofEvents.or(() -> ofRaw);
  }

  private static Optional<ErrorRatio> events(Mapping events) {
    var bad = events.required("error_query").flatMap(SlothFile::query);
    var total = events.required("total_query").flatMap(SlothFile::query);
    return bad.flatMap(b -> total.map(t -> new ErrorRatio.BadOfTotal(b, t)));
  }

  private static Optional<WindowedQuery> query(Field field) {
    return field
        .text()
        .flatMap(text -> {
          var unmatched = QueryText.of(text).fault();
          if (unmatched.isPresent()) {
            field.fault("not PromQL: " + unmatched.get());
            return Optional.empty();
          }
          try {
            return Optional.of(new WindowedQuery(text));
          } catch (IllegalArgumentException e) {
            field.fault(
                e.getMessage() + ": expected one such as sum(rate(errors_total[{{.window}}]))");
            return Optional.empty();
          }
        });
  }

  static Map<String, String> over(Map<String, String> base, Map<String, String> own) {
    var all = new HashMap<>(base);
    all.putAll(own);
    return all;
  }

  /** Reads labels or annotations. */
  static Map<String, String> texts(Mapping mapping, String key) {
    return mapping
        .optional(key)
        .flatMap(field -> field.mapping(Mapping::entries))
        .orElse(Map.of())
        .entrySet()
        .stream()
        .flatMap(entry -> text(entry).stream())
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Optional<Map.Entry<String, String>> text(Map.Entry<String, Field> entry) {
    if (!LABEL.matcher(entry.getKey()).matches() || entry.getKey().startsWith("__")) {
      entry.getValue().fault("not a name that Prometheus takes: letters, digits and _");
    } else if (entry.getKey().startsWith("sloth_")) {
      entry.getValue().fault("its name is kept for what the rules say themselves");
    }
    return entry.getValue().text().map(text -> Map.entry(entry.getKey(), text));
  }
}
