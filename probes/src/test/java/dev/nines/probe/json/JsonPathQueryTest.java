package dev.nines.probe.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathQueryTest {
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
        "$.items[0].name.sum() | ",
      })
  void firstValueOnTheWayIsFound(String path, String expected) throws JsonFault {
    assertThat(first(path, BODY).map(Object::toString)).isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void listsAndObjectsAreFoundAsSuch() throws JsonFault {
    assertThat(first("$.items[0]", BODY)).get().isInstanceOf(Map.class);
    assertThat(first("$.items", BODY)).get().isInstanceOf(java.util.List.class);
    assertThat(first("$", "[[1]]")).get().isInstanceOf(java.util.List.class);
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
        .isThrownBy(() -> query.first(body))
        .withMessage("$..*..*..*..* visits more than 1,000,000 values");
  }

  private static Optional<Object> first(String path, String body) throws JsonFault {
    return JsonPathQuery.compile(path).first(JsonPathQuery.read(body.getBytes(UTF_8)));
  }
}
