package dev.nines.engine.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadRatioTest {
  private static final List<String> IDS = ids();
  private static final String LOWEST = "0".repeat(31) + "1";
  private static final String HIGHEST = "f".repeat(32);

  @Test
  void ratioOfZeroKeepsNone() {
    assertThat(IDS).noneMatch(ratio(0)::takes);
    assertThat(ratio(0).takes(LOWEST)).isFalse();
  }

  @Test
  void ratioOfOneKeepsAll() {
    assertThat(IDS).allMatch(ratio(1)::takes);
    assertThat(ratio(1).takes(HIGHEST)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.25, 0.9})
  void ratioIsTheShareOfRandomTracesThatIsKept(double ratio) {
    var kept = IDS.stream().filter(ratio(ratio)::takes).count();

    assertThat((double) kept / IDS.size()).isCloseTo(ratio, within(0.015));
  }

  @Test
  void decisionIsOfTheRandomBitsAlone_becauseTheFirstMayBeATimestamp() {
    var random = "0000003fffffffffffff"; // the last 56 bits are just below a quarter of their range

    assertThat(ratio(0.25).takes("0".repeat(12) + random)).isTrue();
    assertThat(ratio(0.25).takes("f".repeat(12) + random)).isTrue();
    assertThat(ratio(0.25).takes("0".repeat(18) + "40000000000000")).isFalse();
  }

  @Test
  void traceKeptAtARatioIsKeptAtAHigherOne() {
    assertThat(IDS.stream().filter(ratio(0.25)::takes)).allMatch(ratio(0.5)::takes);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void ratioOutsideZeroToOneIsRejected(double ratio) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ratio(ratio))
        .withMessage("ratio not in [0, 1]: " + ratio);
  }

  private static HeadRatio ratio(double ratio) {
    return new HeadRatio(ratio);
  }

  private static List<String> ids() {
    var random = new Random(7);
    return Stream.generate(() -> "%016x%016x".formatted(random.nextLong(), random.nextLong()))
        .limit(20_000)
        .toList();
  }
}
