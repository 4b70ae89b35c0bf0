package dev.nines.engine.hooks.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
  @ParameterizedTest
  @CsvSource({
    "2021-04-28 21:50:00 +0200, 2021-04-28T19:50:00Z",
    "2021-04-28 21:50:00 -0730, 2021-04-29T05:20:00Z",
    "2021-04-28 19:50:00 UTC, 2021-04-28T19:50:00Z",
    "2021-04-28T19:50:00Z, 2021-04-28T19:50:00Z",
    "2021-04-28T21:50:00.123+02:00, 2021-04-28T19:50:00.123Z",
    "2021-04-28T19:50:00.123456789Z, 2021-04-28T19:50:00.123456789Z",
  })
  void timeIsReadAsGitlabAndTheOthersWriteIt(String text, Instant expected) {
    assertThat(Payload.time(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2021-04-28 21:50:00",
        "2021-04-28T21:50:00",
        "2021-04-28",
        "2021-02-30 21:50:00 +0200",
        "0001-01-01T00:00:00Z",
        "1619639400",
        "yesterday",
        ""
      })
  void timeWithoutItsZoneIsNone(String text) {
    assertThat(Payload.time(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "refs/tags/release-7, release-7",
        "v1.2.3, v1.2.3",
        "2026.11.29-rc.1, 2026.11.29-rc.1",
        "main, -",
        "1.x-branch, -",
        "a10867b14bb761a232cd80139fbd4c0d33264240, -",
        "7108671, -",
      })
  void refThatIsAVersionNamesIt(String ref, String version) {
    assertThat(VersionNames.of(ref).orElse(null)).isEqualTo(version);
  }
}
