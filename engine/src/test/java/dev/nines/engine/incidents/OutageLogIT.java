package dev.nines.engine.incidents;

import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.incidents.OutageTable.OutageRow;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeGrids;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.Runs;
import dev.nines.incident.OutageRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutageLogIT {
  private static Database database;

  @BeforeAll
  static void open() {
    database = TestDatabase.fresh();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  /** The stored part of an outage, without its number. */
  private record Seen(
      String probe,
      Optional<Instant> lastGood,
      Instant impactStart,
      Instant detectedAt,
      Optional<Instant> restoredAt,
      Optional<Instant> recoveredAt,
      Optional<String> endedBy) {
    static Seen of(OutageRow row) {
      return new Seen(
          row.probe(),
          row.lastGood(),
          row.impactStart(),
          row.detectedAt(),
          row.restoredAt(),
          row.recoveredAt(),
          row.endedBy());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void logResumedAfterAnyPrefixContinuesAsIfNothingHadHappened(long seed) {
    var random = new Random(seed);
    var rules =
        Map.of(
            "slow", new OutageRule(3, 2),
            "quick", new OutageRule(1, 1),
            "calm", new OutageRule(2, 4));
    var runs = sequence(random, rules, 18);
    var whole = "whole-" + seed;
    var uninterrupted = new OneLocation(whole, rules);
    runs.forEach(run -> uninterrupted.append(List.of(run)));
    assertThat(uninterrupted.outages()).as("worth comparing").hasSizeGreaterThan(3);

    for (var prefix = 0; prefix <= runs.size(); prefix++) {
      var location = "cut-%d-%d".formatted(seed, prefix);
      new OneLocation(location, rules).append(runs.subList(0, prefix));
      var resumed = new OneLocation(location, rules);
      resumed.append(runs.subList(prefix, runs.size()));

      assertThat(resumed.outages())
          .as("cut after %d of %s", prefix, runs)
          .isEqualTo(uninterrupted.outages());
    }
  }

  @Test
  void outageOfARemovedProbeEnds_andItsReturnBeginsAnew() {
    var rules = Map.of("gone", new OutageRule(2, 2));
    var before = new OneLocation("removal", rules);
    before.append(List.of(bad("gone", 0), bad("gone", 1)));
    var removed = NOON.plusSeconds(100);

    database.jdbi().useTransaction(handle -> OutageTable.endRemoved(handle, removed));
    assertThat(before.outages())
        .singleElement()
        .satisfies(outage -> {
          assertThat(outage.endedBy()).contains("removed by declaration");
          assertThat(outage.restoredAt()).contains(removed);
          assertThat(outage.recoveredAt()).contains(removed);
        });

    var returned = new OneLocation("removal", rules);
    returned.append(List.of(bad("gone", 20)));
    assertThat(returned.outages()).as("one bad run is no streak").hasSize(1);
    returned.append(List.of(bad("gone", 21)));
    assertThat(returned.outages())
        .extracting(Seen::impactStart)
        .containsExactly(NOON, NOON.plusSeconds(200));
  }

  @Test
  void declaredProbesKeepTheirOutage_whenOthersAreRemoved() {
    var rules = Map.of("kept", new OutageRule(1, 1));
    var log = new OneLocation("kept", rules);
    log.append(List.of(bad("kept", 0)));
    new ProbeGrids(database.jdbi(), new NameIds(database.jdbi()))
        .declare("kept", Map.of("kept", Duration.ofSeconds(10)), NOON);

    database.jdbi().useTransaction(handle -> OutageTable.endRemoved(handle, NOON.plusSeconds(50)));

    assertThat(log.outages()).singleElement().extracting(Seen::endedBy).isEqualTo(Optional.empty());
  }

  private static List<ProbeResult> sequence(
      Random random, Map<String, OutageRule> rules, int each) {
    var runs = new ArrayList<ProbeResult>();
    for (var i = 0; i < each; i++) {
      for (var probe : rules.keySet().stream().sorted().toList()) {
        runs.add(random.nextBoolean() ? Runs.good(probe, at(i)) : bad(probe, i));
      }
    }
    return runs;
  }

  private static ProbeResult bad(String probe, int run) {
    return Runs.bad(probe, at(run));
  }

  private static Instant at(int run) {
    return NOON.plusSeconds(10L * run);
  }

  /** The chain from results to outages at a location, as it stands after a start. */
  private static final class OneLocation {
    private final Jdbi jdbi = database.jdbi();
    private final String location;
    private final ResultStore store;

    OneLocation(String location, Map<String, OutageRule> rules) {
      this.location = location;
      var ids = new NameIds(jdbi);
      var log = new OutageLog(ids, probe -> Optional.ofNullable(rules.get(probe)));
      store = new ResultStore(jdbi, ids, new ResultPartitions(jdbi), List.of(log), () -> {});
      jdbi.useTransaction(handle -> log.resume(handle, location, rules));
    }

    void append(List<ProbeResult> runs) {
      store.append(
          runs.stream()
              .map(run ->
                  Runs.run(
                      run.key().probe(),
                      location,
                      run.key().scheduledAt(),
                      run.sample().success(),
                      Duration.ofMillis(30)))
              .toList());
    }

    List<Seen> outages() {
      return jdbi.withHandle(handle -> OutageTable.since(handle, Instant.EPOCH)).stream()
          .filter(row -> row.location().equals(location))
          .sorted(Comparator.comparing(OutageRow::probe).thenComparing(OutageRow::impactStart))
          .map(Seen::of)
          .toList();
    }
  }
}
