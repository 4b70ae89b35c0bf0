package dev.nines.engine.configuration;

import dev.nines.channel.Secret;
import dev.nines.engine.configuration.Settings.Hooks;
import dev.nines.engine.declarations.yaml.Mapping;
import java.util.Optional;

/** Reads {@code hooks}: what proves that a hook is called by whom it is for. */
final class HooksReader {
  private HooksReader() {}

  static Hooks read(Mapping m) {
    return new Hooks(
        m.optional("alertmanager").flatMap(f -> f.mapping(HooksReader::token)).flatMap(t -> t),
        secret(m, "github", "secret"),
        secret(m, "gitlab", "token"),
        secret(m, "cdevents", "token"));
  }

  private static Optional<ConfiguredSecret> secret(Mapping m, String hook, String key) {
    return m.optional(hook)
        .flatMap(
            f -> f.mapping(of -> SecretText.required(of, key).secret(ConfiguredSecret.SHORTEST)))
        .flatMap(s -> s);
  }

  /** A short one can be guessed, and an empty one is a variable that is not set. */
  private static Optional<Secret> token(Mapping m) {
    var token = SecretText.optional(m, "token");
    if (token.written().isPresent()) {
      token.file().ifPresent(f -> f.fault("token stands here already"));
    }
    return token.text(ConfiguredSecret.SHORTEST).map(Secret::new);
  }
}
