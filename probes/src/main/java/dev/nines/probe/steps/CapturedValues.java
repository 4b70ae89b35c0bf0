package dev.nines.probe.steps;

import dev.nines.probe.FailureReason;
import dev.nines.probe.net.ProbeFault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * What the steps of a run have captured so far.
 *
 * @param byName each value by its name
 */
record CapturedValues(Map<String, CapturedValue> byName) {
  static final CapturedValues NONE = new CapturedValues(Map.of());

  /** How long values may make a text; far above what a server takes. */
  private static final int LONGEST = 1024 * 1024;

  CapturedValues {
    byName = Map.copyOf(byName);
  }

  CapturedValues and(Map<String, CapturedValue> more) {
    var all = new LinkedHashMap<>(byName);
    all.putAll(more);
    return new CapturedValues(all);
  }

  CapturedValue of(String name) {
    return Objects.requireNonNull(byName.get(name), name);
  }

  /** {@return what nobody may see} */
  List<String> secrets() {
    return byName.values().stream().flatMap(value -> value.masked().stream()).toList();
  }

  /**
   * {@return the names in a text that there is a value for; what a variable filled in may hold
   * others, which are left as they are}
   */
  List<String> in(Template template) {
    return template.names().stream().filter(byName::containsKey).toList();
  }

  /**
   * Puts the values in.
   *
   * @throws ProbeFault when that makes too much of it
   */
  String put(Template template, String place, Function<CapturedValue, String> form)
      throws ProbeFault {
    var added = in(template).stream().mapToLong(name -> form.apply(of(name)).length()).sum();
    if (added > LONGEST) {
      throw new ProbeFault(
          FailureReason.CAPTURE, "the values in %s are longer than 1 MiB".formatted(place));
    }
    return template.with(
        name -> byName.containsKey(name) ? form.apply(of(name)) : "{{" + name + "}}");
  }

  static ProbeFault unfit(String name, String where) {
    return new ProbeFault(FailureReason.CAPTURE, "{{%s}} cannot stand %s".formatted(name, where));
  }
}
