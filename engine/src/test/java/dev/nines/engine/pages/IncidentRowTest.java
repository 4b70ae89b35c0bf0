package dev.nines.engine.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.incident.Incident;
import dev.nines.incident.Severity;
import dev.nines.incident.Signal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IncidentRowTest {
  private static final Incident INCIDENT =
      Snapshots.incident(1, "shop", Duration.ofMinutes(5), Optional.empty());
  private static final Signal PROBE = INCIDENT.signals().getFirst();

  @Test
  void worstThatIsActiveSaysWhatIsWrong_becauseTheFirstMayBeAnOldWarning() {
    assertThat(what(burn("over", Severity.CRITICAL, true), burn("slow", Severity.WARNING, false)))
        .isEqualTo("error budget of slow (99) burns fast, and 1 more signal");
    assertThat(
            what(
                burn("slow", Severity.WARNING, false),
                burn("shop", Severity.CRITICAL, false),
                PROBE))
        .startsWith("probe shop-http is down")
        .endsWith(", and 2 more signals");
  }

  private static String what(Signal... signals) {
    var incident =
        new Incident(
            1,
            1,
            "shop",
            INCIDENT.state(),
            INCIDENT.severity(),
            INCIDENT.times(),
            List.of(signals),
            0,
            INCIDENT.updatedAt());
    return IncidentRow.of(incident, "Shop", INCIDENT.updatedAt().atZone(ZoneOffset.UTC)).what();
  }

  private static Signal burn(String slo, Severity severity, boolean over) {
    var at = PROBE.impactStart();
    var end = new Signal.Cleared(at.plusSeconds(60), at.plusSeconds(60), "burns slowly again");
    return new Signal.BurnAlert(
        slo, "99", "fast", severity, at, at, Optional.of(end).filter(_ -> over));
  }
}
