package dev.nines.engine.promql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "sum(rate(a[5m])) | ",
        "a{b=\"(\", c='[', d=`{\\`} | ",
        "a{b=\"x\\\"(\"} | ",
        "sum(rate(a[{{.window}}])) | ",
        "sum(rate(a[5m]) | the ( at character 4 is never closed",
        "sum(a)) | the ) at character 7 closes nothing",
        "sum(a[5m) | the [ at character 6 is closed by the ) at character 9",
        "a{b=\"c} | the \" at character 5 is never closed",
      })
  void bracketsAndQuotes(String query, String fault) {
    assertThat(QueryText.of(query).fault().orElse(null)).isEqualTo(fault);
  }

  @Test
  void commentsAreNotRead() {
    assertThat(QueryText.of("sum(a # not ) here\n)").fault()).isEmpty();
    assertThat(QueryText.of("a # the end (").fault()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "sum(a_total), a_total",
    "a:b_count / 2, a:b_count",
    "sum by (x_total) (a), ",
    "a{x_total=\"b\"}, ",
    "totals, ",
    "increase(a_total[1m]), ",
    "sum(max_over_time(a_total[1m])), ",
    "a_total:rate5m, ",
  })
  void counterThatIsReadAsItIs(String query, String name) {
    assertThat(QueryText.of(query).bareCounter().orElse(null)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rate (a[5m])", "sum(irate(a[5m]))", "ceil(increase(a[5m]))"})
  void functionsThatMakeARate(String query) {
    assertThat(QueryText.of(query).rate()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rate", "my_rate(a)", "a{b=\"rate(\"}"})
  void namesThatDoNot(String query) {
    assertThat(QueryText.of(query).rate()).isEmpty();
  }
}
