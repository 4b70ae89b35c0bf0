package dev.nines.slo.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class IntervalsTest {
  private static final int SECONDS = 120;

  @Test
  void touchingSpansAreOne() {
    assertThat(Intervals.of(span(5, 9), span(0, 5)).spans()).containsExactly(span(0, 9));
  }

  @Test
  void emptySpansAreDropped() {
    assertThat(Intervals.of(span(5, 5))).isEqualTo(Intervals.NONE);
    assertThat(Intervals.NONE.isEmpty()).isTrue();
    assertThat(Intervals.NONE.length()).isZero();
  }

  @Test
  void endBeforeStartIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> span(1, 0))
        .withMessage("end not at or after start: 1970-01-01T00:00:01Z to 1970-01-01T00:00:00Z");
  }

  @Test
  void intervalIsHalfOpen() {
    assertThat(span(1, 3).contains(at(0))).isFalse();
    assertThat(span(1, 3).contains(at(1))).isTrue();
    assertThat(span(1, 3).contains(at(3))).isFalse();
    assertThat(span(1, 3).length()).isEqualTo(Duration.ofSeconds(2));
  }

  @RepeatedTest(300)
  void algebraIsThatOfSetsOfSeconds(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var a = random(random);
    var b = random(random);
    var from = random.nextInt(SECONDS);
    var bounds = span(from, from + random.nextInt(SECONDS - from));

    assertThat(seconds(a.union(b))).isEqualTo(or(seconds(a), seconds(b)));
    assertThat(seconds(a.intersect(b))).isEqualTo(and(seconds(a), seconds(b)));
    assertThat(seconds(a.subtract(b))).isEqualTo(andNot(seconds(a), seconds(b)));
    assertThat(seconds(a.clip(bounds))).isEqualTo(and(seconds(a), seconds(Intervals.of(bounds))));
    assertThat(a.length()).isEqualTo(Duration.ofSeconds(seconds(a).cardinality()));
    assertThat(a.subtract(b).union(a.intersect(b))).as("equal sets are equal").isEqualTo(a);
  }

  private static Intervals random(Random random) {
    var spans = new ArrayList<Interval>();
    for (var count = random.nextInt(9); count > 0; count--) {
      var from = random.nextInt(SECONDS);
      spans.add(span(from, Math.min(SECONDS, from + random.nextInt(25))));
    }
    return new Intervals(spans);
  }

  private static BitSet seconds(Intervals intervals) {
    var seconds = new BitSet();
    for (var second = 0; second < SECONDS; second++) {
      var instant = at(second);
      seconds.set(second, intervals.spans().stream().anyMatch(span -> span.contains(instant)));
    }
    return seconds;
  }

  private static BitSet or(BitSet a, BitSet b) {
    a.or(b);
    return a;
  }

  private static BitSet and(BitSet a, BitSet b) {
    a.and(b);
    return a;
  }

  private static BitSet andNot(BitSet a, BitSet b) {
    a.andNot(b);
    return a;
  }

  private static Interval span(long from, long to) {
    return new Interval(at(from), at(to));
  }

  private static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }
}
