package dev.nines.engine.declarations.blackbox;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.probe.Content;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads values that may be secret. In a declaration a secret is a variable or lies in a file; in a
 * {@code blackbox.yml} it may stand in its place. No fault shows one.
 */
final class Contents {
  private final Placeholders variables;
  private final Predicate<String> filledLater;

  Contents(Placeholders variables, Predicate<String> filledLater) {
    this.variables = variables;
    this.filledLater = filledLater;
  }

  /** Whether a text gets its secret only when the probe runs. */
  boolean isFilledLater(String text) {
    return filledLater.test(text);
  }

  /** What anybody may see, its variables filled in. */
  Optional<Content> open(Field field) {
    return field.text(variables).map(Content.Text::new);
  }

  /** What anybody may see, unless a variable fills it in. */
  Optional<Content> openUnlessFilledIn(Field field) {
    return field
        .text(variables)
        .map(text -> field.hasVariables() ? new Content.Secret(text) : new Content.Text(text));
  }

  /** What nobody may see; {@code orElse} names the key that takes a file instead. */
  Optional<Content> secret(Field field, String orElse) {
    return secretText(field, orElse).map(Content.Secret::new);
  }

  Optional<String> secretText(Field field, String orElse) {
    var written = field.text();
    var open = written.filter(text -> !Placeholders.isOne(text) && !isFilledLater(text));
    if (!field.isLiteral() && open.isPresent()) {
      field.fault("a secret must not stand here: expected ${NAME}, or " + orElse);
      return Optional.empty();
    }
    return field.text(variables);
  }

  /** A text whose variables are filled in; nothing is said of what they hold. */
  Optional<String> text(Field field) {
    return field.text(variables);
  }

  /** A secret in a file. The peer looks for it only when it runs, so there it may come later. */
  Optional<Content> file(Field field) {
    if (!field.isLiteral()) {
      return field.existingFile().map(Content.InFile::new);
    }
    var file = field.file();
    if (file.filter(path -> !Files.isRegularFile(path)).isPresent()) {
      field.warn("there is no such file now: " + field.described());
    }
    return file.map(Content.InFile::new);
  }

  /** Either of two keys, such as {@code password} and {@code password_file}. */
  Optional<Content> openOrFile(Mapping mapping, String key) {
    var fileKey = key + "_file";
    Keys.atMostOne(mapping, key, fileKey);
    return Keys.filled(mapping, key)
        .flatMap(this::open)
        .or(() -> Keys.filled(mapping, fileKey).flatMap(this::file));
  }

  /** Either of two keys, where the value is a secret. */
  Optional<Content> secretOrFile(Mapping mapping, String key) {
    var fileKey = key + "_file";
    Keys.atMostOne(mapping, key, fileKey);
    return Keys.filled(mapping, key)
        .flatMap(field -> secret(field, fileKey))
        .or(() -> Keys.filled(mapping, fileKey).flatMap(this::file));
  }

  /** Keys of prometheus/common that name an entry of a store of secrets. */
  static void noSecretStore(Mapping mapping, String... refs) {
    for (var ref : refs) {
      mapping
          .optional(ref)
          .ifPresent(
              field -> field.fault("is not supported: Nines has no store of secrets, only files"));
    }
  }
}
