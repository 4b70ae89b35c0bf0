package dev.nines.engine.declarations.kinds;

import dev.nines.channel.ChannelSpec;
import dev.nines.channel.ChannelSpec.Match;
import dev.nines.channel.Secret;
import dev.nines.channel.WebhookSignature;
import dev.nines.engine.declarations.openslo.Metadata;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.engine.declarations.yaml.Registry;
import dev.nines.probe.Targets;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code kind: NotificationChannel}. No fault of its ever shows what a variable holds. */
public final class ChannelKind {
  private static final int MOST_SECRET_BYTES = 16_384;
  private static final Pattern WEBHOOK_SECRET = Pattern.compile("whsec_[A-Za-z0-9+/]+={0,2}");

  private final Placeholders variables;

  /**
   * A reader.
   *
   * @param variables fills in addresses and secrets
   */
  public ChannelKind(Placeholders variables) {
    this.variables = variables;
  }

  private enum Type {
    WEBHOOK,
    LOG
  }

  /**
   * Reads a channel.
   *
   * @param document the document
   * @param channels where it is declared
   */
  public void read(Mapping document, Registry<Optional<ChannelDraft>> channels) {
    var metadata = Metadata.of(document);
    var name = metadata.map(Metadata::name).orElse("");
    var draft =
        document.required("spec").flatMap(f -> f.mapping(spec -> spec(spec, name))).flatMap(d -> d);
    metadata.ifPresent(m -> channels.add(m.name(), m.at(), draft));
  }

  private Optional<ChannelDraft> spec(Mapping spec, String name) {
    var wanted =
        spec.optional("match").flatMap(f -> f.mapping(ChannelKind::wanted)).orElse(Wanted.ALL);
    var type =
        spec.required("type")
            .flatMap(f -> f.oneOf(Map.of("webhook", Type.WEBHOOK, "log", Type.LOG)));
    return type.flatMap(t ->
            switch (t) {
              case WEBHOOK -> webhook(spec, name, wanted.match()).map(ChannelSpec.class::cast);
              case LOG -> Optional.of(new ChannelSpec.Log(name, wanted.match()));
            })
        .map(channel -> new ChannelDraft(wanted.services, channel));
  }

  private record Wanted(List<Reference> services, Match match) {
    static final Wanted ALL = new Wanted(List.of(), Match.ALL);
  }

  private static Wanted wanted(Mapping match) {
    var services =
        match.optional("services").map(f -> f.list(Reference::of)).orElse(List.<Reference>of());
    var severities =
        match
            .optional("severities")
            .map(f -> f.list(item -> item.oneOf(Words.SEVERITIES)))
            .orElse(List.of());
    var names = services.stream().map(Reference::name).toList();
    return new Wanted(services, new Match(Set.copyOf(names), Set.copyOf(severities)));
  }

  private Optional<ChannelSpec.Webhook> webhook(Mapping spec, String name, Match match) {
    var url = spec.optional("url");
    var urlFile = spec.optional("url_file");
    if (url.isPresent() == urlFile.isPresent()) {
      spec.self().fault("expected exactly one of url and url_file");
    }
    var address =
        url.flatMap(f -> f.text(variables).flatMap(text -> address(f, text)))
            .or(() -> urlFile.flatMap(f -> content(f).flatMap(text -> address(f, text))));
    var secret = secret(spec);
    return address.map(uri -> new ChannelSpec.Webhook(name, match, uri, secret));
  }

  private static Optional<URI> address(Field field, String text) {
    var uri = Targets.url(text);
    if (uri.isEmpty()) {
      field.fault("expected an http or https URL, got " + field.described());
    } else if (uri.get().getHost() == null) { // which the JDK's client does not call
      field.fault("a host with an underscore cannot be called here: " + field.described());
      return Optional.empty();
    }
    return uri;
  }

  private Optional<Secret> secret(Mapping spec) {
    var secret = spec.optional("secret");
    var secretFile = spec.optional("secret_file");
    if (secret.isPresent() && secretFile.isPresent()) {
      spec.self().fault("expected at most one of secret and secret_file");
    }
    return secret
        .flatMap(field -> variable(field).flatMap(text -> signing(field, text)))
        .or(() -> secretFile.flatMap(f -> content(f).flatMap(text -> signing(f, text))));
  }

  private Optional<String> variable(Field field) {
    var written = field.text();
    if (written.filter(text -> !Placeholders.isOne(text)).isPresent()) {
      field.fault("a secret must not stand here: expected ${NAME}, or secret_file");
      return Optional.empty();
    }
    return field.text(variables);
  }

  private static Optional<Secret> signing(Field field, String text) {
    if (!WEBHOOK_SECRET.matcher(text).matches()) {
      field.fault("does not hold whsec_ and base64, the form of a Standard Webhooks secret");
      return Optional.empty();
    }
    var secret = new Secret(text);
    if (!WebhookSignature.accepts(secret)) {
      field.fault("holds a secret that is not of 24 to 64 bytes");
      return Optional.empty();
    }
    return Optional.of(secret);
  }

  private static Optional<String> content(Field field) {
    return field.existingFile().flatMap(file -> content(field, file));
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
