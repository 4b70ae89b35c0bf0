package dev.nines.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcerptTest {
  @ParameterizedTest
  @CsvSource({
    "abcdef, 6, abcdef",
    "abcdef, 5, ab…",
    "abcdef, 3, …",
    "'a\"b', 4, 'a\"b'",
    "'a\"b', 3, …",
    "äöü, 6, äöü",
    "äöü, 5, ä…",
    "日本, 6, 日本",
    "日本, 5, …",
  })
  void textIsCutToTheBytesOfItsJson(String text, int most, String expected) {
    assertThat(Excerpt.of(text, most)).isEqualTo(expected);
  }

  @Test
  void pairIsKeptWholeOrNotAtAll() {
    assertThat(Excerpt.of("a😀b", 100)).isEqualTo("a😀b");
    assertThat(Excerpt.of("a😀b", 13)).isEqualTo("a…");
  }

  @Test
  void whatJsonOfADatabaseHasNoRoomForIsReplaced() {
    assertThat(Excerpt.of("a\0b\u001b[1m\ud83d", 100)).isEqualTo("a\ufffdb\ufffd[1m\ufffd");
    assertThat(Excerpt.of("\ude00\u0085\u007f", 100)).isEqualTo("\ufffd\ufffd\ufffd");
    assertThat(Excerpt.of("a\r\n\tb", 100)).isEqualTo("a\r\n\tb");
  }

  @Test
  void bytesThatAreNoUtf8AreReplaced() {
    var body = new String(new byte[] {'o', 'k', (byte) 0xff, (byte) 0xc3}, StandardCharsets.UTF_8);

    assertThat(Excerpt.of(body, 100)).isEqualTo("ok\ufffd\ufffd");
  }

  @Test
  void cutTextIsNotCutAgain() {
    var random = new Random(3);
    for (var i = 0; i < 1_000; i++) {
      var cut = Excerpt.of(SeenRuns.text(random, 300), 100);

      assertThat(Excerpt.of(cut, 100)).isEqualTo(cut);
      assertThat(Excerpt.bytes(cut)).isLessThanOrEqualTo(100);
    }
  }
}
