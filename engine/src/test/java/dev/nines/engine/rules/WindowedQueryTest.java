package dev.nines.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowedQueryTest {
  @Test
  void everyWindowIsFilledIn_howeverItIsSpaced() {
    var query = new WindowedQuery("sum(rate(a[{{.window}}])) - sum(rate(b[{{ .window }}]))\n");

    assertThat(query.over("5m")).isEqualTo("sum(rate(a[5m])) - sum(rate(b[5m]))");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sum(rate(a[5m]))", "", "a[{{.window}}] {{.service}}"})
  void otherQueriesAreRefused(String query) {
    assertThatIllegalArgumentException().isThrownBy(() -> new WindowedQuery(query));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "requests_total | requests_total",
        "a:b{code=~\"5..\", path=\"/{id}\"} | a:b{code=~\"5..\", path=\"/{id}\"}",
        "{__name__=\"x\"} | {__name__=\"x\"}",
        "sum(requests_total{a='}'}) | requests_total{a='}'}",
        "sum ( requests_total ) | requests_total",
        "sum by (job) (requests_total) | requests_total",
      })
  void counterIsGivenARange(String counter, String selector) {
    assertThat(WindowedQuery.rateOf(counter))
        .contains(new WindowedQuery("sum(rate(" + selector + "[{{.window}}]))"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a + b", "sum(a) + sum(b)", "max(a)", "a[5m]", "a offset 5m", "1", ""})
  void whatIsNoSelectorCannotBeGivenARange(String query) {
    assertThat(WindowedQuery.rateOf(query)).isEmpty();
  }

  @Test
  void longMatcherCostsNoStack() {
    var counter = "a{b=\"" + "x\\\\".repeat(100_000) + "\"}";

    assertThat(WindowedQuery.rateOf(counter)).isPresent();
  }
}
