package dev.nines.engine.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.nines.engine.tracing.TracingRules.Targets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingRulesTest {
  private static final List<String> IDS = ids();
  private static final String LOWEST = "0".repeat(31) + "1";
  private static final String HIGHEST = "f".repeat(32);

  @Test
  void ratioOfZeroKeepsNone() {
    assertThat(IDS).noneMatch(rules(0)::head);
    assertThat(rules(0).head(LOWEST)).isFalse();
  }

  @Test
  void ratioOfOneKeepsAll() {
    assertThat(IDS).allMatch(rules(1)::head);
    assertThat(rules(1).head(HIGHEST)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.25, 0.9})
  void ratioIsTheShareOfRandomTracesThatIsKept(double ratio) {
    var kept = IDS.stream().filter(rules(ratio)::head).count();

    assertThat((double) kept / IDS.size()).isCloseTo(ratio, within(0.015));
  }

  @Test
  void decisionIsOfTheRandomBitsAlone_becauseTheFirstMayBeATimestamp() {
    var random = "0000003fffffffffffff"; // the last 56 bits are just below a quarter of their range

    assertThat(rules(0.25).head("0".repeat(12) + random)).isTrue();
    assertThat(rules(0.25).head("f".repeat(12) + random)).isTrue();
    assertThat(rules(0.25).head("0".repeat(18) + "40000000000000")).isFalse();
  }

  @Test
  void traceKeptAtARatioIsKeptAtAHigherOne() {
    assertThat(IDS.stream().filter(rules(0.25)::head)).allMatch(rules(0.5)::head);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void ratioOutsideZeroToOneIsRejected(double ratio) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rules(ratio))
        .withMessage("ratio not in [0, 1]: " + ratio);
  }

  private static TracingRules rules(double ratio) {
    return TracingRules.of(ratio, Set.of(), Targets.HEAD);
  }

  private static List<String> ids() {
    var random = new Random(7);
    return Stream.generate(() -> "%016x%016x".formatted(random.nextLong(), random.nextLong()))
        .limit(20_000)
        .toList();
  }
}
