package dev.nines.probe.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({"PT5S, 5s", "PT1.5S, 1.5s", "PT0.3S, 300ms", "PT1.05S, 1.05s", "PT2M, 120s"})
  void text(Duration duration, String text) {
    assertThat(Durations.text(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"PT71H, 2 days", "PT1H, 1 hour", "PT119S, 1 minute", "PT1S, 1 second"})
  void rough(Duration duration, String text) {
    assertThat(Durations.rough(duration)).isEqualTo(text);
  }
}
