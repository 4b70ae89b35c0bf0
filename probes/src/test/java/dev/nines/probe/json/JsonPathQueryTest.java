package dev.nines.probe.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathQueryTest {
  private static final Runnable OVER =
      () -> {
        throw new CancellationException();
      };

  private static final String BODY =
      """
      {"token": "a\\"b\\u0041",
       "id": 12345678901234567890, "price": 1.10, "ok": true, "nothing": null, "$odd key": 7,
       "items": [{"name": "x", "price": 5, "id": 1, "tags": ["$..*", "new"]},
                 {"name": "y", "price": 15, "id": 2, "tags": ["[1"]}]}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "$.token | a\"bA",
        "$['token'] | a\"bA",
        "$.id | 12345678901234567890",
        "$.price | 1.10",
        "$.ok | true",
        "$['$odd key'] | 7",
        "$.items[1].id | 2",
        "$.items[-1].id | 2",
        "$.items[*].id | 1",
        "$..name | x",
        "$.items[?(@.name=='y')].id | 2",
        "$.items[?(@.price > 10)].id | 2",
        "$.items[?('new' in @.tags)].id | 1",
        "$.items.length() | 2",
        "$.nothing | ",
        "$.none | ",
        "$.token.none | ",
        "$.items[7].id | ",
        "$.items[?(@.name=='z')].id | ",
      })
  void firstValueOnTheWayIsFound(String path, String expected) throws JsonFault {
    assertThat(first(path, BODY).map(Object::toString)).isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void pathThatMakesNoSenseInTheBodySaysSo() {
    assertThatExceptionOfType(JsonFault.class)
        .isThrownBy(() -> first("$.items[0].name.sum()", BODY))
        .withMessage("$.items[0].name.sum() cannot be followed in the body");
  }

  @Test
  void listsAndObjectsAreFoundAsSuch() throws JsonFault {
    assertThat(first("$.items[0]", BODY)).get().isInstanceOf(Map.class);
    assertThat(first("$.items", BODY)).get().isInstanceOf(List.class);
    assertThat(first("$", "[[1]]")).get().isInstanceOf(List.class);
    assertThat(first("$", "\"text\"")).contains("text");
    assertThat(first("$", "null")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "token | begins with $",
        "$.a[?(@.b =~ /(x+)+y/)] | =~ is not supported",
        "$.a[ | open bracket",
        "$. | '.'",
        "$.a[?( | ",
      })
  void whatIsNoPathIsRefused(String text, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonPathQuery.compile(text))
        .withMessageContaining(why == null ? "" : why);
  }

  @Test
  void longPathIsRefused_beforeItIsLookedAt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonPathQuery.compile("$" + "[(".repeat(5_000)))
        .withMessage("longer than 1000 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "<html>", "{} {}", "{\"a\":}", "nul"})
  void whatIsNoJsonIsSaidToBeNone_withoutQuotingIt(String body) {
    assertThatExceptionOfType(JsonFault.class)
        .isThrownBy(() -> JsonPathQuery.read(body.getBytes(UTF_8)))
        .satisfies(
            fault -> assertThat(fault.brief()).matches("the body is not JSON( at \\d+:\\d+)?"));
  }

  @Test
  void bodyOfTooManyValuesIsNotRead_sinceItsTreeWouldBeManyTimesItsSize() {
    assertThatExceptionOfType(JsonFault.class)
        .isThrownBy(
            () -> JsonPathQuery.read(("[" + "[],".repeat(3_000_000) + "1]").getBytes(UTF_8)))
        .withMessage("the body has more than 200,000 values");
  }

  @Test
  void nestingIsBounded() {
    var deep = "[".repeat(100_000);

    assertThatExceptionOfType(JsonFault.class)
        .isThrownBy(() -> JsonPathQuery.read(deep.getBytes(UTF_8)));
  }

  @Test
  void queryThatMultipliesIsCutShort() throws JsonFault {
    var body = JsonPathQuery.read(("[" + "[1,[2,[3]]],".repeat(20_000) + "1]").getBytes(UTF_8));
    var query = JsonPathQuery.compile("$..*..*..*..*");

    assertThatExceptionOfType(JsonFault.class)
        .isThrownBy(() -> query.first(body, () -> {}))
        .withMessage("$..*..*..*..* visits more than 1,000,000 values");
  }

  @Test
  void queryEndsWithTheRun() throws JsonFault {
    var body = JsonPathQuery.read("[[1,2],[3,4]]".getBytes(UTF_8));
    var query = JsonPathQuery.compile("$..*..*");

    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> query.first(body, OVER));
  }

  @Test
  void whateverIsWrittenIsAPathOrIsRefused_andAnswersOrIsCutShort() throws JsonFault {
    var random = new Random(4);
    var pieces =
        List.of(
            "$",
            ".",
            "..",
            "[",
            "]",
            "(",
            ")",
            "?",
            "@",
            "'",
            "\"",
            "*",
            ",",
            ":",
            "-",
            "0",
            "9",
            "99999999999",
            "a",
            "items",
            "name",
            "&&",
            "||",
            "!",
            "<",
            ">",
            "==",
            "in",
            "nin",
            "size",
            "empty",
            "length()",
            "sum()",
            "keys()",
            "concat(",
            "min()",
            "append(",
            "{",
            "}",
            "\\",
            " ",
            "null",
            "true",
            "[?(@.price",
            "[?(",
            ")]",
            "subsetof",
            "type()",
            "first()",
            "index(0)",
            "\u00fc",
            "\0");
    var body = JsonPathQuery.read(BODY.getBytes(UTF_8));
    var paths = 0;
    for (var n = 0; n < 20_000; n++) {
      var text = new StringBuilder("$");
      for (var k = random.nextInt(1, 9); k > 0; k--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      try {
        JsonPathQuery.compile(text.toString()).first(body, () -> {});
        paths++;
      } catch (IllegalArgumentException | JsonFault _) {
        // said what is wrong with it
      }
    }
    assertThat(paths).isGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[?(", "[?(@.a[", "(((", "[?(!(", "..*", "[*]", "['a',"})
  void deepPathsAreBounded(String piece) throws JsonFault {
    var text = "$" + piece.repeat(900 / piece.length()) + "a";
    try {
      JsonPathQuery.compile(text).first(JsonPathQuery.read(BODY.getBytes(UTF_8)), () -> {});
    } catch (IllegalArgumentException | JsonFault _) {
      // said what is wrong with it
    }
  }

  private static Optional<Object> first(String path, String body) throws JsonFault {
    return JsonPathQuery.compile(path).first(JsonPathQuery.read(body.getBytes(UTF_8)), () -> {});
  }
}
