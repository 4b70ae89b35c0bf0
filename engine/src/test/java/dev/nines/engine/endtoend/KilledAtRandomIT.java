package dev.nines.engine.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.endtoend.Receivers.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nines is killed at random moments, while targets come and go, receivers fail and the database
 * restarts. {@code -Dnines.kills=200} says how often.
 */
@Tag("process")
class KilledAtRandomIT {
  private static final int KILLS = Integer.getInteger("nines.kills", 8);
  private static final long SEED = Long.getLong("nines.seed", 20_261_129);

  @TempDir private Path folder;
  private final List<Target> targets = Stream.generate(Target::up).limit(4).toList();

  @AfterEach
  void stop() {
    targets.forEach(Target::close);
  }

  @Test
  void everyIncidentIsToldToEverybody_andEveryFigureFollowsFromTheStoredRuns() throws Exception {
    var random = new Random(SEED);
    var began = Instant.now();
    var starts = 0;
    var restarts = 0;
    var urls = targets.stream().map(Target::url).toList();
    var services =
        Map.of(
            "shop", urls.subList(0, 1),
            "mail", urls.subList(1, 2),
            "search", urls.subList(2, 4));
    try (var ordeal = Ordeal.begin(folder, services, 2, 2)) {
      ordeal.api();
      pause(Duration.ofSeconds(3)); // all begin well
      ordeal.receivers().answer(answers(new Random(random.nextLong())));
      try (var trouble = new Trouble(targets, random)) {
        for (var i = 0; i < KILLS; i++) {
          if (chance(random, 80)) {
            ordeal.api();
            if (chance(random, 10)) {
              ordeal.postgres().restart();
              restarts++;
            }
            pause(Duration.ofMillis(random.nextInt(3_000)));
          } else {
            starts++;
            pause(Duration.ofMillis(random.nextInt(3_000))); // in its start
          }
          ordeal.kill();
          if (chance(random, 10)) {
            ordeal.postgres().restart();
            restarts++;
          }
          ordeal.postgres().hurryNotifications();
          ordeal.restart();
        }
        trouble.end();
      }
      ordeal.api();
      ordeal.kill(); // for nothing may wait for its lease or its next attempt any longer
      ordeal.receivers().answer(() -> Answer.TAKE);
      ordeal.postgres().hurryNotifications();
      ordeal.restart();
      ordeal.awaitPeace();

      var heard = ordeal.receivers().heard();
      System.out.printf(
          "%d kills (%d of them in a start), %d restarts of the database, %d incidents,"
              + " %d notifications, %d messages of them %d not taken, %d duplicates, %d runs, %s%n",
          KILLS + 1,
          starts,
          restarts,
          ordeal.count("select count(*) from incident"),
          ordeal.count("select count(*) from notification"),
          heard.size(),
          heard.stream().filter(one -> !one.taken()).count(),
          HeardByAll.duplicates(ordeal.receivers()),
          ordeal.count("select count(*) from result"),
          Duration.between(began, Instant.now()));
      assertThat(ordeal.count("select count(*) from incident")).isPositive();
      ordeal.check(services.keySet());
    }
  }

  private static Supplier<Answer> answers(Random random) {
    return () -> {
      synchronized (random) {
        return switch (random.nextInt(10)) {
          case 0 -> Answer.FAIL;
          case 1 -> Answer.REFUSE_FOR_NOW;
          case 2 -> Answer.RESET;
          case 3 -> Answer.TAKE_SLOWLY;
          default -> Answer.TAKE;
        };
      }
    };
  }

  /** Targets that go down and come back. */
  private static final class Trouble implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> threads;

    Trouble(List<Target> targets, Random random) {
      threads =
          targets.stream()
              .map(target -> {
                var own = new Random(random.nextLong());
                return Thread.ofVirtual().start(() -> trouble(target, own));
              })
              .toList();
    }

    private void trouble(Target target, Random random) {
      try {
        while (!over.get()) {
          pause(Duration.ofMillis(3_000 + random.nextInt(6_000)));
          target.answer(503);
          pause(Duration.ofMillis(4_000 + random.nextInt(8_000)));
          target.answer(200);
        }
      } catch (InterruptedException e) {
        target.answer(200);
      }
    }

    void end() throws InterruptedException {
      over.set(true);
      for (var thread : threads) {
        thread.interrupt();
        thread.join();
      }
    }

    @Override
    public void close() {
      over.set(true);
      threads.forEach(Thread::interrupt);
    }
  }

  private static boolean chance(Random random, int percent) {
    return random.nextInt(100) < percent;
  }

  private static void pause(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }
}
