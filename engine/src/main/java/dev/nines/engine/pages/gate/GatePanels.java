package dev.nines.engine.pages.gate;

import dev.nines.engine.gate.Gate;
import dev.nines.engine.pages.SentForm;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the panel of each service. */
public final class GatePanels {
  private final Gate gate;
  private final Supplier<Instant> clock;
  private final ZoneId zone;

  /**
   * Makes panels.
   *
   * @param gate the gate
   * @param clock the present: times of its day are told without their date
   * @param zone the zone that times are shown in
   */
  public GatePanels(Gate gate, Supplier<Instant> clock, ZoneId zone) {
    this.gate = gate;
    this.clock = clock;
    this.zone = zone;
  }

  /**
   * Asks for a service.
   *
   * @param service its name
   * @return its panel; empty where no such service is declared
   */
  public Optional<GatePanel> of(String service) {
    return of(service, SentForm.NONE);
  }

  Optional<GatePanel> of(String service, SentForm form) {
    return gate.ask(service, Optional.empty())
        .map(decision -> GatePanel.of(decision, form, clock.get().atZone(zone)));
  }
}
