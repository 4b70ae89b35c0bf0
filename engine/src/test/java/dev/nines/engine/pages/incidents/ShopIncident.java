package dev.nines.engine.pages.incidents;

import static dev.nines.engine.results.Runs.NOON;

import dev.nines.incident.Incident;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.Run;
import dev.nines.incident.ServicePolicy;
import dev.nines.incident.Severity;
import dev.nines.incident.Signal;
import dev.nines.incident.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Eight minutes in which a shop was down, with a finding that would like to be mark-up. */
final class ShopIncident {
  static final String EVIL = "<script>alert('x')</script> | **bold** [link](javascript:alert(1))";
  static final ServicePolicy POLICY =
      new ServicePolicy(
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Optional.of("javascript:alert(1)"),
          Optional.of("team shop"));

  private ShopIncident() {}

  static Signal.ProbeDown down(Optional<Signal.Cleared> cleared) {
    return new Signal.ProbeDown(
        "front",
        "local",
        Optional.of(NOON.minusSeconds(10)),
        NOON,
        NOON.plusSeconds(20),
        Severity.CRITICAL,
        new Run.Failure("processing", "status", EVIL, Optional.of("0af7651916cd43dd")),
        cleared);
  }

  static Signal.ProbeDown restored() {
    return down(
        Optional.of(new Signal.Cleared(NOON.plusSeconds(480), NOON.plusSeconds(490), "recovered")));
  }

  static Transition opening() {
    return new IncidentLifecycle(POLICY)
        .evaluate("shop", Optional.empty(), List.of(down(Optional.empty())), NOON.plusSeconds(30))
        .getFirst();
  }

  static Transition mended(Incident incident) {
    return new IncidentLifecycle(POLICY)
        .evaluate("shop", Optional.of(incident), List.of(restored()), NOON.plusSeconds(500))
        .getFirst();
  }
}
