package dev.nines.engine.failures;

import static dev.nines.engine.results.Runs.LOCAL;
import static dev.nines.engine.results.Runs.NOON;
import static dev.nines.engine.results.Runs.bad;
import static dev.nines.engine.results.Runs.degraded;
import static dev.nines.engine.results.Runs.good;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultReader;
import dev.nines.engine.results.ResultStore;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DegradedProbesIT {
  private static Database database;
  private final DegradedProbes probes = new DegradedProbes();

  @BeforeAll
  static void open() {
    database = TestDatabase.fresh();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void latestRunDecides_notTheLastToBeStored() {
    store(degraded("late", NOON.plusSeconds(10)));
    store(good("late", NOON)); // from the spool

    assertThat(probes.contains("late")).isTrue();
    store(good("late", NOON.plusSeconds(20)));
    assertThat(probes.contains("late")).isFalse();
  }

  @Test
  void failedRunIsNotDegraded_andNeitherIsAnUnknownProbe() {
    store(bad("broken", NOON));

    assertThat(probes.contains("broken")).isFalse();
    assertThat(probes.contains("nobody")).isFalse();
  }

  @Test
  void restartKnowsWhatIsStored() {
    store(degraded("slow", NOON), good("mended", NOON.plusSeconds(1)), degraded("mended", NOON));
    var restarted = new DegradedProbes();
    database
        .jdbi()
        .useTransaction(handle -> restarted.resume(ResultReader.newestOfEach(handle, LOCAL)));

    assertThat(restarted.contains("slow")).isTrue();
    assertThat(restarted.contains("mended")).isFalse();
  }

  private void store(ProbeResult... results) {
    var jdbi = database.jdbi();
    new ResultStore(jdbi, new NameIds(jdbi), new ResultPartitions(jdbi), List.of(probes))
        .append(List.of(results));
  }
}
