package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.nines.engine.calendar.Recurrence;
import dev.nines.engine.calendar.Schedule;
import dev.nines.engine.calendar.Schedule.Start;
import dev.nines.engine.catalog.BudgetRules;
import dev.nines.engine.catalog.Correction;
import dev.nines.engine.catalog.Correction.Counts;
import dev.nines.engine.catalog.Maintenance;
import dev.nines.engine.catalog.Maintenance.Scope;
import dev.nines.slo.ErrorBudgetPolicy;
import dev.nines.slo.ErrorBudgetPolicy.Step;
import dev.nines.slo.time.Interval;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BudgetKindsTest {
  private static final String SLO =
      """
      apiVersion: openslo/v1
      kind: SLO
      metadata: {name: checkout-available}
      spec:
        service: checkout
        indicator:
          metadata: {name: success}
          spec:
            ratioMetric:
              good: {metricSource: {type: nines, spec: {probe: checkout-http, result: success}}}
              total: {metricSource: {type: nines, spec: {probe: checkout-http}}}
        timeWindow: [{duration: 30d, isRolling: true}]
        budgetingMethod: Occurrences
        objectives: [{target: 0.999}]
      ---
      """;
  private static final String CHECKOUT = Texts.SERVICE + Texts.PROBE + SLO;
  private static final int LINES = (int) CHECKOUT.lines().count();

  @Test
  void maintenanceIsReadWhole() {
    var rules =
        rules(
            """
            apiVersion: nines.dev/v1
            kind: Maintenance
            metadata: {name: nights, displayName: Closed at night}
            spec:
              start: 2026-01-05 20:00
              duration: 11h
              rrule: FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
              timeZone: Europe/Berlin
              services: [checkout]
              probes: [checkout-http]
              reason: the shop is closed
            ---
            apiVersion: nines.dev/v1
            kind: Maintenance
            metadata: {name: move}
            spec: {start: "2026-11-29T02:00:00+01:00", duration: 90m, all: true}
            """);

    assertThat(rules.maintenances())
        .containsExactly(
            new Maintenance(
                "nights",
                "Closed at night",
                new Schedule(
                    new Start.Local(LocalDateTime.parse("2026-01-05T20:00")),
                    Duration.ofHours(11),
                    Optional.of(new Recurrence("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")),
                    Optional.of(ZoneId.of("Europe/Berlin"))),
                new Scope.Named(Set.of("checkout"), Set.of("checkout-http")),
                "the shop is closed"),
            new Maintenance(
                "move",
                "move",
                new Schedule(
                    new Start.Fixed(OffsetDateTime.parse("2026-11-29T02:00:00+01:00")),
                    Duration.ofMinutes(90),
                    Optional.empty(),
                    Optional.empty()),
                new Scope.All(),
                ""));
  }

  @Test
  void correctionIsReadWhole() {
    var rules =
        rules(
            """
            apiVersion: nines.dev/v1
            kind: Correction
            metadata: {name: false-alarm}
            spec:
              from: 2026-11-20T10:00:00Z
              to: 2026-11-20T11:30:00+01:00
              slos: [checkout-available]
              services: [checkout]
              counts: good
              reason: our own proxy was cut off
              by: anna@example.com
            """);

    assertThat(rules.corrections())
        .containsExactly(
            entry(
                "false-alarm",
                new Correction(
                    new Interval(
                        Instant.parse("2026-11-20T10:00:00Z"),
                        Instant.parse("2026-11-20T10:30:00Z")),
                    Set.of("checkout-available"),
                    Set.of("checkout"),
                    Counts.GOOD,
                    "our own proxy was cut off",
                    "anna@example.com")));
  }

  @Test
  void policyOfAnSloGoesBeforeThatOfItsService() {
    var rules =
        rules(
            """
            apiVersion: nines.dev/v1
            kind: ErrorBudgetPolicy
            metadata: {name: all}
            spec:
              services: [checkout]
              steps: [{consumed: 100%, action: freeze}]
            ---
            apiVersion: nines.dev/v1
            kind: ErrorBudgetPolicy
            metadata: {name: own}
            spec:
              slos: [checkout-available]
              steps: [{consumed: 50%, action: look}, {consumed: 99.5 %, action: freeze}]
            """);

    assertThat(rules.policies())
        .containsExactly(
            entry(
                "checkout-available",
                new ErrorBudgetPolicy(
                    "own",
                    "own",
                    List.of(
                        new Step(new BigDecimal("0.50"), "look"),
                        new Step(new BigDecimal("0.995"), "freeze", true)))));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void faults(String document, List<String> expected) {
    assertThat(Texts.faults(CHECKOUT + document))
        .extracting(fault -> fault.replace("checkout.yml:", ""))
        .containsExactlyElementsOf(
            expected.stream()
                .map(fault -> {
                  var line = fault.substring(0, fault.indexOf(':'));
                  return LINES + Integer.parseInt(line) + fault.substring(line.length());
                })
                .toList());
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        argumentSet(
            "maintenance of nothing",
            """
            apiVersion: nines.dev/v1
            kind: Maintenance
            metadata: {name: a}
            spec: {}
            """,
            List.of(
                "4:7: spec: expected services, probes or, for everything, all: true",
                "4:7: spec.duration: required",
                "4:7: spec.start: required")),
        argumentSet(
            "maintenance of everything and something",
            """
            apiVersion: nines.dev/v1
            kind: Maintenance
            metadata: {name: a}
            spec: {start: 2026-01-05T20:00, duration: 1h, all: true, services: [checkout]}
            """,
            List.of("4:7: spec: expected either all: true, or services and probes")),
        argumentSet(
            "maintenance wrong all over",
            """
            apiVersion: nines.dev/v1
            kind: Maintenance
            metadata: {name: a}
            spec:
              start: tomorrow
              duration: 0s
              timeZone: Europe/Berln
              services: [chekout]
              probes: [checkout-htp]
              recur: FREQ=DAILY
            """,
            List.of(
                "5:10: spec.start: expected a time such as 2026-11-29T02:00:00+01:00, or"
                    + " 2026-11-29T02:00 in the zone of timeZone, got \"tomorrow\"",
                "6:13: spec.duration: must be above zero",
                "7:13: spec.timeZone: expected a time zone such as Europe/Berlin, got"
                    + " \"Europe/Berln\" (did you mean Europe/Berlin?)",
                "8:14: spec.services[0]: no service named chekout (did you mean checkout?)",
                "9:12: spec.probes[0]: no probe named checkout-htp (did you mean checkout-http?)",
                "10:3: spec.recur: unknown key")),
        argumentSet(
            "rule that is none",
            """
            apiVersion: nines.dev/v1
            kind: Maintenance
            metadata: {name: a}
            spec: {start: 2026-01-05T20:00, duration: 1h, all: true, rrule: FREQ=SECONDLY}
            """,
            List.of(
                "4:65: spec.rrule: expected a rule of RFC 5545 such as FREQ=WEEKLY;BYDAY=SA,SU:"
                    + " happens more than 100 times in a day")),
        argumentSet(
            "correction wrong all over",
            """
            apiVersion: nines.dev/v1
            kind: Correction
            metadata: {name: a}
            spec:
              from: 2026-11-20T10:00:00
              to: 2026-11-20T10:00:00Z
              slos: [checkout-availble]
              counts: well
            """,
            List.of(
                "5:3: spec.by: required",
                "5:3: spec.reason: required",
                "5:9: spec.from: expected a time with its offset, such as"
                    + " 2026-11-29T02:00:00+01:00, got \"2026-11-20T10:00:00\"",
                "7:10: spec.slos[0]: no SLO named checkout-availble (did you mean"
                    + " checkout-available?)",
                "8:11: spec.counts: expected bad, excluded or good, got \"well\"")),
        argumentSet(
            "correction of a year that no database holds",
            """
            apiVersion: nines.dev/v1
            kind: Correction
            metadata: {name: a}
            spec:
              from: -9999-11-20T10:00:00Z
              to: 2026-11-20T10:00:00Z
              slos: [checkout-available]
              counts: bad
              reason: why
              by: anna
            """,
            List.of(
                "5:9: spec.from: expected a time of the years 1970 to 9999, got"
                    + " \"-9999-11-20T10:00:00Z\"")),
        argumentSet(
            "correction that ends before it begins, of nothing",
            """
            apiVersion: nines.dev/v1
            kind: Correction
            metadata: {name: a}
            spec:
              from: 2026-11-20T10:00:00Z
              to: 2026-11-20T10:00:00Z
              counts: bad
              reason: b
              by: c
            """,
            List.of("5:3: spec: expected slos or services", "6:7: spec.to: must be after from")),
        argumentSet(
            "policy wrong all over",
            """
            apiVersion: nines.dev/v1
            kind: ErrorBudgetPolicy
            metadata: {name: a}
            spec:
              services: [chekout]
              steps: [{consumed: 100%, action: freeze}, {consumed: 50%, action: look}]
            ---
            apiVersion: nines.dev/v1
            kind: ErrorBudgetPolicy
            metadata: {name: b}
            spec:
              steps: [{consumed: 0.5}]
            """,
            List.of(
                "5:14: spec.services[0]: no service named chekout (did you mean checkout?)",
                "6:10: spec.steps: expected steps in ascending order of consumed, each once",
                "12:3: spec: expected slos or services",
                "12:11: spec.steps[0].action: required",
                "12:22: spec.steps[0].consumed: expected a percentage such as 50%, got 0.5")),
        argumentSet(
            "two policies for one",
            """
            apiVersion: nines.dev/v1
            kind: ErrorBudgetPolicy
            metadata: {name: a}
            spec: {services: [checkout], steps: [{consumed: 50%, action: look}]}
            ---
            apiVersion: nines.dev/v1
            kind: ErrorBudgetPolicy
            metadata: {name: b}
            spec: {services: [checkout], steps: [{consumed: 50%, action: look}]}
            """,
            List.of(
                "9:19: spec.services[0]: a second error budget policy for checkout, the first is at"
                    + " "
                    + LINES_PLACE)));
  }

  private static final String LINES_PLACE = (LINES + 4) + ":19";

  private static BudgetRules rules(String text) {
    var reading = Texts.read(CHECKOUT + text);
    assertThat(reading.faults()).isEmpty();
    return reading.catalog().orElseThrow().budgetRules();
  }
}
