package dev.nines.slo.reliability;

import static dev.nines.slo.reliability.Moments.at;
import static dev.nines.slo.reliability.Moments.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nines.slo.Derivation;
import dev.nines.slo.time.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ReliabilityFiguresTest {
  private static final Interval MONTH = span(0, 10_000);
  private static final Instant NOW = at(20_000);
  private static final Uptime UPTIME =
      new Uptime(Duration.ofSeconds(9_000), Duration.ofSeconds(600), Duration.ofSeconds(1_000));

  /** Bad from 100, last good at 70, detected at 160, opened at 161, taken at 221, good at 400. */
  private static final IncidentTimes USUAL =
      incident(100, Optional.of(at(70)), 160, Optional.of(at(221)), Optional.of(at(400)));

  @Test
  void eachTimeIsTheDifferenceOfItsAnchors() {
    var figures = figures(USUAL);

    assertThat(mean(figures.timeToDetectAtLeast())).isEqualTo(Duration.ofSeconds(60));
    assertThat(mean(figures.timeToDetectAtMost())).isEqualTo(Duration.ofSeconds(90));
    assertThat(mean(figures.timeToAcknowledge())).isEqualTo(Duration.ofSeconds(60));
    assertThat(mean(figures.timeToRestore())).isEqualTo(Duration.ofSeconds(300));
    assertThat(figures.timeBetweenFailures().mean()).contains(Duration.ofSeconds(8_400));
    assertThat(figures.running()).isEmpty();
  }

  @Test
  void withoutIncidentsThereAreNoNumbers() {
    var figures = figures();

    assertThat(figures.timeToRestore()).isEqualTo(new Figure.None(TimeTo.RESTORE, 0, 0));
    assertThat(figures.timeBetweenFailures().mean()).isEmpty();
    assertThat(figures.timeBetweenFailures().derivation()).isEmpty();
  }

  @Test
  void openIncidentIsCountedApartWithItsRunningTime() {
    var open = incident(9_000, Optional.empty(), 9_060, Optional.empty(), Optional.empty());

    var figures = figures(USUAL, open);

    assertThat(figures.timeToRestore())
        .isEqualTo(new Figure.Recorded(TimeTo.RESTORE, List.of(Duration.ofSeconds(300)), 1, 0));
    assertThat(figures.running()).containsExactly(Duration.ofSeconds(11_000));
    assertThat(figures.timeToAcknowledge().leftOut()).isEqualTo(1);
    assertThat(figures.timeToDetectAtMost().leftOut()).as("never seen good").isEqualTo(1);
    assertThat(figures.timeBetweenFailures().failures()).isEqualTo(2);
  }

  @Test
  void endBeforeStartIsInvalidAndNotClamped() {
    var crooked =
        incident(500, Optional.of(at(600)), 560, Optional.of(at(0)), Optional.of(at(499)));

    var figures = figures(crooked);

    assertThat(figures.timeToDetectAtLeast().invalid()).isZero();
    assertThat(figures.timeToDetectAtMost())
        .isEqualTo(new Figure.None(TimeTo.DETECT_AT_MOST, 0, 1));
    assertThat(figures.timeToAcknowledge()).isEqualTo(new Figure.None(TimeTo.ACKNOWLEDGE, 0, 1));
    assertThat(figures.timeToRestore()).isEqualTo(new Figure.None(TimeTo.RESTORE, 0, 1));
  }

  @Test
  void incidentBelongsToTheWindowItsImpactBeganIn() {
    var before = incident(-1, Optional.empty(), 60, Optional.empty(), Optional.of(at(120)));
    var lastSecond =
        incident(9_999, Optional.empty(), 10_060, Optional.empty(), Optional.of(at(10_999)));
    var after =
        incident(10_000, Optional.empty(), 10_060, Optional.empty(), Optional.of(at(10_090)));

    assertThat(figures(before, lastSecond, after).timeToRestore())
        .isEqualTo(new Figure.Recorded(TimeTo.RESTORE, List.of(Duration.ofSeconds(1_000)), 0, 0));
  }

  @Test
  void medianAndPercentileOfEvenAndOddNumbers() {
    assertThat(seconds(7).median()).isEqualTo(Duration.ofSeconds(7));
    assertThat(seconds(1, 4).median()).isEqualTo(Duration.ofMillis(2_500));
    assertThat(seconds(9, 1, 5).median()).isEqualTo(Duration.ofSeconds(5));
    assertThat(seconds(7).p90()).isEqualTo(Duration.ofSeconds(7));
    var tenth = seconds(IntStream.rangeClosed(1, 10).toArray());
    assertThat(tenth.p90()).isEqualTo(Duration.ofSeconds(9));
    var eleventh = seconds(IntStream.rangeClosed(1, 11).toArray());
    assertThat(eleventh.p90()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void derivationsNameTheAnchorsAndTheNumbers() {
    assertThat(seconds(10, 20, 30).derivation())
        .isEqualTo(new Derivation("sum of (restored - impactStart) / incidents", "60 s / 3 = 20"));
    assertThat(seconds(10, 10, 11).derivation().workings()).isEqualTo("31 s / 3 ≈ 10.333333333");
    assertThat(figures(USUAL).timeBetweenFailures().derivation())
        .contains(
            new Derivation("(known time - downtime) / failures", "(9000 s - 600 s) / 1 = 8400"));
  }

  @Test
  void recordedFigureNeedsAValue() {
    assertThatIllegalArgumentException().isThrownBy(() -> seconds());
  }

  @RepeatedTest(100)
  void agreesWithPlainSums(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var now = 5_000 + random.nextInt(6_000);
    var incidents = new ArrayList<IncidentTimes>();
    var sum = 0L;
    var n = 0;
    var invalid = 0;
    var open = 0;
    for (var count = random.nextInt(12); count > 0; count--) {
      var start = random.nextInt(12_000) - 1_000;
      var restored = start + random.nextInt(900) - 50;
      var isOpen = random.nextInt(4) == 0;
      incidents.add(
          incident(
              start,
              Optional.empty(),
              start + 60,
              Optional.empty(),
              isOpen ? Optional.empty() : Optional.of(at(restored))));
      if (start < 0 || start >= 10_000 || start > now) {
        continue;
      }
      if (isOpen) {
        open++;
      } else if (restored < start) {
        invalid++;
      } else {
        n++;
        sum += restored - start;
      }
    }

    var figures = ReliabilityFigures.of(MONTH, at(now), incidents, UPTIME);

    assertThat(figures.running()).hasSize(open);
    assertThat(figures.timeBetweenFailures().failures()).isEqualTo(n + invalid + open);
    switch (figures.timeToRestore()) {
      case Figure.None none -> {
        assertThat(n).isZero();
        assertThat(none).isEqualTo(new Figure.None(TimeTo.RESTORE, open, invalid));
      }
      case Figure.Recorded recorded -> {
        assertThat(recorded.n()).isEqualTo(n);
        assertThat(recorded.leftOut()).isEqualTo(open);
        assertThat(recorded.invalid()).isEqualTo(invalid);
        assertThat(recorded.mean()).isEqualTo(Duration.ofSeconds(sum).dividedBy(n));
      }
    }
  }

  private static ReliabilityFigures figures(IncidentTimes... incidents) {
    return ReliabilityFigures.of(MONTH, NOW, List.of(incidents), UPTIME);
  }

  private static Duration mean(Figure figure) {
    return ((Figure.Recorded) figure).mean();
  }

  private static Figure.Recorded seconds(int... seconds) {
    var values = IntStream.of(seconds).mapToObj(Duration::ofSeconds).toList();
    return new Figure.Recorded(TimeTo.RESTORE, values, 0, 0);
  }

  private static IncidentTimes incident(
      long impactStart,
      Optional<Instant> lastGood,
      long detected,
      Optional<Instant> acknowledged,
      Optional<Instant> restored) {
    return new IncidentTimes(
        at(impactStart),
        lastGood,
        at(detected),
        at(detected + 1),
        acknowledged,
        restored,
        Optional.empty());
  }
}
