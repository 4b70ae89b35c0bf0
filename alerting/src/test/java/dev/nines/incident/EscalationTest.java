package dev.nines.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.incident.Escalation.Next;
import dev.nines.incident.Escalation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EscalationTest {
  private static final Instant TOLD = Instant.parse("2026-11-24T12:00:00Z");
  private static final Escalation STEPS =
      new Escalation(
          List.of(
              new Step(Duration.ofMinutes(30), List.of("boss", "second")),
              new Step(Duration.ofMinutes(10), List.of("second")),
              new Step(Duration.ofMinutes(10), List.of("desk"))));

  @Test
  void nextAreAllOfTheSoonestTime() {
    assertThat(STEPS.next(TOLD, 0, TOLD))
        .contains(new Next(TOLD.plusSeconds(600), List.of("second", "desk")));
    assertThat(STEPS.next(TOLD, 2, TOLD))
        .contains(new Next(TOLD.plusSeconds(1_800), List.of("boss", "second")));
  }

  @Test
  void nobodyIsNext_whereNoStepIsLeft() {
    assertThat(STEPS.next(TOLD, 3, TOLD)).isEmpty();
    assertThat(Escalation.NONE.next(TOLD, 0, TOLD)).isEmpty();
  }

  @Test
  void whatIsDueInASilenceIsTakenAtItsEnd_together() {
    var end = TOLD.plus(Duration.ofHours(1));

    assertThat(STEPS.next(TOLD, 0, end)).contains(new Next(end, List.of("second", "desk", "boss")));
  }

  @Test
  void silenceThatIsOverBeforeChangesNothing() {
    assertThat(STEPS.next(TOLD, 0, TOLD.plusSeconds(300)))
        .contains(new Next(TOLD.plusSeconds(600), List.of("second", "desk")));
  }
}
