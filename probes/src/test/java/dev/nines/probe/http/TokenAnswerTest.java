package dev.nines.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenAnswerTest {
  @Test
  void jsonIsRead() {
    var answer =
        TokenAnswer.of(
            200,
            "application/json",
            "{\"x\":{\"access_token\":\"no\"},\"access_token\":\"t0k\",\"token_type\":\"bearer\",\"expires_in\":60}");

    assertThat(answer.token()).contains("t0k");
    assertThat(answer.scheme()).isEqualTo("Bearer");
    assertThat(answer.expiresIn()).contains(Duration.ofSeconds(60));
  }

  @Test
  void formIsRead() {
    var answer =
        TokenAnswer.of(
            201,
            "application/x-www-form-urlencoded; charset=utf-8",
            "access_token=t0k&token_type=MAC&expires_in=abc");

    assertThat(answer.token()).contains("t0k");
    assertThat(answer.scheme()).isEqualTo("MAC");
    assertThat(answer.expiresIn()).isEmpty();
  }

  @Test
  void refusalIsToldByItsKnownNameOnly() {
    assertThat(TokenAnswer.of(401, null, "{\"error\":\"invalid_client\"}").refusal())
        .isEqualTo("status 401 (invalid_client)");
    assertThat(TokenAnswer.of(400, null, "{\"error\":\"your secret 12 is bad\"}").refusal())
        .isEqualTo("status 400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "{",
        "{\"access_token\":null}",
        "{\"access_token\":\"\\r\\nX: y\"}",
        "{\"access_token\":{}}"
      })
  void whatIsNoTokenIsNone(String body) {
    assertThat(TokenAnswer.of(200, "application/json", body).token()).isEmpty();
  }

  @Test
  void refusedAnswerHasNoToken() {
    assertThat(TokenAnswer.of(500, null, "{\"access_token\":\"t\"}").token())
        .isEqualTo(Optional.empty());
  }
}
