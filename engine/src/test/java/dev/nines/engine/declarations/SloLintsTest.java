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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30s | 0.999 | at 30-second intervals 3 bad runs in a row page, 1m after the first"
            + " (14.4x over 1h and 5m)",
        "10s | 0.999 | at 10-second intervals 7 bad runs in a row page, 1m after the first"
            + " (14.4x over 1h and 5m)", // six of them may lie in one minute
        "30s | 0.99 | at 30-second intervals 18 bad runs in a row page, 8m30s after the first"
            + " (14.4x over 1h and 5m)", // 14.4 x 1 % of 120
        "5m | 0.999 | at 5-minute intervals 3 bad runs in a row page, 10m after the first"
            + " (14.4x over 1h and 5m)",
        "30s | 0.9 | at 30-second intervals 433 bad runs in a row page, 3h36m after the first"
            + " (6x over 6h and 30m)", // 6 x 10 % of 720 spent, and one more
        "30s | 0.5 | nothing pages, not even a total outage",
      })
  void whatPagesIsNoted(String interval, String target, String note) {
    var text =
        Texts.slo(Texts.SLO_SPEC.replace("0.999", target))
            .replace("prober: http,", "prober: http, interval: " + interval + ",");

    assertThat(notes(text)).containsExactly(note);
  }

  @Test
  void locationsAreFasterToPage_butNotWhereMinutesAreCounted() {
    var pooled =
        Texts.slo(Texts.SLO_SPEC)
            .replace("prober: http,", "prober: http, interval: 1m, locations: [a, b, c],");
    var all =
        pooled.replace(
            "name: checkout-available",
            "name: checkout-available\n  annotations: {nines.dev/locations: all}");

    assertThat(notes(pooled))
        .containsExactly(
            "at 1-minute intervals 4 bad runs in a row page, 1m after the first"
                + " (14.4x over 1h and 5m)");
    assertThat(notes(all))
        .containsExactly(
            "at 1-minute intervals 3 bad minutes in a row page, 2m after the first"
                + " (14.4x over 1h and 5m)");
  }

  @Test
  void declaredPolicyPagesByItsOwnRule() {
    var text =
        Texts.slo(
                Texts.SLO_SPEC
                    + """
                    alertPolicies:
                      - kind: AlertPolicy
                        metadata: {name: fast}
                        spec:
                          alertWhenBreaching: true
                          conditions:
                            - kind: AlertCondition
                              metadata: {name: twice}
                              spec:
                                severity: page
                                condition: {op: gte, threshold: 2, lookbackWindow: 1h, alertAfter: 5m}
                          notificationTargets:
                            - kind: AlertNotificationTarget
                              metadata: {name: all}
                              spec: {target: nobody}
                    """)
            .replace("prober: http,", "prober: http, interval: 30s,")
            .replace(
                "name: checkout-available",
                "name: checkout-available\n  annotations: {nines.dev/burn-alerts: none}");

    assertThat(notes(text))
        .containsExactly(
            "at 30-second intervals 13 bad runs in a row page, 6m after the first"
                + " (at least 2x over 1h (policy fast))");
  }

  private static List<String> notes(String text) {
    var reading = Texts.read(text);
    assertThat(reading.faults()).isEmpty();
    return reading.notes().get().stream().map(fault -> fault.message()).toList();
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
