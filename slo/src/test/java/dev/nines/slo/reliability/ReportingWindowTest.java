package dev.nines.slo.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ReportingWindowTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void monthIsThatOfItsZone_soItHasNotAlwaysDaysOfTwentyFourHours() {
    assertThat(hours(ReportingWindow.of(YearMonth.of(2026, 3), BERLIN))).isEqualTo(31 * 24 - 1);
    assertThat(hours(ReportingWindow.of(YearMonth.of(2026, 10), BERLIN))).isEqualTo(31 * 24 + 1);
    assertThat(hours(ReportingWindow.of(YearMonth.of(2026, 10), ZoneId.of("UTC"))))
        .isEqualTo(31 * 24);
    var november = ReportingWindow.of(YearMonth.of(2026, 11), BERLIN);
    assertThat(november.name()).isEqualTo("2026-11");
    assertThat(november.span().from()).isEqualTo(Instant.parse("2026-10-31T23:00:00Z"));
    assertThat(november.span().to()).isEqualTo(Instant.parse("2026-11-30T23:00:00Z"));
  }

  @Test
  void quartersAndMonthsMakeUpTheYear() {
    var year = ReportingWindow.of(Year.of(2028), BERLIN);
    assertThat(year.name()).isEqualTo("2028");
    assertThat(hours(year)).isEqualTo(366 * 24);
    var from = year.span().from();
    for (var quarter = 1; quarter <= 4; quarter++) {
      var next = ReportingWindow.of(Year.of(2028), quarter, BERLIN);
      assertThat(next.name()).isEqualTo("2028-Q" + quarter);
      assertThat(next.span().from()).isEqualTo(from);
      from = next.span().to();
    }
    assertThat(from).isEqualTo(year.span().to());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReportingWindow.of(Year.of(2028), 5, BERLIN))
        .withMessage("quarter not in [1, 4]: 5");
  }

  private static long hours(ReportingWindow window) {
    return Duration.between(window.span().from(), window.span().to()).toHours();
  }
}
