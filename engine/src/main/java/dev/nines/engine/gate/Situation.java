package dev.nines.engine.gate;

import dev.nines.engine.evaluation.ServiceStatus;
import dev.nines.engine.evaluation.SloStatus;
import dev.nines.slo.time.Interval;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that it depends on whether a service may be deployed.
 *
 * @param service its name
 * @param known how it is
 * @param frozen the freezes that are on
 * @param override what a person says against it, where it holds
 */
public record Situation(
    String service, Known known, List<Frozen> frozen, Optional<GateOverride> override) {
  /** Copies the freezes. */
  public Situation {
    frozen = List.copyOf(frozen);
  }

  /** What is known of a service. */
  public sealed interface Known {
    /** It is declared, and was never evaluated yet. */
    record Nothing() implements Known {}

    /**
     * Nothing has been evaluated for too long: the database may be away.
     *
     * @param since since when
     */
    record Stale(Instant since) implements Known {}

    /**
     * The newest tick.
     *
     * @param status how it is
     * @param slos how its SLOs are
     */
    record Fresh(ServiceStatus status, List<SloStatus> slos) implements Known {
      /** Copies the SLOs. */
      public Fresh {
        slos = List.copyOf(slos);
      }
    }
  }

  /**
   * A freeze that is on.
   *
   * @param span from when until when
   * @param reason why; empty where nobody says
   */
  public record Frozen(Interval span, String reason) {}
}
