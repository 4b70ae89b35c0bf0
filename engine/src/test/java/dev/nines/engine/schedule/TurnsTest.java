package dev.nines.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  private final Turns turns = new Turns();
  private final List<Integer> came = new CopyOnWriteArrayList<>();

  @Test
  void runThatIsDoneBeforeItsForerunnersWaitsForThem() throws Exception {
    for (var run = 0; run < 3; run++) {
      turns.enter("web", due(run));
    }
    var last = settle("web", 2);
    var middle = settle("web", 1);
    turns.await("web", due(0)); // at once
    came.add(0);
    turns.leave("web", due(0));
    last.join();
    middle.join();

    assertThat(came).containsExactly(0, 1, 2);
  }

  @Test
  void runWaitsNeitherForOtherProbesNorForThoseThatHaveLeft() throws Exception {
    turns.enter("mail", due(0));
    turns.enter("web", due(0));
    turns.enter("web", due(1));
    turns.leave("web", due(0)); // and brought none

    turns.await("web", due(1));
  }

  private Thread settle(String probe, int run) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            turns.await(probe, due(run));
            came.add(run);
            turns.leave(probe, due(run));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static Instant due(int run) {
    return NOON.plusSeconds(run);
  }
}
