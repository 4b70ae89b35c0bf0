package dev.nines.engine.pages.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstantsInTextTest {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("'$1 'HH:mm:ss").withZone(ZoneId.of("Europe/Berlin"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "good again since 2026-11-24T12:08:00Z | good again since $1 13:08:00",
        "(recovered at 2026-11-24T12:08:00.123456Z) | (recovered at $1 13:08:00)",
        "2026-11-24T12:08:00Z -> 2026-11-24T12:09:00Z: x | $1 13:08:00 -> $1 13:09:00: x",
        "on 2026-11-24 at 12:08 | on 2026-11-24 at 12:08",
        "https://x.test/?from=2026-11-24T12:08:00Z | https://x.test/?from=2026-11-24T12:08:00Z",
        "of build-2026-11-24T12:08:00Z | of build-2026-11-24T12:08:00Z",
        "at 2026-11-31T12:08:00Z | at 2026-11-31T12:08:00Z",
        "at 2026-11-24T12:08:00Zulu | at 2026-11-24T12:08:00Zulu",
      })
  void onlyInstantsAreWrittenAnew(String text, String expected) {
    assertThat(InstantsInText.written(text, TIME::format)).isEqualTo(expected);
  }
}
