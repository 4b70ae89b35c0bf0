package dev.nines.engine.configuration;

import dev.nines.channel.Secret;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * A secret of {@code config.yml}: its text stands there, or in a file that is named there under the
 * same key with {@code File} at its end. No fault tells what it is.
 *
 * @param written where the text stands itself
 * @param file where its file is named
 */
record SecretText(Optional<Field> written, Optional<Field> file) {
  /** One that may be missing. */
  static SecretText optional(Mapping m, String key) {
    return new SecretText(m.optional(key), m.optional(key + "File"));
  }

  /** One that must be there, and only once. */
  static SecretText required(Mapping m, String key) {
    var secret = optional(m, key);
    if (secret.written.isPresent() == secret.file.isPresent()) {
      m.self().fault("expected exactly one of %s and %sFile".formatted(key, key));
    }
    return secret;
  }

  boolean isThere() {
    return written.isPresent() || file.isPresent();
  }

  void fault(String message) {
    written.or(() -> file).ifPresent(field -> field.fault(message));
  }

  Optional<String> text() {
    return written.flatMap(Field::text).or(() -> file.flatMap(SecretText::content));
  }

  /** The same, and a fault where it has not so many characters. */
  Optional<String> text(int shortest) {
    var text = text();
    if (text.filter(t -> t.length() < shortest).isPresent()) {
      fault("not at least %d characters long".formatted(shortest));
    }
    return text;
  }

  /** A file is read each time that it is used, so that it can be changed without a restart. */
  Optional<ConfiguredSecret> secret(int shortest) {
    var text = text(shortest);
    return written.isPresent()
        ? text.map(Secret::new).map(ConfiguredSecret.Written::new)
        : file.filter(_ -> text.isPresent())
            .flatMap(Field::existingFile)
            .map(path -> new ConfiguredSecret.InFile(path, shortest));
  }

  private static Optional<String> content(Field field) {
    return field
        .existingFile()
        .flatMap(path -> {
          try {
            return Optional.of(Files.readString(path).strip());
          } catch (IOException e) {
            field.fault("cannot be read");
            return Optional.empty();
          }
        });
  }
}
