package dev.nines.engine.blackbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One row of a table: what is asked of whom.
 *
 * @param name what is special here
 * @param module the module, in YAML's flow style without the outer braces; empty for none
 * @param query the parameters of {@code /probe} beside the module
 * @param headers the headers of the scrape
 * @param differences where Nines differs on purpose
 * @param varying metrics whose value is another in each run, such as what came before a deadline
 */
record Situation(
    String name,
    String module,
    Map<String, String> query,
    Map<String, String> headers,
    List<Difference> differences,
    Set<String> varying) {
  /**
   * A difference that is wanted.
   *
   * @param reason why, as docs/reference/probing.md has it
   * @param families the metrics that do differ, at least one; or {@code text}, {@code status}
   */
  record Difference(String reason, List<String> families) {
    Difference {
      if (families.isEmpty()) {
        throw new IllegalArgumentException("excuses nothing: " + reason);
      }
    }
  }

  Situation {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
    differences = List.copyOf(differences);
    varying = Set.copyOf(varying);
  }

  static Situation http(String name, String target, String http) {
    return of(name, target, "prober: http, timeout: 8s, http: {%s}".formatted(http));
  }

  static Situation tcp(String name, String target, String tcp) {
    return of(name, target, "prober: tcp, timeout: 8s, tcp: {%s}".formatted(tcp));
  }

  static Situation of(String name, String target, String module) {
    return new Situation(name, module, Map.of("target", target), Map.of(), List.of(), Set.of());
  }

  /** The same with less time; for what never answers. */
  Situation within(String timeout) {
    return new Situation(
        name,
        module.replace("timeout: 8s", "timeout: " + timeout),
        query,
        headers,
        differences,
        varying);
  }

  Situation asking(String parameter, String value) {
    var more = new LinkedHashMap<>(query);
    more.put(parameter, value);
    return new Situation(name, module, more, headers, differences, varying);
  }

  Situation header(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Situation(name, module, query, more, differences, varying);
  }

  Situation differs(String reason, String... families) {
    return new Situation(
        name,
        module,
        query,
        headers,
        Stream.concat(differences.stream(), Stream.of(new Difference(reason, List.of(families))))
            .toList(),
        varying);
  }

  Situation varying(String... families) {
    return new Situation(name, module, query, headers, differences, Set.of(families));
  }

  @Override
  public String toString() {
    return name;
  }
}
