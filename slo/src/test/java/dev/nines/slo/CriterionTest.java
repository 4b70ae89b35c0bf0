package dev.nines.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nines.slo.Criterion.Bound;
import dev.nines.slo.Criterion.Op;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CriterionTest {
  private static final Duration LIMIT = Duration.ofMillis(300);

  @Test
  void successFollowsTheProbesVerdict() {
    assertThat(Criterion.SUCCESS.isGood(new Sample(true, Map.of()))).isTrue();
    assertThat(Criterion.SUCCESS.isGood(new Sample(false, Map.of()))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "LT, 299999999, true", "LT, 300000000, false",
    "LTE, 300000000, true", "LTE, 300000001, false",
    "GT, 300000001, true", "GT, 300000000, false",
    "GTE, 300000000, true", "GTE, 299999999, false"
  })
  void boundIsExactToTheNanosecond(Op op, long nanos, boolean good) {
    var criterion = new Criterion(false, Optional.of(new Bound(Measure.TOTAL, op, LIMIT)));

    assertThat(criterion.isGood(new Sample(false, Map.of(Measure.TOTAL, nanos)))).isEqualTo(good);
  }

  @Test
  void successAndBoundMustBothHold() {
    var criterion = within(Measure.TOTAL, LIMIT);

    assertThat(criterion.isGood(new Sample(true, Map.of(Measure.TOTAL, 1L)))).isTrue();
    assertThat(criterion.isGood(new Sample(false, Map.of(Measure.TOTAL, 1L)))).isFalse();
    assertThat(criterion.isGood(new Sample(true, Map.of(Measure.TOTAL, 400_000_000L)))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"LT", "GT"})
  void phaseThatWasNeverReachedKeepsNoBound(Op op) {
    var criterion = new Criterion(false, Optional.of(new Bound(Measure.TLS, op, LIMIT)));

    assertThat(criterion.isGood(new Sample(true, Map.of(Measure.TOTAL, 1L)))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void text(Criterion criterion, String expected) {
    assertThat(criterion.text()).isEqualTo(expected);
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of(Criterion.SUCCESS, "success"),
        Arguments.of(new Criterion(false, Optional.empty()), "any"),
        Arguments.of(within(Measure.TOTAL, LIMIT), "success and total < 300ms"),
        Arguments.of(
            within(Measure.PROCESSING, Duration.ofMillis(2_000)), "success and processing < 2s"),
        Arguments.of(within(Measure.TLS, Duration.ofNanos(1_500)), "success and tls < 1500ns"),
        Arguments.of(within(Measure.CONNECT, Duration.ofNanos(7_000)), "success and connect < 7us"),
        Arguments.of(
            new Criterion(false, Optional.of(new Bound(Measure.RESOLVE, Op.GTE, LIMIT))),
            "resolve >= 300ms"));
  }

  @Test
  void limitIsAboveZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Bound(Measure.TOTAL, Op.LT, Duration.ZERO))
        .withMessage("limit not above zero: PT0S");
  }

  private static Criterion within(Measure measure, Duration limit) {
    return new Criterion(true, Optional.of(new Bound(measure, Op.LT, limit)));
  }
}
