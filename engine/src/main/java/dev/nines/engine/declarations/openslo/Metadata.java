package dev.nines.engine.declarations.openslo;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Spelling;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The {@code metadata} of a document; our own kinds have OpenSLO's.
 *
 * @param name the name
 * @param at where the name stands
 * @param displayName for people; the name where none is given
 * @param labels values by key
 * @param annotations texts by key
 */
public record Metadata(
    String name,
    Field at,
    String displayName,
    Map<String, List<String>> labels,
    Map<String, String> annotations) {
  /** The annotations that are Nines' own start so. */
  private static final String OURS = "nines.dev/";

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern LABEL_KEY =
      Pattern.compile("[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?");
  private static final Pattern ANNOTATION_KEY =
      Pattern.compile(
          "([a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?/)?"
              + "[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?");
  private static final int LONGEST_DESCRIPTION = 1_050;

  /**
   * Reads metadata of a kind that Nines has no annotations for.
   *
   * @param document the document
   * @return its metadata
   */
  public static Optional<Metadata> of(Mapping document) {
    return of(document, Map.of());
  }

  /**
   * Reads metadata.
   *
   * @param document the document
   * @param settings who reads the value of each {@code nines.dev/} annotation; others are faults
   * @return the metadata
   */
  public static Optional<Metadata> of(Mapping document, Map<String, Consumer<Field>> settings) {
    return document
        .required("metadata")
        .flatMap(field -> field.mapping(metadata -> read(metadata, settings)));
  }

  /**
   * Reads the {@code description} that every spec may have.
   *
   * @param spec the spec
   * @return the description; empty where there is none
   */
  static String description(Mapping spec) {
    var field = spec.optional("description");
    var text = field.flatMap(Field::text).orElse("");
    if (text.codePointCount(0, text.length()) > LONGEST_DESCRIPTION) {
      field.ifPresent(f -> f.fault("longer than " + LONGEST_DESCRIPTION + " characters"));
    }
    return text;
  }

  private static Metadata read(Mapping metadata, Map<String, Consumer<Field>> settings) {
    var at = metadata.required("name");
    var name = at.flatMap(Metadata::name).orElse("");
    return new Metadata(
        name,
        at.orElse(metadata.self()),
        metadata.optional("displayName").flatMap(Field::text).orElse(name),
        metadata.optional("labels").flatMap(f -> f.mapping(Metadata::labels)).orElse(Map.of()),
        metadata
            .optional("annotations")
            .flatMap(f -> f.mapping(annotations -> annotations(annotations, settings)))
            .orElse(Map.of()));
  }

  /** Says what is wrong with a name, but gives it all the same, so that references find it. */
  private static Optional<String> name(Field field) {
    var name = field.text();
    if (name.filter(text -> !NAME.matcher(text).matches()).isPresent()) {
      field.fault(
          "expected a name of at most 63 small letters, digits and hyphens, got "
              + field.described());
    }
    return name;
  }

  private static Map<String, List<String>> labels(Mapping labels) {
    var values = new LinkedHashMap<String, List<String>>();
    labels
        .entries()
        .forEach((key, field) -> {
          if (!LABEL_KEY.matcher(key).matches()) {
            field.fault("not a label's key: at most 63 letters, digits, dots, _ and -");
          }
          values.put(
              key, field.isList() ? field.list(Field::text) : field.text().stream().toList());
        });
    return values;
  }

  private static Map<String, String> annotations(
      Mapping annotations, Map<String, Consumer<Field>> settings) {
    var values = new LinkedHashMap<String, String>();
    annotations
        .entries()
        .forEach((key, field) -> {
          if (key.startsWith(OURS)) {
            ours(key, field, settings);
          } else if (!ANNOTATION_KEY.matcher(key).matches()) {
            field.fault("not an annotation's key: expected [domain/]name");
          }
          field.text().ifPresent(text -> values.put(key, text));
        });
    return values;
  }

  private static void ours(String key, Field field, Map<String, Consumer<Field>> settings) {
    var reader = settings.get(key);
    if (reader == null) {
      field.fault("unknown annotation" + hint(key, settings.keySet()));
    } else {
      reader.accept(field);
    }
  }

  /** The prefix is the same in all, so only what follows says which was meant. */
  private static String hint(String key, Collection<String> known) {
    var names = known.stream().map(k -> k.substring(OURS.length())).toList();
    return Spelling.nearest(key.substring(OURS.length()), names)
        .map(name -> " (did you mean " + OURS + name + "?)")
        .orElse("");
  }
}
