package dev.nines.engine.sli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultReader;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.RunKey;
import dev.nines.slo.Measure;
import dev.nines.slo.Sample;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GapLogIT {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Database database = TestDatabase.fresh();
  private GapLog gaps = gaps();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void killOfASingleMinuteIsUnknownToTheRun() {
    store(0, 10, 20, 30);
    store(90, 100);

    assertThat(gaps.unknown("web", at(105))).contains(span(40, 90));
  }

  @Test
  void gapStandsAlsoAfterARestart() {
    store(0, 10, 60, 70);
    gaps = gaps();
    database
        .jdbi()
        .useTransaction(
            handle -> gaps.resume(handle, ResultReader.newestOfEach(handle, "local"), NOON));

    assertThat(gaps.unknown("web", at(75))).contains(span(20, 60));
    store(130);
    assertThat(gaps.unknown("web", at(135))).contains(span(20, 60).union(span(80, 130)));
  }

  @Test
  void overdueRunsAreUnknownBeforeTheNextOneComes() {
    store(0, 10);

    assertThat(gaps.unknown("web", at(25))).as("one may be on its way").contains(Intervals.NONE);
    assertThat(gaps.unknown("web", at(60))).contains(span(20, 60));
  }

  @Test
  void batchThatIsRolledBackLeavesNoGap() {
    store(0, 10);
    var failing =
        new ResultStore(
            database.jdbi(),
            new NameIds(database.jdbi()),
            new ResultPartitions(database.jdbi()),
            List.of(
                gaps,
                (_, _) -> {
                  throw new IllegalStateException("planted");
                }));

    assertThatIllegalStateException().isThrownBy(() -> failing.append(List.of(run(100))));

    assertThat(gaps.unknown("web", at(20))).contains(Intervals.NONE);
  }

  @Test
  void probeThatNeverRanIsNotKnownOf() {
    assertThat(gaps.unknown("web", at(0))).isEmpty();
  }

  private GapLog gaps() {
    return new GapLog(new NameIds(database.jdbi()), _ -> Optional.of(EVERY));
  }

  private void store(int... seconds) {
    new ResultStore(
            database.jdbi(),
            new NameIds(database.jdbi()),
            new ResultPartitions(database.jdbi()),
            List.of(gaps))
        .append(IntStream.of(seconds).mapToObj(GapLogIT::run).toList());
  }

  private static ProbeResult run(int second) {
    return new ProbeResult(
        new RunKey("web", "local", at(second)),
        Duration.ZERO,
        new Sample(true, Map.of(Measure.TOTAL, 1_000_000L)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Instant at(int second) {
    return NOON.plusSeconds(second);
  }

  private static Intervals span(int from, int to) {
    return Intervals.of(new Interval(at(from), at(to)));
  }
}
