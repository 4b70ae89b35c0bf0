package dev.nines.incident.opening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Seconds after noon. */
class QuorumTest {
  private static final Intervals ALWAYS = spans(0, 1_000);

  @Test
  void quorumIsReachedWhileEnoughLocationsSeeIt() {
    var counts = count(2, view(ALWAYS, spans(100, 300)), view(ALWAYS, spans(200, 400)));

    assertThat(Quorum.reached(counts)).isEqualTo(spans(200, 300));
  }

  @Test
  void locationThatDoesNotKnowIsNotCounted_soThatTheOthersDecide() {
    var counts = count(2, view(spans(0, 150), Intervals.NONE), view(ALWAYS, spans(100, 300)));

    assertThat(Quorum.reached(counts)).isEqualTo(spans(150, 300));
    assertThat(new Quorum(2).text(counts.get(2)))
        .isEqualTo("1 of 1 location that knows, 2 declared");
  }

  @Test
  void downThatIsNotKnownAnyMoreIsNotCounted() {
    var counts = count(1, view(spans(0, 150), spans(100, 300)), view(ALWAYS, Intervals.NONE));

    assertThat(Quorum.reached(counts)).isEqualTo(spans(100, 150));
  }

  @Test
  void allUnknownChangesNothing() {
    var reached =
        count(2, view(spans(0, 150), spans(100, 900)), view(spans(0, 150), spans(110, 900)));
    var notReached =
        count(2, view(spans(0, 105), spans(100, 900)), view(spans(0, 105), spans(110, 900)));

    assertThat(Quorum.reached(reached)).isEqualTo(spans(110, 900));
    assertThat(Quorum.reached(notReached)).isEqualTo(Intervals.NONE);
  }

  @Test
  void textSaysHowManyOfHowMany() {
    var counts =
        count(
            2,
            view(ALWAYS, spans(100, 300)),
            view(ALWAYS, spans(100, 300)),
            view(ALWAYS, Intervals.NONE));

    assertThat(new Quorum(2).text(counts.get(1))).isEqualTo("2 of 3 locations that know");
  }

  @Test
  void quorumOfNoneIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Quorum(0));
  }

  private static List<Quorum.Count> count(int quorum, Quorum.View... views) {
    return new Quorum(quorum).count(List.of(views));
  }

  private static Quorum.View view(Intervals known, Intervals down) {
    return new Quorum.View(known, down);
  }

  private static Intervals spans(int from, int to) {
    return Intervals.of(new Interval(at(from), at(to)));
  }

  private static Instant at(int seconds) {
    return Instant.parse("2026-11-24T12:00:00Z").plusSeconds(seconds);
  }
}
