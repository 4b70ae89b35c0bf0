package dev.nines.engine.declarations.telling;

import dev.nines.channel.Secret;
import dev.nines.engine.catalog.Heartbeat;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.declarations.channels.Secrets;
import dev.nines.engine.declarations.kinds.Words;
import dev.nines.engine.declarations.openslo.Metadata;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.engine.declarations.yaml.Registry;
import dev.nines.incident.Severity;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code kind: Heartbeat}. */
public final class HeartbeatKind {
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofMinutes(5);
  private static final int SHORTEST_TOKEN = 16;

  private final Secrets secrets;

  /**
   * A reader.
   *
   * @param variables fills in secrets
   */
  public HeartbeatKind(Placeholders variables) {
    secrets = new Secrets(variables);
  }

  /**
   * Reads a heartbeat.
   *
   * @param document the document
   * @param heartbeats where it is declared
   * @param services learns of a mention
   */
  public void read(
      Mapping document, Registry<Optional<Heartbeat>> heartbeats, Registry<Service> services) {
    var metadata = Metadata.of(document);
    var name = metadata.map(Metadata::name).orElse("");
    var displayName = metadata.map(Metadata::displayName).orElse("");
    var draft =
        document
            .required("spec")
            .flatMap(f -> f.mapping(spec -> spec(spec, name, displayName, services)))
            .flatMap(d -> d);
    metadata.ifPresent(m -> heartbeats.add(m.name(), m.at(), draft));
  }

  private Optional<Heartbeat> spec(
      Mapping spec, String name, String displayName, Registry<Service> services) {
    var service = spec.required("service").flatMap(Reference::of);
    service.ifPresent(services::mention);
    var every = spec.required("every").flatMap(field -> field.durationAtLeast(SHORTEST, "10s"));
    var grace =
        spec.optional("grace")
            .flatMap(field -> field.durationAtLeast(Duration.ofSeconds(1), "1s"))
            .orElse(GRACE);
    var severity =
        spec.optional("severity").flatMap(f -> f.oneOf(Words.SEVERITIES)).orElse(Severity.CRITICAL);
    var token = token(spec);
    return service.flatMap(of ->
        every.map(interval ->
            new Heartbeat(name, displayName, of.name(), interval, grace, severity, token)));
  }

  private Optional<Secret> token(Mapping spec) {
    var token = secrets.secret(spec, "token");
    token
        .filter(found -> found.text().length() < SHORTEST_TOKEN)
        .ifPresent(found -> found.at().fault("not at least 16 characters long"));
    return token.map(found -> new Secret(found.text()));
  }
}
