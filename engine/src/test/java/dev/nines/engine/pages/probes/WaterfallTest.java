package dev.nines.engine.pages.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.evidence.Evidence;
import dev.nines.engine.evidence.SeenRuns;
import dev.nines.engine.pages.probes.Waterfall.Section;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WaterfallTest {
  @Test
  void barsLieWhereTheirPhasesLieInTheRun() {
    var rows =
        waterfall(Evidence.of(SeenRuns.outOfOrder()), Duration.ofMillis(824))
            .sections()
            .getFirst()
            .rows();

    assertThat(rows).hasSize(9);
    assertThat(rows.get(3).bar()).isEqualTo(new PhaseBar("processing", 55, 91));
    assertThat(rows.get(3).at()).isEqualTo("45.0 ms");
    assertThat(rows.get(3).took()).isEqualTo("75.0 ms");
    assertThat(rows.getLast().hop()).isEqualTo(1);
  }

  @Test
  void stepsHaveTheirOwnPhases() {
    var sections =
        waterfall(Evidence.of(SeenRuns.secondStepFailed()), Duration.ofSeconds(2)).sections();

    assertThat(sections).extracting(Section::state).containsExactly("up", "down");
    assertThat(sections)
        .extracting(section -> section.title().orElseThrow())
        .containsExactly("log in, status 200", "<b>pay</b>: no byte of an answer within 2s");
    assertThat(sections).extracting(section -> section.rows().size()).containsExactly(2, 2);
  }

  @Test
  void runWithoutPhasesHasNone() {
    var nothing =
        new Evidence(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty());

    assertThat(Waterfall.of(nothing, Duration.ZERO)).isEmpty();
  }

  @Test
  void everyBarCanBeSeen_andNoneLeavesTheDrawing() {
    var random = new Random(2);
    for (var i = 0; i < 500; i++) {
      var total = Duration.ofNanos(random.nextLong(1_000_000_000));
      var drawn = Waterfall.of(Evidence.of(SeenRuns.random(random)), total);

      assertThat(drawn.stream())
          .flatExtracting(Waterfall::sections)
          .flatExtracting(Section::rows)
          .allSatisfy(row -> {
            assertThat(row.bar().x()).isBetween(0L, 1_000L);
            assertThat(row.bar().width()).isBetween(4L, 1_000L - row.bar().x());
          });
    }
  }

  private static Waterfall waterfall(Evidence seen, Duration total) {
    return Waterfall.of(seen, total).orElseThrow();
  }
}
