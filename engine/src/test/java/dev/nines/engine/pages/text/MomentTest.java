package dev.nines.engine.pages.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentTest {
  private static final ZonedDateTime NOON =
      ZonedDateTime.of(2026, 11, 24, 12, 0, 0, 0, ZoneId.of("UTC"));

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T09:08:07.5Z, 09:08:07",
    "2026-11-23T23:59:59Z, 23 Nov 23:59:59",
    "2025-12-31T23:59:59Z, 31 Dec 2025 23:59:59",
  })
  void whatTheReaderKnowsIsLeftOut(Instant instant, String text) {
    assertThat(Moment.of(instant, NOON)).isEqualTo(new Moment(text, instant.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "UTC, 24 Nov 2026 12:00:00 UTC",
    "Z, 24 Nov 2026 12:00:00 UTC",
    "Europe/Madrid, 24 Nov 2026 13:00:00 CET"
  })
  void inFullNamesTheZone(ZoneId zone, String text) {
    assertThat(Moment.inFull(NOON.withZoneSameInstant(zone)))
        .isEqualTo(new Moment(text, "2026-11-24T12:00:00Z"));
  }
}
