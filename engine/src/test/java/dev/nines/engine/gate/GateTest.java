package dev.nines.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.evaluation.ServiceStatus;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.pages.Snapshots;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Duration OLDEST = Duration.ofSeconds(90);
  private static final Snapshot SNAPSHOT = Snapshots.everything();
  private static final Catalog CATALOG =
      new Catalog(
          SNAPSHOT.services().stream().map(ServiceStatus::service).toList(),
          List.of(),
          List.of(),
          Map.of(),
          List.of());

  @Test
  void whatIsOldSaysNothingOfThePresent_thoughAllWasWell() {
    assertThat(answer(SNAPSHOT, OLDEST)).isEqualTo(GateAnswer.GO);
    assertThat(answer(SNAPSHOT, OLDEST.plusMillis(1))).isEqualTo(GateAnswer.UNKNOWN);
  }

  @Test
  void beforeTheFirstEvaluationNothingCanBeSaid() {
    assertThat(answer(Snapshot.NONE, Duration.ZERO)).isEqualTo(GateAnswer.UNKNOWN);
  }

  private static GateAnswer answer(Snapshot snapshot, Duration age) {
    var gate =
        new Gate(
            () -> CATALOG,
            () -> snapshot,
            () -> age,
            OLDEST,
            ZoneOffset.UTC,
            InstantSource.fixed(SNAPSHOT.at()));
    return gate.ask("catalogue", Optional.empty()).orElseThrow().answer();
  }
}
