package dev.nines.probe.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {
  private static final String SECRET = "S3c/\"r&é😀t\\ \n'<";
  private static final Mask MASK = new Mask(List.of(SECRET));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S3c/\"r&é😀t\\ \n'<",
        "S3c/\\\"r&é😀t\\\\ \\n'<",
        "S3c\\/\\\"r&\\u00e9\\ud83d\\ude00t\\\\ \\n'<",
        "S3c/\\\"r\\u0026\\u00E9\\uD83D\\uDE00t\\\\ \\n\\u0027\\u003C",
        "S3c%2F%22r%26%C3%A9%F0%9F%98%80t%5C%20%0A%27%3C",
        "S3c%2f%22r%26%c3%a9%f0%9f%98%80t%5c+%0a%27%3c",
        "S3c/&quot;r&amp;é😀t\\ \n&#39;&lt;",
        "S3c&#x2f;&#34;r&#38;é&#x1F600;t\\ \n&#039;&lt;",
        "\\u0053\\u0033\\u0063\\u002f\\u0022\\u0072&é😀t\\ \n'<"
      })
  void secretIsMaskedHoweverItIsSpelled(String spelled) {
    assertThat(MASK.of("a " + spelled + ", " + spelled + " b")).isEqualTo("a <secret>, <secret> b");
    var twoLetters = spelled.startsWith("S3") ? 2 : 12;
    for (var end = twoLetters; end < spelled.length(); end++) {
      assertThat(MASK.ofStart("a " + spelled.substring(0, end))).isEqualTo("a ");
    }
  }

  @Test
  void otherTextsStayAsTheyAre() {
    for (var text :
        List.of("100% of \\n {\"a\": \"\\u00e9\"} &amp; S3c", "%", "\\", "&", "+", "", "S3c/\\x")) {
      assertThat(MASK.of(text)).isEqualTo(text);
    }
  }

  @Test
  void secretThatLooksEscapedIsMaskedAsItIs() {
    var mask = new Mask(List.of("100%25\\/a+b&amp;"));

    assertThat(mask.of("<100%25\\/a+b&amp;>")).isEqualTo("<<secret>>");
    assertThat(mask.of("<100%2525%5C/a%2Bb%26amp;>")).isEqualTo("<<secret>>");
  }
}
