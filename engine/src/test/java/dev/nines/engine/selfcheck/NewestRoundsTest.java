package dev.nines.engine.selfcheck;

import static dev.nines.engine.selfcheck.Outcome.ANSWERED;
import static dev.nines.engine.selfcheck.Outcome.NOT_MADE;
import static dev.nines.engine.selfcheck.Outcome.SILENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.selfcheck.NewestRounds.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewestRoundsTest {
  /** A round that ended at a moment. */
  private record Round(Outcome outcome, long atMillis) {
    Round(double seconds, Outcome outcome) {
      this(outcome, Math.round(seconds * 1_000));
    }
  }

  @ParameterizedTest
  @MethodSource
  void aRunFrom10To15Seconds(List<Round> rounds, Judgement expected) {
    assertThat(judge(rounds, 0, 10_000, 15_000)).isEqualTo(expected);
  }

  static Stream<Arguments> aRunFrom10To15Seconds() {
    return Stream.of(
        Arguments.argumentSet("no round yet", List.of(), Judgement.OPEN),
        Arguments.argumentSet("silent after it", rounds(16, SILENT), Judgement.EXCUSED),
        Arguments.argumentSet("silent in it", rounds(10, SILENT), Judgement.EXCUSED),
        Arguments.argumentSet("silent before it", rounds(9.999, SILENT), Judgement.OPEN),
        Arguments.argumentSet(
            "silent before it, an answer at its end",
            List.of(new Round(9.999, SILENT), new Round(14, ANSWERED)),
            Judgement.STANDS),
        Arguments.argumentSet(
            "silent in it, an answer at its end",
            List.of(new Round(12, SILENT), new Round(15, ANSWERED)),
            Judgement.EXCUSED),
        Arguments.argumentSet("an answer after it", rounds(16, ANSWERED), Judgement.STANDS),
        Arguments.argumentSet("an answer just before its end", rounds(14, ANSWERED), STANDS),
        Arguments.argumentSet("an answer too long ago", rounds(13.999, ANSWERED), Judgement.OPEN),
        Arguments.argumentSet("a round that was not made", rounds(15, NOT_MADE), STANDS));
  }

  private static final Judgement STANDS = Judgement.STANDS;

  private static List<Round> rounds(double seconds, Outcome outcome) {
    return List.of(new Round(seconds, outcome));
  }

  @Test
  void aRunShorterThanTheValidityIsExcusedByASilenceJustBeforeIt() {
    assertThat(judge(rounds(10, SILENT), 0, 10_500, 11_000)).isEqualTo(Judgement.EXCUSED);
    assertThat(judge(rounds(10, SILENT), 0, 10_500, 11_001)).isEqualTo(Judgement.OPEN);
  }

  /** Every history of seven half seconds, and every run in it, judged from the whole history. */
  @ParameterizedTest
  @ValueSource(longs = {0, -2_000, Long.MAX_VALUE / 1_000_000 - 1_000})
  void newestRoundsJudgeAsTheWholeHistoryWould(long originMillis) {
    var outcomes = new Outcome[] {ANSWERED, SILENT, NOT_MADE, null};
    var slots = 7;
    for (var history = 0; history < Math.pow(outcomes.length, slots); history++) {
      var rounds = new ArrayList<Round>();
      for (int slot = 0, rest = history; slot < slots; slot++, rest /= outcomes.length) {
        if (outcomes[rest % outcomes.length] != null) {
          rounds.add(new Round(outcomes[rest % outcomes.length], slot * 500L));
        }
      }
      for (var start = 0L; start <= 3_500; start += 500) {
        for (var end = start; end <= 3_500; end += 500) {
          if (judge(rounds, originMillis, start, end) != byHand(rounds, start, end)) {
            assertThat(judge(rounds, originMillis, start, end))
                .as("run from %d to %d, rounds %s", start, end, rounds)
                .isEqualTo(byHand(rounds, start, end));
          }
        }
      }
    }
  }

  private static Judgement byHand(List<Round> rounds, long start, long end) {
    if (rounds.stream()
        .filter(round -> round.outcome() == SILENT)
        .anyMatch(round -> round.atMillis() >= start || end - round.atMillis() <= 1_000)) {
      return Judgement.EXCUSED;
    }
    return rounds.stream()
            .filter(round -> round.outcome() != SILENT)
            .anyMatch(round -> end - round.atMillis() <= 1_000)
        ? Judgement.STANDS
        : Judgement.OPEN;
  }

  private static Judgement judge(List<Round> rounds, long originMillis, long start, long end) {
    var newest = NewestRounds.NONE;
    for (var round : rounds) {
      newest = newest.with(round.outcome(), nanos(originMillis + round.atMillis()));
    }
    return newest.judge(new RunSpan(nanos(originMillis + start), nanos(originMillis + end)));
  }

  /** Overflows as the monotonic clock does. */
  private static long nanos(long millis) {
    return millis * TimeUnit.MILLISECONDS.toNanos(1);
  }
}
