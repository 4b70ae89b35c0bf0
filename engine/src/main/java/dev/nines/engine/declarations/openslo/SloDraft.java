package dev.nines.engine.declarations.openslo;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.slo.Criterion.Op;
import dev.nines.slo.Objective;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An SLO as written, its references not yet followed.
 *
 * @param name the name
 * @param displayName for people
 * @param service the service it is promised of
 * @param indicator what is counted
 * @param window length of the rolling window
 * @param objectives how good is good enough
 */
public record SloDraft(
    String name,
    String displayName,
    Reference service,
    Indicator indicator,
    Duration window,
    List<Promise> objectives) {
  /** What is counted. */
  public sealed interface Indicator {}

  /**
   * An SLI that stands in the SLO.
   *
   * @param sli the SLI, where it could be read
   */
  public record Inline(Optional<SliDraft> sli) implements Indicator {}

  /**
   * An SLI that stands elsewhere.
   *
   * @param sli its name
   */
  public record ByName(Reference sli) implements Indicator {}

  /**
   * One objective.
   *
   * @param at where it stands
   * @param objective how good is good enough
   * @param op how a threshold is compared, where given
   * @param value with what, where given
   */
  public record Promise(Field at, Objective objective, Optional<Op> op, Optional<Duration> value) {}
}
