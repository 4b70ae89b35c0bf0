package dev.nines.probe.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupTemplateTest {
  @ParameterizedTest
  @CsvSource({
    "hello ${1}, hello 42",
    "$1, 42",
    "$0!, id=42!",
    "${n}, 42",
    "$$1, $1",
    "$1x|, |",
    "${9}|, |",
    "$, $",
    "${unclosed, ${unclosed",
    "plain, plain",
  })
  void expandsAsGoDoes(String template, String expected) {
    var match = Pattern.compile("id=(?P<n>\\d+)").matcher("id=42");
    assertThat(match.find()).isTrue();

    assertThat(GroupTemplate.expand(template, match)).isEqualTo(expected);
  }
}
