package dev.nines.engine.exposition;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which metrics does {@code name[]} ask for? Those whose name it is, or a series of which has it:
 * the Prometheus client's own filter takes whatever begins it for meant, and so {@code slo_info}
 * for every {@code slo_...}.
 *
 * @param names as the client calls them: without what is added for the type
 */
record NamedMetrics(Set<String> names) implements Predicate<String> {
  private static final List<String> SUFFIXES =
      List.of("_total", "_info", "_created", "_bucket", "_count", "_sum");

  /** All where nothing is named. */
  static Predicate<String> of(String @Nullable [] asked) {
    if (asked == null) {
      return _ -> true;
    }
    var names = new HashSet<>(Arrays.asList(asked));
    for (var name : asked) {
      SUFFIXES.stream()
          .filter(name::endsWith)
          .forEach(suffix -> names.add(name.substring(0, name.length() - suffix.length())));
    }
    return new NamedMetrics(Set.copyOf(names));
  }

  @Override
  public boolean test(String name) {
    return names.contains(name);
  }
}
