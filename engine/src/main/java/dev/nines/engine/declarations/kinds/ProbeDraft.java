package dev.nines.engine.declarations.kinds;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.Subject;
import dev.nines.engine.declarations.yaml.Reference;
import java.util.List;

/**
 * A probe as written, its references not yet followed.
 *
 * @param probe the probe
 * @param dependencies where what it depends on is named
 */
public record ProbeDraft(ProbeDeclaration probe, List<Dependency> dependencies) {
  /**
   * One dependency.
   *
   * @param kind whether a probe or a service is named
   * @param named its name
   */
  public record Dependency(Subject.Kind kind, Reference named) {
    /** {@return what it depends on} */
    public Subject subject() {
      return new Subject(kind, named.name());
    }
  }
}
