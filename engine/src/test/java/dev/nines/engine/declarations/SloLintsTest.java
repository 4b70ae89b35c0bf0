package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SloLintsTest {
  @ParameterizedTest
  @CsvSource({
    "5m, 30d, 0.999, at 5-minute intervals one failure spends 12 % of this budget",
    "30m, 28d, 0.99, at 30-minute intervals one failure spends 7 % of this budget",
    "90s, 1d, 0.999, at 90-second intervals one failure spends 104 % of this budget",
    "1h, 30d, 0.95, ", // 2.8 %
    "2m, 30d, 0.999, ", // 4.6 %
  })
  void probeTooRareForItsObjectiveIsToldWithItsShare(
      String interval, String window, String target, String warning) {
    var text =
        Texts.slo(Texts.SLO_SPEC.replace("0.999", target).replace("30d", window))
            .replace("prober: http,", "prober: http, interval: " + interval + ",");

    assertThat(rare(text)).isEqualTo(warning == null ? List.of() : List.of(warning));
  }

  @Test
  void locationsRunOftener() {
    var text =
        Texts.slo(Texts.SLO_SPEC)
            .replace("prober: http,", "prober: http, interval: 5m, locations: [a, b, c],");

    assertThat(rare(text)).isEmpty();
  }

  @Test
  void minuteThatIsGoodSomewhereIsNotSpentByOneFailure() {
    var text =
        Texts.slo(Texts.SLO_SPEC)
            .replace("prober: http,", "prober: http, interval: 5m,")
            .replace(
                "name: checkout-available",
                "name: checkout-available\n  annotations: {nines.dev/locations: any}");

    assertThat(rare(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "5m, 1h, 0.95, at 5-minute intervals one failure spends 139 % of this budget",
    "5m, 1h, 0.9, ", // 11 of 12 runs are enough
    "1h, 5m, 0.9, at 1-hour intervals one failure spends 12 % of this budget",
  })
  void sliceIsSpentWhereOneFailureMakesItBad(
      String interval, String slice, String sliceTarget, String warning) {
    var text =
        Texts.slo(
                Texts.SLO_SPEC
                    .replace("Occurrences", "Timeslices")
                    .replace(
                        "target: 0.999",
                        "target: 0.999, timeSliceTarget: %s, timeSliceWindow: %s"
                            .formatted(sliceTarget, slice)))
            .replace("prober: http,", "prober: http, interval: " + interval + ",");

    assertThat(rare(text)).isEqualTo(warning == null ? List.of() : List.of(warning));
  }

  @Test
  void defaultAlertsThatStaySilentAreTold_unlessTheyAreOff() {
    var low = Texts.slo(Texts.SLO_SPEC.replace("0.999", "0.9"));
    var off =
        low.replace(
            "name: checkout-available",
            "name: checkout-available\n  annotations: {nines.dev/burn-alerts: none}");

    assertThat(warnings(low))
        .containsExactly(
            "page alert 14.4x over 1h and 5m can never fire for objective 90: a total outage burns"
                + " only 10x");
    assertThat(warnings(off)).isEmpty();
  }

  private static List<String> rare(String text) {
    return warnings(text).stream().filter(w -> w.contains("one failure")).toList();
  }

  private static List<String> warnings(String text) {
    var reading = Texts.read(text);
    assertThat(reading.faults()).isEmpty();
    return reading.warnings().stream().map(fault -> fault.message()).toList();
  }
}
