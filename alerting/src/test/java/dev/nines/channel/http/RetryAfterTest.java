package dev.nines.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.channel.Notifications;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | PT0S",
        " 120 | PT2M",
        "3600 | PT1H",
        "3601 | PT1H",
        "99999999999999999999999 | PT1H",
        "Tue, 24 Nov 2026 12:00:30 GMT | PT30S",
        "Tue, 24 Nov 2026 11:00:00 GMT | PT0S",
        "Wed, 24 Nov 2027 12:00:00 GMT | PT1H",
        "-5 | PT0S",
        "soon | PT0S",
      })
  void secondsOrDateWithinBounds(String value, Duration expected) {
    assertThat(RetryAfter.parse(value, Notifications.NOON)).isEqualTo(expected);
  }
}
