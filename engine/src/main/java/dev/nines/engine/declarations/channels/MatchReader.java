package dev.nines.engine.declarations.channels;

import dev.nines.channel.ChannelSpec.Match;
import dev.nines.engine.declarations.kinds.Words;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Reference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is meant by {@code services}, {@code severities} and {@code labels}.
 *
 * @param services the services that are named
 * @param match what is meant
 */
public record MatchReader(List<Reference> services, Match match) {
  /** Everything. */
  static final MatchReader ALL = new MatchReader(List.of(), Match.ALL);

  private static final MatchReader NONE = new MatchReader(List.of(), Match.NONE);

  /** A channel's {@code match}: a mapping, or {@code none}. */
  static MatchReader ofChannel(Field field) {
    return field.isMapping()
        ? field.mapping(MatchReader::of).orElse(ALL)
        : field
            .parse("a mapping or none", word -> Optional.of(NONE).filter(_ -> word.equals("none")))
            .orElse(ALL);
  }

  /**
   * Reads it.
   *
   * @param match where the keys stand
   * @return what is meant
   */
  public static MatchReader of(Mapping match) {
    var services =
        match.optional("services").map(f -> f.list(Reference::of)).orElse(List.<Reference>of());
    var severities =
        match
            .optional("severities")
            .map(f -> f.list(item -> item.oneOf(Words.SEVERITIES)))
            .orElse(List.of());
    var labels =
        match.optional("labels").flatMap(f -> f.mapping(MatchReader::labels)).orElse(Map.of());
    var names = services.stream().map(Reference::name).toList();
    return new MatchReader(services, new Match(Set.copyOf(names), Set.copyOf(severities), labels));
  }

  private static Map<String, Set<String>> labels(Mapping labels) {
    return labels.entries().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> values(entry.getValue())));
  }

  private static Set<String> values(Field field) {
    var values = field.isList() ? field.list(Field::text) : field.text().stream().toList();
    if (field.isList() && field.items().isEmpty()) {
      field.fault("expected at least one value: nothing would match none");
    }
    return Set.copyOf(values);
  }
}
