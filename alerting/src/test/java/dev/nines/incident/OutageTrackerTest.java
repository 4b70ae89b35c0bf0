package dev.nines.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.incident.OutageChange.Closed;
import dev.nines.incident.OutageChange.Opened;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class OutageTrackerTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final OutageRule THREE_TWO = new OutageRule(3, 2);

  @Test
  void outageRunsFromFirstBadRunToFirstGoodRunOfTheClosingStreak() {
    var runs = runs("+---+-++");

    assertThat(changes(OutageTracker.start(THREE_TWO), runs))
        .containsExactly(
            new Opened(
                Optional.of(due(0)), due(1), finished(3), runs.get(1).failure().orElseThrow()),
            new Closed(due(1), due(6), finished(7)));
  }

  @Test
  void tooShortStreakOpensNothing() {
    assertThat(changes(OutageTracker.start(THREE_TWO), runs("--+--+--+"))).isEmpty();
  }

  @Test
  void unknownRunsNeitherBreakAStreakNorAddToIt() {
    var changes = changes(OutageTracker.start(THREE_TWO), runs("+-?-??-+?+"));

    assertThat(changes).hasSize(2);
    assertThat(changes.getLast()).isEqualTo(new Closed(due(1), due(7), finished(9)));
  }

  @Test
  void lastGoodIsUnknown_becauseNoGoodRunWasSeen() {
    assertThat(changes(OutageTracker.start(new OutageRule(1, 1)), runs("-")))
        .singleElement()
        .isInstanceOfSatisfying(Opened.class, opened -> assertThat(opened.lastGood()).isEmpty());
  }

  @Test
  void streakThatIsNoOutageYetTellsWhetherTheProbeWasEverGood() {
    assertThat(streakAfter("")).isEmpty();
    assertThat(streakAfter("--")).contains(new FailureStreak(2, 3, false));
    assertThat(streakAfter("+--")).contains(new FailureStreak(2, 3, true));
    assertThat(streakAfter("+--+")).isEmpty();
    assertThat(streakAfter("---")).as("an outage").isEmpty();
    assertThat(streakAfter("---++-")).contains(new FailureStreak(1, 3, true));
  }

  private static Optional<FailureStreak> streakAfter(String text) {
    var tracker = OutageTracker.start(THREE_TWO);
    for (var run : runs(text)) {
      tracker = tracker.fold(run).tracker();
    }
    return tracker.streak();
  }

  @Test
  void runThatIsNotLaterChangesNothing() {
    var tracker = OutageTracker.start(THREE_TWO);
    for (var run : runs("+--")) {
      tracker = tracker.fold(run).tracker();
    }

    for (var run : runs("---")) {
      assertThat(tracker.fold(run)).isEqualTo(new OutageTracker.Folded(tracker, Optional.empty()));
    }
  }

  @Test
  void resumingTellsTheChangesThatWereStoredOnlyAsRuns() {
    var resumed = OutageTracker.resume(THREE_TWO, Optional.empty(), runs("+---").reversed());

    assertThat(resumed.missed()).singleElement().isInstanceOf(Opened.class);
    assertThat(resumed.tracker().state()).isEqualTo(new OutageTracker.State.Down(due(1)));
  }

  @Test
  void resumingTellsNoStoredOutageTwice() {
    var stored = new Outage(due(1), Optional.of(due(4)));

    assertThat(OutageTracker.resume(THREE_TWO, Optional.of(stored), runs("+---++-")).missed())
        .isEmpty();
  }

  @Test
  void foldEqualsTheOracleOnRandomRuns() {
    for (var seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      var rule = randomRule(random);
      var runs = randomRuns(random);

      assertThat(changes(OutageTracker.start(rule), runs))
          .as("seed %d, %s", seed, rule)
          .isEqualTo(oracle(rule, runs));
    }
  }

  /** Every change stored, and the least number of runs that is allowed. */
  @Test
  void resumingAnywhereEqualsFoldingEverything() {
    for (var seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var rule = randomRule(random);
      var runs = randomRuns(random);
      var tracker = OutageTracker.start(rule);
      Optional<Outage> stored = Optional.empty();
      for (var at = 0; at < runs.size(); at++) {
        var folded = tracker.fold(runs.get(at));
        tracker = folded.tracker();
        stored = folded.change().map(OutageTrackerTest::stored).or(latest(stored));
        var newest =
            runs.subList(Math.max(0, at + 1 - rule.failures() - rule.recoveries()), at + 1);

        var resumed = OutageTracker.resume(rule, stored, newest);

        assertThat(resumed.missed()).as("seed %d at %d", seed, at).isEmpty();
        assertThat(changes(resumed.tracker(), runs.subList(at + 1, runs.size())))
            .as("seed %d at %d, %s", seed, at, rule)
            .usingRecursiveComparison()
            .isEqualTo(changes(tracker, runs.subList(at + 1, runs.size())));
      }
    }
  }

  /** Changes lost at any point, all runs kept: nothing is missing and nothing is told twice. */
  @Test
  void resumingWithLostChangesTellsExactlyThose() {
    for (var seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var rule = randomRule(random);
      var runs = randomRuns(random);
      var all = oracle(rule, runs);
      for (var kept = 0; kept <= all.size(); kept++) {
        var stored = kept == 0 ? Optional.<Outage>empty() : Optional.of(stored(all.get(kept - 1)));

        var missed = OutageTracker.resume(rule, stored, runs).missed();

        assertThat(missed)
            .as("seed %d kept %d", seed, kept)
            .isEqualTo(all.subList(kept, all.size()));
      }
    }
  }

  private static Supplier<Optional<Outage>> latest(Optional<Outage> stored) {
    return () -> stored;
  }

  private static Outage stored(OutageChange change) {
    return switch (change) {
      case Opened opened -> new Outage(opened.impactStart(), Optional.empty());
      case Closed closed -> new Outage(closed.impactStart(), Optional.of(closed.restoredAt()));
    };
  }

  private static List<OutageChange> changes(OutageTracker start, List<Run> runs) {
    var changes = new ArrayList<OutageChange>();
    var tracker = start;
    for (var run : runs) {
      var folded = tracker.fold(run);
      tracker = folded.tracker();
      folded.change().ifPresent(changes::add);
    }
    return changes;
  }

  /** Looks for whole streaks at each index, over and over: slow and plain. */
  private static List<OutageChange> oracle(OutageRule rule, List<Run> runs) {
    var changes = new ArrayList<OutageChange>();
    Optional<Instant> downSince = Optional.empty();
    for (var end = 0; end < runs.size(); end++) {
      var wanted = downSince.isPresent();
      var needed = wanted ? rule.recoveries() : rule.failures();
      var first = end - needed + 1;
      if (first < 0
          || !runs.subList(first, end + 1).stream().allMatch(run -> run.good() == wanted)) {
        continue;
      }
      var head = runs.get(first);
      var finished = runs.get(end).finishedAt();
      if (downSince.isPresent()) {
        changes.add(new Closed(downSince.get(), head.scheduledAt(), finished));
        downSince = Optional.empty();
      } else {
        var lastGood =
            runs.subList(0, first).stream()
                .filter(Run::good)
                .map(Run::scheduledAt)
                .max(Instant::compareTo);
        changes.add(
            new Opened(lastGood, head.scheduledAt(), finished, head.failure().orElseThrow()));
        downSince = Optional.of(head.scheduledAt());
      }
    }
    return changes;
  }

  private static OutageRule randomRule(Random random) {
    return new OutageRule(1 + random.nextInt(4), 1 + random.nextInt(4));
  }

  private static List<Run> randomRuns(Random random) {
    var marks = new StringBuilder();
    var good = true;
    for (var i = 0; i < 40; i++) {
      good = random.nextInt(3) == 0 ? !good : good;
      marks.append(random.nextInt(6) == 0 ? '?' : good ? '+' : '-');
    }
    return runs(marks.toString());
  }

  /** One mark a run: {@code +} good, {@code -} bad, {@code ?} unknown. */
  private static List<Run> runs(String marks) {
    var runs = new ArrayList<Run>();
    for (var i = 0; i < marks.length(); i++) {
      if (marks.charAt(i) != '?') {
        var failure =
            new Run.Failure("connect", "timeout", "timeout in connect", Optional.of("trace-" + i));
        runs.add(
            new Run(
                due(i),
                finished(i),
                marks.charAt(i) == '+' ? Optional.empty() : Optional.of(failure)));
      }
    }
    return runs;
  }

  private static Instant due(int run) {
    return NOON.plusSeconds(30L * run);
  }

  private static Instant finished(int run) {
    return due(run).plusMillis(250);
  }
}
