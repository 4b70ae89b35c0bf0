package dev.nines.engine.declarations.openslo;

import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.engine.declarations.yaml.Registry;
import java.util.Optional;

/**
 * Reads {@code kind: AlertNotificationTarget}, and the target that stands inside a policy. It
 * stands for the name of a channel.
 */
public final class AlertNotificationTargetKind {
  private AlertNotificationTargetKind() {}

  /**
   * Reads a target.
   *
   * @param document the document
   * @param targets where it is declared
   */
  public static void read(Mapping document, Registry<Optional<Reference>> targets) {
    var metadata = Metadata.of(document);
    var channel = spec(document);
    metadata.ifPresent(m -> targets.add(m.name(), m.at(), channel));
  }

  static Optional<Reference> inline(Mapping target) {
    Metadata.of(target);
    return spec(target);
  }

  private static Optional<Reference> spec(Mapping object) {
    return object
        .required("spec")
        .flatMap(field ->
            field.mapping(spec -> {
              Metadata.description(spec);
              return spec.required("target").flatMap(Reference::of);
            }))
        .flatMap(channel -> channel);
  }
}
