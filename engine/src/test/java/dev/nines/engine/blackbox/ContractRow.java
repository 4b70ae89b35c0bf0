package dev.nines.engine.blackbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A situation, and what shared/reference/blackbox.md has for an answer to it.
 *
 * @param situation what is asked of whom
 * @param series the value of each series that matters here
 * @param absent the families that must not be there
 */
record ContractRow(Situation situation, Map<String, Double> series, Set<String> absent) {
  static ContractRow up(Situation situation) {
    return new ContractRow(situation, Map.of("probe_success", 1.0), Set.of("probe_failure_info"));
  }

  /** {@code why} is the phase and the reason, such as {@code tls/certificate_untrusted}. */
  static ContractRow down(Situation situation, String why) {
    var words = why.split("/");
    return new ContractRow(
        situation,
        Map.of(
            "probe_success",
            0.0,
            "probe_failure_info{phase=%s, reason=%s}".formatted(words[0], words[1]),
            1.0),
        Set.of());
  }

  /** Why is another matter on each machine. */
  static ContractRow failed(Situation situation) {
    return new ContractRow(situation, Map.of("probe_success", 0.0), Set.of());
  }

  ContractRow with(String name, double value) {
    var more = new LinkedHashMap<>(series);
    more.put(name, value);
    return new ContractRow(situation, more, absent);
  }

  ContractRow without(String... families) {
    var more = new TreeSet<>(absent);
    more.addAll(List.of(families));
    return new ContractRow(situation, series, more);
  }

  /** {@return what an answer has otherwise} */
  List<String> faults(Exposition answer) {
    var faults = new ArrayList<String>();
    series.forEach((name, value) -> {
      if (Double.compare(answer.value(name), value) != 0) {
        faults.add("%s: expected %s, got %s".formatted(name, value, answer.value(name)));
      }
    });
    answer.series().keySet().stream()
        .filter(name -> absent.contains(Exposition.family(name)))
        .forEach(name -> faults.add(name + ": expected to be absent"));
    return faults;
  }

  @Override
  public String toString() {
    return situation.name();
  }
}
