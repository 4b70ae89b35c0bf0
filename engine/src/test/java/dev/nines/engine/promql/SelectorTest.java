package dev.nines.engine.promql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "up | up",
        "sum(up) | up",
        "sum ( up{a=\"b)}\"} ) | up{a=\"b)}\"}",
        "sum by (job) (up) | up",
        "sum without(a, b)({__name__=\"up\"}) | {__name__=\"up\"}",
      })
  void selectorOfASum(String query, String selector) {
    assertThat(Selector.of(query)).contains(selector);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum(a) + sum(b)",
        "max(up)",
        "sum(rate(up[1m]))",
        "up offset 1m",
        "",
        "1",
        "sum(sum(up))"
      })
  void anythingElseHasNone(String query) {
    assertThat(Selector.of(query)).isEmpty();
  }
}
