package dev.nines.engine.configuration;

import dev.nines.channel.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A secret that proves who somebody is, and where it stands. */
public sealed interface ConfiguredSecret {
  /** A shorter one can be guessed, and an empty one is a variable that is not set. */
  int SHORTEST = 16;

  /**
   * It stands in config.yml or in the environment.
   *
   * @param secret the secret
   */
  record Written(Secret secret) implements ConfiguredSecret {}

  /**
   * It stands in a file, and may be another tomorrow.
   *
   * @param file the file
   * @param shortest how many characters it has at least
   */
  record InFile(Path file, int shortest) implements ConfiguredSecret {}

  /**
   * Reads it, a file anew.
   *
   * @return the secret
   * @throws IOException where it cannot be read, or is too short to be one
   */
  default Secret read() throws IOException {
    return switch (this) {
      case Written(var secret) -> secret;
      case InFile(var file, var shortest) -> {
        var text = Files.readString(file).strip();
        if (text.length() < shortest) {
          throw new IOException("not at least %d characters long: %s".formatted(shortest, file));
        }
        yield new Secret(text);
      }
    };
  }
}
