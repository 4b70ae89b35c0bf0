package dev.nines.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.Header;
import dev.nines.probe.net.Mask;
import java.util.List;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

class ShownAnswerTest {
  private static final List<String> SECRETS = List.of("s3cret", "s3cret-and-more", "abc");

  @Test
  void headersThatMayCarrySecretsAreMasked() {
    var headers =
        Headers.of(
            "Set-Cookie", "sid=12345; Path=/",
            "WWW-Authenticate", "Bearer realm=x, nonce=12345",
            "Proxy-Authenticate", "Negotiate",
            "Server", "nginx s3cret");

    assertThat(new ShownAnswer(headers, "", new Mask(SECRETS)).answer().headers())
        .containsExactly(
            Header.of("Set-Cookie", "sid=<secret>"),
            Header.of("WWW-Authenticate", "Bearer <secret>"),
            Header.of("Proxy-Authenticate", "<secret>"),
            Header.of("Server", "nginx <secret>"));
  }

  @Test
  void declaredSecretsAreMaskedWhereverTheyOccur_theLongestFirst() {
    assertThat(body("you sent s3cret-and-more, s3cret and abc"))
        .isEqualTo("you sent <secret>, <secret> and abc");
  }

  @Test
  void secretThatIsCutOffIsNotShownInPart() {
    assertThat(body("you sent s3cr")).isEqualTo("you sent ");
  }

  @Test
  void longHeaderIsCut() {
    var headers = Headers.of("X-Long", "x".repeat(10_000));

    assertThat(new ShownAnswer(headers, "", new Mask(List.of())).answer().headers())
        .containsExactly(Header.of("X-Long", "x".repeat(512) + "..."));
  }

  private static String body(String text) {
    return new ShownAnswer(Headers.of(), text, new Mask(SECRETS)).answer().bodyStart();
  }
}
