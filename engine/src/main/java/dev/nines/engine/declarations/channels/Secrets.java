package dev.nines.engine.declarations.channels;

import dev.nines.channel.ChannelSpec.Login;
import dev.nines.channel.Secret;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.probe.Targets;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads addresses and secrets, which stand in variables and files of their own.
 *
 * @param variables fills them in
 */
public record Secrets(Placeholders variables) {
  private static final int MOST_SECRET_BYTES = 16_384;

  /**
   * A text and where it was asked for.
   *
   * @param at where
   * @param text the text
   */
  public record Found(Field at, String text) {}

  /**
   * Reads the value of {@code key: ${NAME}} or of the file of {@code key_file}.
   *
   * @param spec where it stands
   * @param key its key
   * @return the secret, where there is one
   */
  public Optional<Found> secret(Mapping spec, String key) {
    var here = spec.optional(key);
    var file = spec.optional(key + "_file");
    if (here.isPresent() && file.isPresent()) {
      spec.self().fault("expected at most one of %s and %s_file".formatted(key, key));
    }
    return here.flatMap(field -> variable(field, key))
        .or(() -> file.flatMap(Secrets::content))
        .filter(Secrets::isUsable);
  }

  private static boolean isUsable(Found found) {
    if (found.text.isBlank()) {
      found.at.fault("is empty");
      return false;
    }
    if (found.text.codePoints().anyMatch(Character::isISOControl)) {
      found.at.fault("holds a line break or another control character");
      return false;
    }
    return true;
  }

  /** The same where there must be one. */
  Optional<Secret> required(Mapping spec, String key) {
    if (spec.optional(key).isEmpty() && spec.optional(key + "_file").isEmpty()) {
      spec.self().fault("expected exactly one of %s and %s_file".formatted(key, key));
    }
    return secret(spec, key).map(found -> new Secret(found.text));
  }

  /** {@return a user and a password, where one of them is given} */
  Optional<Login> login(Mapping spec) {
    var user = spec.optional("username");
    var password = secret(spec, "password");
    if (user.isPresent() && password.isEmpty()) {
      user.get().fault("needs a password or password_file");
    } else if (user.isEmpty() && password.isPresent()) {
      password.get().at.fault("needs a username");
    }
    return user.flatMap(field -> field.text(variables))
        .flatMap(name -> password.map(found -> new Login(name, new Secret(found.text))));
  }

  /** {@return an address in which variables may stand} */
  Optional<URI> address(Mapping spec) {
    return address(spec, false);
  }

  /** {@return an address all of which is a secret} */
  Optional<URI> secretAddress(Mapping spec) {
    return address(spec, true);
  }

  private Optional<URI> address(Mapping spec, boolean secret) {
    var url = spec.optional("url");
    var urlFile = spec.optional("url_file");
    if (url.isPresent() == urlFile.isPresent()) {
      spec.self().fault("expected exactly one of url and url_file");
    }
    return url.flatMap(field ->
            secret
                ? variable(field, "url").flatMap(found -> address(field, found.text))
                : field.text(variables).flatMap(text -> address(field, text)))
        .or(() -> urlFile.flatMap(Secrets::content).flatMap(f -> address(f.at, f.text)));
  }

  /** {@return the address that a text is} */
  static Optional<URI> address(Field field, String text) {
    var uri = Targets.url(text);
    if (uri.isEmpty()) {
      field.fault("expected an http or https URL, got " + field.described());
    } else if (uri.get().getHost() == null) { // which the JDK's client does not call
      field.fault("a host with an underscore cannot be called here: " + field.described());
      return Optional.empty();
    }
    return uri;
  }

  private Optional<Found> variable(Field field, String key) {
    var written = field.text();
    if (written.filter(text -> !Placeholders.isOne(text)).isPresent()) {
      field.fault("a secret must not stand here: expected ${NAME}, or %s_file".formatted(key));
      return Optional.empty();
    }
    return field.text(variables).map(text -> new Found(field, text));
  }

  private static Optional<Found> content(Field field) {
    return field
        .existingFile()
        .flatMap(file -> content(field, file))
        .map(text -> new Found(field, text));
  }

  private static Optional<String> content(Field field, Path file) {
    try (var in = Files.newInputStream(file)) {
      return Optional.of(
          new String(in.readNBytes(MOST_SECRET_BYTES), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      field.fault("cannot be read: " + e.getMessage());
      return Optional.empty();
    }
  }
}
