package dev.nines.engine.importing;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The {@code relabel_configs} of a job: {@code replace}, {@code keep} and {@code drop}, which is
 * what jobs of blackbox_exporter use.
 *
 * @param rules in their order
 * @see <a
 *     href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config">relabel_config</a>
 */
record Relabelling(List<Rule> rules) {
  private static final Set<String> ACTIONS = Set.of("replace", "keep", "drop");

  Relabelling {
    rules = List.copyOf(rules);
  }

  /** One rule. */
  record Rule(
      String action,
      List<String> sources,
      String separator,
      Pattern regex,
      String target,
      String replacement) {}

  /** Reads rules; warns of each that is left out. */
  static Relabelling read(Optional<Field> field) {
    return new Relabelling(field.map(f -> f.list(Relabelling::rule)).orElse(List.of()));
  }

  private static Optional<Rule> rule(Field field) {
    return field.mapping(Mapping::entries).flatMap(keys -> rule(field, keys));
  }

  private static Optional<Rule> rule(Field field, Map<String, Field> keys) {
    var action = text(keys, "action", "replace");
    if (!ACTIONS.contains(action)) {
      field.warn("relabelling by " + action + " is not taken over");
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Rule(
              action,
              Optional.ofNullable(keys.get("source_labels"))
                  .map(labels -> labels.list(Field::text))
                  .orElse(List.of()),
              text(keys, "separator", ";"),
              Pattern.compile(text(keys, "regex", "(.*)"), Pattern.DOTALL),
              text(keys, "target_label", ""),
              text(keys, "replacement", "$1")));
    } catch (PatternSyntaxException e) {
      field.warn("not a regular expression, so not taken over: " + e.getDescription());
      return Optional.empty();
    }
  }

  private static String text(Map<String, Field> keys, String key, String otherwise) {
    var field = keys.get(key);
    return field == null ? otherwise : field.isEmpty() ? "" : field.text().orElse("");
  }

  /** The labels that a target has in the end; empty where it is dropped. */
  Optional<Map<String, String>> apply(Map<String, String> before) {
    var labels = new TreeMap<>(before);
    for (var rule : rules) {
      var value =
          rule.sources().stream()
              .map(label -> labels.getOrDefault(label, ""))
              .collect(Collectors.joining(rule.separator()));
      var matches = rule.regex().matches(value);
      if (rule.action().equals(matches ? "drop" : "keep")) {
        return Optional.empty();
      }
      if (matches && rule.action().equals("replace")) {
        replace(rule, value, labels);
      }
    }
    return Optional.of(labels);
  }

  private static void replace(Rule rule, String value, Map<String, String> labels) {
    var result = expand(rule, value);
    if (result.isEmpty()) { // as Prometheus has it: an empty label is none
      labels.remove(rule.target());
    } else {
      labels.put(rule.target(), result);
    }
  }

  /** Go's templates: {@code $1}, {@code ${1}}, {@code $$}; a group that is not there is empty. */
  private static String expand(Rule rule, String value) {
    var groups = new ArrayList<String>();
    var match = rule.regex().matcher(value);
    if (match.matches()) {
      for (var i = 0; i <= match.groupCount(); i++) {
        groups.add(match.group(i) == null ? "" : match.group(i));
      }
    }
    var reference = REFERENCE.matcher(rule.replacement());
    var expanded = new StringBuilder();
    var end = 0;
    while (reference.find()) {
      expanded.append(rule.replacement(), end, reference.start());
      var number = reference.group().replaceAll("[${}]", "");
      if (number.isEmpty()) {
        expanded.append('$');
      } else if (Integer.parseInt(number) < groups.size()) {
        expanded.append(groups.get(Integer.parseInt(number)));
      }
      end = reference.end();
    }
    return expanded.append(rule.replacement(), end, rule.replacement().length()).toString();
  }

  private static final java.util.regex.Pattern REFERENCE =
      java.util.regex.Pattern.compile("\\$\\$|\\$\\{[0-9]{1,4}}|\\$[0-9]{1,4}");
}
