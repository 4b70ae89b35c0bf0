package dev.nines.probe.cel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelExpressionTest {
  private static final Runnable OVER =
      () -> {
        throw new CancellationException();
      };

  private static final String BODY =
      """
      {"name": "shop", "count": 5, "ratio": 0.5, "ok": true, "none": null, "twice": 1, "twice": 2,
       "big": 9007199254740993, "items": [{"id": 1}, {"id": 2}], "long": "aaaaaaaaaaaaaaaaaaaaaaaa!"}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "body.name == 'shop' | true",
        "body.name == 'other' | false",
        "body.count == 5 | true",
        "body.count == 5.0 | true",
        "body.count > 4 && body.ratio < 1 | true",
        "5 == body.count | true",
        "body.count + 1.0 == 6.0 | true",
        "body.count in [4, 5] | true",
        "type(body.count) == double | true",
        "body.ok | true",
        "!body.ok | false",
        "body.none == null | true",
        "body.name == null | false",
        "body.twice == 2 | true",
        "body.big == 9007199254740992.0 | true",
        "has(body.missing) | false",
        "'name' in body | true",
        "size(body.items) == 2 | true",
        "body.items.all(i, i.id > 0) | true",
        "body.items.exists(i, i.id == 2) | true",
        "body.items[1].id == 2 | true",
        "body.items.map(i, i.id) == [1, 2] | true",
        "body.items.filter(i, i.id > 1).size() == 1 | true",
        "body.name.matches('^s.+p$') | true",
        "body.name.matches('ho') | true",
        "matches(body.name, 'ho') | true",
        "body.name.startsWith('sh') | true",
        "body.long.matches('^(a+)+$') | false",
      })
  void truthOfABody(String expression, boolean truth) throws CelFault {
    assertThat(CelExpression.compile(expression).isTrueOf(json(BODY), () -> {})).isEqualTo(truth);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1, 2]", "\"text\"", "7", "true", "null"})
  void bodyNeedNotBeAnObject(String body) throws CelFault {
    var expression = CelExpression.compile("type(body) != map && body == body");

    assertThat(expression.isTrueOf(json(body), () -> {})).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "body.missing == 1 | the expression cannot be evaluated: ",
        "body.name > 3 | the expression cannot be evaluated: ",
        "body.items[7].id == 1 | the expression cannot be evaluated: ",
        "body.name | the expression gives neither true nor false: body.name",
      })
  void bodyWithoutAnAnswerIsAFault(String expression, String detail) {
    assertThatExceptionOfType(CelFault.class)
        .isThrownBy(() -> CelExpression.compile(expression).isTrueOf(json(BODY), () -> {}))
        .satisfies(fault -> assertThat(fault.detail()).startsWith(detail).doesNotContain("\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "body.a == | 1:10: mismatched input",
        "bdy.a == 1 | 1:1: undeclared reference to 'bdy'",
        "1 + 1 | gives int, not true or false",
        "\"yes\" | gives string, not true or false",
        "nope(body) | 1:5: undeclared reference to 'nope'",
      })
  void wrongExpressionSaysWhere(String expression, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CelExpression.compile(expression))
        .satisfies(
            fault -> assertThat(fault.getMessage()).startsWith(message).doesNotContain("\n"));
  }

  @Test
  void loopsAreBounded() throws CelFault {
    var digits = "[" + "1,".repeat(999) + "1]";
    // what is asked of each is as cheap as can be: a million of them are asked
    var expression = CelExpression.compile("body.all(a, body.all(b, body.all(c, true)))");

    assertThatExceptionOfType(CelFault.class)
        .isThrownBy(() -> expression.isTrueOf(json(digits), () -> {}))
        .withMessageContaining("Iteration budget exceeded");
  }

  @Test
  void patternThatIsNoneHasNoAnswer_asItMayComeFromTheBody() {
    var expression = CelExpression.compile("'a'.matches(body)");

    assertThatExceptionOfType(CelFault.class)
        .isThrownBy(() -> expression.isTrueOf(json("\"(\""), () -> {}))
        .withMessageContaining("cannot be evaluated");
  }

  @Test
  void loopsEndWithTheRun() throws CelFault {
    var body = json("[" + "1,".repeat(999) + "1]");
    var expression = CelExpression.compile("body.all(a, body.all(b, a == b && body == body))");

    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> expression.isTrueOf(body, OVER));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<html> | the body is not JSON at 1:1",
        "{} {} | the body is not JSON: something follows its value",
        "'' | the body is not JSON: it is empty",
        "{\"a\": | the body is not JSON at 1:",
        "{\"a\" 1} | the body is not JSON at 1:",
        "[1, 2 | the body is not JSON at 1:",
        "[NaN] | the body is not JSON at 1:",
        "[1e999] | the body has a number that is too large for a double",
        "[01] | the body is not JSON at 1:",
      })
  void bodyThatIsNoJson(String body, String detail) {
    assertThatExceptionOfType(CelFault.class)
        .isThrownBy(() -> json(body))
        .satisfies(fault -> assertThat(fault.detail()).startsWith(detail));
  }

  @Test
  void depthIsBounded() {
    assertThatExceptionOfType(CelFault.class)
        .isThrownBy(() -> json("[".repeat(100_000)))
        .withMessageContaining("nesting depth");
  }

  @Test
  void bytesThatAreNoUtf8AreTaken_asGoDoes() throws CelFault {
    var body = new byte[] {'"', 'a', (byte) 0xff, '"'};

    assertThat(CelExpression.compile("body == 'a\uFFFD'").isTrueOf(JsonBody.read(body), () -> {}))
        .isTrue();
  }

  @Test
  void equalWhenWrittenAlike() {
    assertThat(CelExpression.compile("body.a"))
        .isEqualTo(CelExpression.compile("body.a"))
        .hasSameHashCodeAs(CelExpression.compile("body.a"))
        .isNotEqualTo(CelExpression.compile("body.b"))
        .hasToString("body.a");
  }

  @Test
  void valuesOfABodyAreBounded_becauseAFewBytesMayCostManyOfMemory() {
    var many = "[" + "0,".repeat(199_998) + "0]";

    assertThatCode(() -> json(many)).doesNotThrowAnyException();
    assertThatExceptionOfType(CelFault.class)
        .isThrownBy(() -> json("[" + many + "]"))
        .withMessage("the body has more than 200,000 values");
  }

  private static JsonBody json(String body) throws CelFault {
    return JsonBody.read(body.getBytes(UTF_8));
  }
}
