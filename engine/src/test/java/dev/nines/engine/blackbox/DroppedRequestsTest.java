package dev.nines.engine.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.schedule.UnknownCause;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class DroppedRequestsTest {
  private final ArrayList<String> log = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final DroppedRequests dropped =
      new DroppedRequests(new PrometheusRegistry(), () -> now, log::add);

  private void drop(UnknownCause gate) {
    dropped.of("a.example:443", gate);
  }

  @Test
  void lineTellsThePlaceAndTheKey() {
    drop(UnknownCause.GATE_HOST);

    assertThat(log)
        .containsExactly(
            "/probe turned a request away: as many probes of a.example:443 are under way as"
                + " probeEndpoint.concurrency.perHost allows");
  }

  @Test
  void eachGateHasOneLineAMinute() {
    for (var i = 0; i < 3; i++) {
      drop(UnknownCause.GATE_HOST);
      drop(UnknownCause.GATE_TOTAL);
      now = now.plusSeconds(10);
    }

    assertThat(log).hasSize(2);
  }

  @Test
  void nextLineTellsHowManyHadNone() {
    drop(UnknownCause.GATE_TOTAL);
    drop(UnknownCause.GATE_TOTAL);
    drop(UnknownCause.GATE_TOTAL);
    now = now.plus(Duration.ofMinutes(1));
    drop(UnknownCause.GATE_TOTAL);

    assertThat(log).hasSize(2);
    assertThat(log.getLast())
        .isEqualTo(
            "/probe turned a request away: as many probes are under way as"
                + " probeEndpoint.concurrency.total allows; so it did with 2 more since the last"
                + " line of this kind");
  }
}
