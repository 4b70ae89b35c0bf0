package dev.nines.engine.results;

import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProbeGridsIT {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SECONDS = Duration.ofSeconds(10);

  private static final int DAY = 24 * 60;

  private Database database;
  private ProbeGrids grids;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    grids = new ProbeGrids(database.jdbi(), new NameIds(database.jdbi()));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void probeIsDeclaredSinceItsFirstDeclaration_howeverOftenItIsReadAgain() {
    declare("here", Map.of("a", MINUTE), 0);

    assertThat(declare("here", Map.of("a", MINUTE, "b", SECONDS), 10))
        .isEqualTo(Map.of("a", declared(0, MINUTE, MINUTE), "b", declared(10, SECONDS, SECONDS)));
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void changedIntervalBreaksNothing_andTheLongestIsRemembered() {
    declare("here", Map.of("a", SECONDS), 0);
    declare("here", Map.of("a", MINUTE), 10);

    assertThat(declare("here", Map.of("a", SECONDS), 20))
        .isEqualTo(Map.of("a", declared(0, SECONDS, MINUTE)));
  }

  @Test
  void removedProbeThatReturnsAfterMoreThanADayBeginsAnew() {
    declare("here", Map.of("a", MINUTE), 0);
    declare("here", Map.of("a", SECONDS), 5);

    assertThat(declare("here", Map.of(), 10)).isEmpty();
    assertThat(declare("here", Map.of("a", SECONDS), 11 + DAY))
        .isEqualTo(Map.of("a", declared(11 + DAY, SECONDS, SECONDS)));
  }

  @Test
  void removedProbeThatReturnsWithinADayGoesOn_andTheBreakIsUnknown() {
    declare("here", Map.of("a", SECONDS), 0);
    declare("here", Map.of(), 10);

    assertThat(declare("here", Map.of("a", SECONDS), 10 + DAY))
        .isEqualTo(Map.of("a", declared(0, SECONDS, SECONDS)));
  }

  @Test
  void twoLocationsCountFromTheEarlier_andTheirLongestInterval() {
    declare("here", Map.of("a", SECONDS), 0);

    assertThat(declare("there", Map.of("a", MINUTE), 10))
        .isEqualTo(Map.of("a", declared(0, SECONDS, MINUTE)));
    assertThat(declare("here", Map.of(), 20)).as("not declared here any more").isEmpty();
    assertThat(declare("there", Map.of("a", MINUTE), 30))
        .isEqualTo(Map.of("a", declared(10, MINUTE, MINUTE)));
  }

  @Test
  void secondInstanceOfALocationContinuesItsGrid() {
    declare("here", Map.of("a", MINUTE), 0);
    var other = new ProbeGrids(database.jdbi(), new NameIds(database.jdbi()));

    assertThat(other.declare("here", Map.of("a", MINUTE), at(10)))
        .isEqualTo(Map.of("a", declared(0, MINUTE, MINUTE)));
    assertThat(rows()).isEqualTo(1);
  }

  private Map<String, ProbeGrids.Declared> declare(
      String location, Map<String, Duration> intervals, int minute) {
    return grids.declare(location, intervals, at(minute));
  }

  private static ProbeGrids.Declared declared(int minute, Duration interval, Duration longest) {
    return new ProbeGrids.Declared(at(minute), interval, longest);
  }

  private static Instant at(int minute) {
    return NOON.plus(Duration.ofMinutes(minute));
  }

  private int rows() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle.createQuery("select count(*) from probe_grid").mapTo(Integer.class).one());
  }
}
