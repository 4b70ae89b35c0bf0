package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.Criterion;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an SLO means, by what is written. */
class SloLanguageTest {
  @ParameterizedTest
  @CsvSource({
    "90m, 90, MINUTES",
    "12h, 12, HOURS",
    "30d, 30, DAYS",
    "2w, 2, WEEKS",
    "1M, 1, MONTHS",
    "1Q, 3, MONTHS",
    "1Y, 1, YEARS"
  })
  void calendarWindowsKeepTheirUnit(String duration, int count, ChronoUnit unit) {
    var slo =
        slo(
            Texts.SLO_SPEC.replace(
                "{duration: 30d, isRolling: true}",
                "{duration: "
                    + duration
                    + ", calendar: {startTime: 2026-01-01 06:30:00, timeZone: America/New_York}}"));

    assertThat(slo.window())
        .isEqualTo(
            new BudgetWindow.Calendar(
                LocalDateTime.of(2026, 1, 1, 6, 30), ZoneId.of("America/New_York"), count, unit));
  }

  @ParameterizedTest
  @CsvSource({"90m, PT90M", "2w, P14D", "1M, P30D", "1Q, P90D", "1Y, P365D"})
  void rollingWindowsHaveTheLengthsOfTheSdk(String duration, Duration length) {
    var slo = slo(Texts.SLO_SPEC.replace("30d", duration));

    assertThat(slo.window()).isEqualTo(new BudgetWindow.Rolling(length));
  }

  @Test
  void everyObjectiveHasItsOwnSlices() {
    var slo =
        slo(
            Texts.SLO_SPEC
                .replace("Occurrences", "Timeslices")
                .replace(
                    "{target: 0.999}",
                    "{target: 0.999, timeSliceTarget: 0.95, timeSliceWindow: 1m}, "
                        + "{targetPercent: 99, timeSliceTarget: 1, timeSliceWindow: 1h}"));

    assertThat(slo.objectives())
        .extracting("method")
        .containsExactly(
            new BudgetingMethod.Timeslices(Duration.ofMinutes(1), new BigDecimal("0.95")),
            new BudgetingMethod.Timeslices(Duration.ofHours(1), BigDecimal.ONE));
  }

  @Test
  void ratioTimeslicesHaveNoTargetOfASlice() {
    var slo =
        slo(
            Texts.SLO_SPEC
                .replace("Occurrences", "RatioTimeslices")
                .replace("{target: 0.999}", "{target: 0.999, timeSliceWindow: 5m}"));

    assertThat(slo.objectives())
        .extracting("method")
        .containsExactly(new BudgetingMethod.RatioTimeslices(Duration.ofMinutes(5)));
  }

  @Test
  void annotationsAreSettings() {
    var text =
        Texts.slo(Texts.SLO_SPEC)
            .replace(
                "name: checkout-available",
                """
                name: checkout-available
                  annotations:
                    nines.dev/maintenance: count
                    nines.dev/locations: majority
                    nines.dev/minimum-events: "100"
                    nines.dev/burn-alerts: none
                    example.com/other: x
                """);

    var slo = only(text);

    assertThat(slo.settings())
        .isEqualTo(new Slo.Settings(Slo.Maintenance.COUNT, 100, Slo.BurnAlerts.NONE));
    assertThat(slo.terms().getFirst().sli())
        .isEqualTo(
            new Sli.Runs(List.of("checkout-http"), Criterion.SUCCESS, Sli.Locations.MAJORITY));
  }

  @Test
  void jsonIsReadAsYaml_anObjectOrAnArray() {
    var service =
        "{\"apiVersion\":\"openslo/v1\",\"kind\":\"Service\",\n\t\"metadata\":{\"name\":\"%s\",\"displayName\":\"Caf\\u00e9\"}}";

    var one = Texts.read(service.formatted("a")).catalog().orElseThrow();
    var two =
        Texts.read("[" + service.formatted("a") + "," + service.formatted("b") + "]")
            .catalog()
            .orElseThrow();

    assertThat(one.services()).extracting("displayName").containsExactly("Café");
    assertThat(two.services()).extracting("name").containsExactly("a", "b");
  }

  @Test
  void startOfACalendarThatIsYetToComeIsAWarning_untilItHasCome() {
    var reading =
        Texts.read(
            Texts.slo(
                Texts.SLO_SPEC.replace(
                    "isRolling: true",
                    "calendar: {startTime: 2026-07-01 00:00:00, timeZone: Europe/Berlin}")));

    assertThat(reading.warningsAt(Instant.parse("2026-06-30T21:59:59Z")))
        .extracting(Fault::path, Fault::message)
        .containsExactly(
            tuple(
                "spec.timeWindow[0].calendar.startTime",
                "is yet to come: periods are counted backwards from it too"));
    assertThat(reading.warningsAt(Instant.parse("2026-06-30T22:00:00Z"))).isEmpty();
  }

  @Test
  void unknownKeysAreFaultsAtEveryDepth() {
    var text =
        Texts.slo(Texts.SLO_SPEC)
            .replace("name: checkout-available", "name: checkout-available\n  namespace: prod")
            .replace("isRolling: true", "isRolling: true, unit: Day")
            .replace("target: 0.999", "target: 0.999, ratioMetrics: {}")
            .replace("metadata: {name: success}", "metadata: {name: success}\n    kind: SLI")
            .replace("result: success", "result: success, query: up");

    assertThat(Texts.read(text).faults())
        .extracting(Fault::path, Fault::message)
        .containsExactly(
            tuple("metadata.namespace", "unknown key"),
            tuple("spec.timeWindow[0].unit", "unknown key"),
            tuple("spec.objectives[0].ratioMetrics", "unknown key"),
            tuple("spec.indicator.kind", "unknown key"),
            tuple("spec.indicator.spec.ratioMetric.good.metricSource.spec.query", "unknown key"));
  }

  @Test
  void compositeHasAnSliForEachObjective() {
    var slo = only(composite("Occurrences", "compositeWeight: 3", ""));

    assertThat(slo.composite()).isTrue();
    assertThat(slo.terms())
        .extracting(
            term -> term.objective().name(),
            term -> ((Sli.Runs) term.sli()).good().text(),
            Slo.Term::weight)
        .containsExactly(
            tuple("up", "success", new BigDecimal("3.0")),
            tuple("fast", "total < 500ms", BigDecimal.ONE));
  }

  @Test
  void compositeOfTimeslicesNeedsSlicesOfOneLength() {
    var text =
        composite(
            "Timeslices",
            "timeSliceTarget: 0.9, timeSliceWindow: 1m",
            "timeSliceTarget: 0.9, timeSliceWindow: 2m");

    assertThat(Texts.read(text).faults())
        .extracting(Fault::path, Fault::message)
        .containsExactly(
            tuple(
                "spec.objectives[1]",
                "expected the same timeSliceWindow in all objectives of a composite"));
  }

  @Test
  void whatMeansNothingIsAWarning() {
    var inComposite =
        composite(
            "Timeslices",
            "timeSliceTarget: 0.9, timeSliceWindow: 1m, compositeWeight: 2",
            "timeSliceTarget: 0.9, timeSliceWindow: 1m");
    var shared =
        Texts.slo(
            Texts.SLO_SPEC.replace(
                "{target: 0.999}",
                "{target: 0.999, compositeWeight: 2, timeSliceTarget: 1, timeSliceWindow: 1m}"));
    var minutes =
        Texts.slo(
            Texts.SLO_SPEC.replace(
                "30d, isRolling: true",
                "3m, calendar: {startTime: 2026-01-01 00:00:30, timeZone: UTC}"));

    assertThat(warnings(inComposite))
        .contains("means nothing with Timeslices: a slice bad for any objective is bad for all");
    assertThat(warnings(shared))
        .contains(
            "means nothing where the objectives share one indicator",
            "means nothing with budgetingMethod: Occurrences");
    assertThat(warnings(minutes))
        .contains(
            "is 3 minutes (did you mean 3M, months?)",
            "is rounded down to its minute, as all counts are");
  }

  @Test
  void secondsOfAThresholdAreCheckedWhereTheyAreUsed() {
    var text = composite("Occurrences", "", "").replace("value: 0.5", "value: 0");

    assertThat(Texts.read(text).faults())
        .extracting(Fault::path, Fault::message)
        .containsExactly(
            tuple(
                "spec.objectives[1].value",
                "expected seconds above zero and at most a day, got 0"));
  }

  /** Two objectives, the second a threshold; each with further keys. */
  private static String composite(String method, String first, String second) {
    return Texts.slo(
            """
            service: checkout
            budgetingMethod: %s
            timeWindow: [{duration: 30d, isRolling: true}]
            objectives:
              - displayName: up
                target: 0.999
                indicatorRef: success
                %s
              - displayName: fast
                target: 0.99
                op: lt
                value: 0.5
                indicator:
                  metadata: {name: speed}
                  spec:
                    thresholdMetric:
                      metricSource: {type: nines, spec: {probe: checkout-http, measure: total}}
                %s
            """
                .formatted(method, keys(first), keys(second)))
        + """
        ---
        apiVersion: openslo/v1
        kind: SLI
        metadata: {name: success}
        spec:
          ratioMetric:
            good: {metricSource: {type: nines, spec: {probe: checkout-http, result: success}}}
            total: {metricSource: {type: nines, spec: {probe: checkout-http}}}
        """;
  }

  private static String keys(String inFlow) {
    return inFlow.replace(", ", "\n    ");
  }

  private static List<String> warnings(String text) {
    var reading = Texts.read(text);
    assertThat(reading.faults()).isEmpty();
    return reading.warnings().stream().map(Fault::message).toList();
  }

  private static Slo slo(String spec) {
    return only(Texts.slo(spec));
  }

  private static Slo only(String text) {
    var reading = Texts.read(text);
    assertThat(reading.faults()).isEmpty();
    return reading.catalog().orElseThrow().slos().getFirst();
  }
}
