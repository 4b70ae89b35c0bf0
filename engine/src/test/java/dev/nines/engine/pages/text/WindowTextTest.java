package dev.nines.engine.pages.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.slo.BudgetWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTextTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-01-01T00:00 | 1 | MONTHS | November 2026 (Europe/Berlin)",
        "2026-01-01T00:00 | 3 | MONTHS | October 2026 to December 2026 (Europe/Berlin)",
        "2026-01-01T00:00 | 1 | YEARS | 2026 (Europe/Berlin)",
        "2026-01-15T00:00 | 1 | MONTHS | 15 November 2026 to 14 December 2026 (Europe/Berlin)",
        "2026-01-05T00:00 | 1 | WEEKS | 23 November 2026 to 29 November 2026 (Europe/Berlin)",
        "2026-01-05T00:00 | 1 | DAYS | 24 November 2026 (Europe/Berlin)",
        "2026-01-05T06:30 | 1 | DAYS | 24 November 2026 06:30 to 25 November 2026 06:30 (Europe/Berlin)",
      })
  void calendarWindowIsNamedByItsPeriod(
      LocalDateTime start, int count, ChronoUnit unit, String text) {
    var window = new BudgetWindow.Calendar(start, ZoneId.of("Europe/Berlin"), count, unit);

    assertThat(WindowText.of(window, window.spanAt(NOW))).isEqualTo(text);
  }

  @Test
  void rollingWindowIsNamedByItsLength() {
    var window = new BudgetWindow.Rolling(Duration.ofDays(30));

    assertThat(WindowText.of(window, window.spanAt(NOW))).isEqualTo("30 d");
  }
}
