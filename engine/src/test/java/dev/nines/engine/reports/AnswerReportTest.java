package dev.nines.engine.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.Answer;
import dev.nines.probe.Content;
import dev.nines.probe.Header;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerReportTest {
  private static String text(String body, Header... headers) {
    return String.join("\n", new AnswerReport(new Answer(List.of(headers), body)).lines());
  }

  @Test
  void headersAndBodyAreShown_withoutControlCharacters() {
    assertThat(
            text(
                "<p>\tSold\u001b[2J out</p>\r\nBye",
                Header.of("Server", "zoo\u0007"),
                new Header("Set-Cookie", new Content.Secret("s3cret"))))
        .isEqualTo(
            "\nANSWER\n  Server: zoo?\n  Set-Cookie: <secret>\n\n  <p>  Sold?[2J out</p>\n  Bye");
  }

  @Test
  void longBodyIsCut() {
    assertThat(text("x".repeat(1_500))).endsWith("x".repeat(1_000) + "\n  ...");
  }

  @Test
  void emptyBodyIsNoLine() {
    assertThat(text("", Header.of("Server", "zoo"))).isEqualTo("\nANSWER\n  Server: zoo");
  }
}
