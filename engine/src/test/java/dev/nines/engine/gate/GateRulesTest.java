package dev.nines.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.nines.engine.catalog.Service;
import dev.nines.engine.cli.GateCommand;
import dev.nines.engine.evaluation.ProbeStatus;
import dev.nines.engine.evaluation.ServiceState;
import dev.nines.engine.evaluation.ServiceStatus;
import dev.nines.engine.evaluation.SloStatus;
import dev.nines.engine.evaluation.SloStatus.FiringAlert;
import dev.nines.engine.evaluation.SloStatus.ObjectiveStatus;
import dev.nines.engine.gate.GateReason.Effect;
import dev.nines.engine.gate.Situation.Frozen;
import dev.nines.engine.gate.Situation.Known;
import dev.nines.engine.schedule.DeclaredProbes;
import dev.nines.incident.FailureStreak;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentTimes;
import dev.nines.incident.Run;
import dev.nines.incident.Severity;
import dev.nines.incident.Signal;
import dev.nines.slo.BudgetState;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Criterion;
import dev.nines.slo.ErrorBudgetPolicy;
import dev.nines.slo.ErrorBudgetPolicy.Step;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import dev.nines.slo.WindowReading;
import dev.nines.slo.time.Interval;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Situations, what the gate answers, and what a command that asked ends with. */
class GateRulesTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Objective OBJECTIVE = new Objective("99", 0.99);
  private static final BudgetWindow HOUR = new BudgetWindow.Rolling(Duration.ofHours(1));
  private static final ErrorBudgetPolicy CAREFUL =
      new ErrorBudgetPolicy(
          "careful",
          "Careful",
          List.of(
              new Step(new BigDecimal("0.5"), "Look into what spends it."),
              new Step(BigDecimal.ONE, "Only what makes it more reliable.", true),
              new Step(new BigDecimal("3"), "Tell the owner.")));
  private static final Frozen CHRISTMAS =
      new Frozen(new Interval(NOON.minusSeconds(60), NOON.plusSeconds(3_600)), "Christmas sale");

  private record Told(GateAnswer answer, String sentence, int exitCode) {}

  @ParameterizedTest
  @MethodSource("situations")
  void answers(Situation situation, Told told) {
    var decision = GateRules.decide(situation, Optional.empty());

    assertThat(new Told(decision.answer(), decision.sentence(), exitCode(decision.answer())))
        .isEqualTo(told);
  }

  static Stream<Arguments> situations() {
    return Stream.of(
        argumentSet("all is well", fresh(up()), go("shop is up and nothing holds it")),
        argumentSet(
            "slow, but up",
            fresh(service(ServiceState.DEGRADED, Optional.empty())),
            go("shop is degraded and nothing holds it")),
        argumentSet(
            "maintenance does not hold",
            fresh(service(ServiceState.MAINTENANCE, Optional.empty())),
            go("shop is in maintenance and nothing holds it")),
        argumentSet(
            "a critical incident holds",
            fresh(service(ServiceState.UP, Optional.of(incident(Severity.CRITICAL, false)))),
            hold(
                "incident 12 (critical) is open since 2026-11-24T11:50:00Z: probe front is down at"
                    + " local: status 503")),
        argumentSet(
            "an error holds until it is resolved, not only until it is restored",
            fresh(service(ServiceState.UP, Optional.of(incident(Severity.ERROR, true)))),
            hold(
                "incident 12 (error) is open since 2026-11-24T11:50:00Z: restored at"
                    + " 2026-11-24T11:58:00Z, and not resolved yet")),
        argumentSet(
            "a warning does not hold",
            fresh(service(ServiceState.UP, Optional.of(incident(Severity.WARNING, false)))),
            go("shop is up and nothing holds it")),
        argumentSet(
            "what is down holds where nothing opened an incident",
            fresh(service(ServiceState.DOWN, Optional.empty())),
            hold("probe front is down")),
        argumentSet(
            "the rest is counted",
            fresh(service(ServiceState.DOWN, Optional.of(incident(Severity.CRITICAL, false)))),
            hold(
                "incident 12 (critical) is open since 2026-11-24T11:50:00Z: probe front is down at"
                    + " local: status 503 (and 1 more reason)")),
        argumentSet(
            "a probe that fails too few times does not hold",
            fresh(
                new ServiceStatus(
                    named(),
                    ServiceState.UP,
                    Optional.empty(),
                    Optional.empty(),
                    LinkedHashMap::new,
                    List.of(
                        new ProbeStatus(
                            front().probe(),
                            ServiceState.UP,
                            Optional.of(new FailureStreak(2, 3, true)))))),
            go("shop is up and nothing holds it")),
        argumentSet(
            "a budget that burns fast enough to page holds",
            fresh(up(), slo(0, Optional.empty(), 0, Severity.CRITICAL)),
            hold(
                "the error budget of shop-available burns too fast since 2026-11-24T11:55:00Z"
                    + " (critical): 14.4x over 1h and 5m")),
        argumentSet(
            "a budget that burns fast enough for a ticket does not",
            fresh(up(), slo(0, Optional.empty(), 0, Severity.WARNING)),
            go("shop is up and nothing holds it")),
        argumentSet(
            "below the freezing step",
            fresh(up(), slo(9, Optional.of(CAREFUL), 0)),
            go("shop is up and nothing holds it")),
        argumentSet(
            "at the freezing step",
            fresh(up(), slo(12, Optional.of(CAREFUL), 0)),
            hold(
                "120 % of the error budget of shop-available is spent, and the policy careful"
                    + " freezes deployments from 100 % on (Only what makes it more reliable)")),
        argumentSet(
            "a later step does not thaw",
            fresh(up(), slo(40, Optional.of(CAREFUL), 0)),
            hold(
                "400 % of the error budget of shop-available is spent, and the policy careful"
                    + " freezes deployments from 100 % on (Only what makes it more reliable)")),
        argumentSet(
            "overspent, and nobody has agreed on what follows",
            fresh(up(), slo(12, Optional.empty(), 0)),
            go("shop is up and nothing holds it")),
        argumentSet(
            "too few events to judge a budget",
            fresh(up(), slo(12, Optional.of(CAREFUL), 5_000)),
            go("shop is up and nothing holds it")),
        argumentSet(
            "no data for a budget that would freeze",
            fresh(up(), slo(-1, Optional.of(CAREFUL), 0)),
            unknown(
                "the error budget of shop-available has no data, and the policy careful asks for"
                    + " it")),
        argumentSet(
            "no data for a budget that would not",
            fresh(up(), slo(-1, Optional.empty(), 0)),
            go("shop is up and nothing holds it")),
        argumentSet(
            "a freeze",
            new Situation("shop", fresh(up()).known(), List.of(CHRISTMAS), Optional.empty()),
            hold("shop is frozen until 2026-11-24T13:00:00Z: Christmas sale")),
        argumentSet(
            "no recent run",
            fresh(service(ServiceState.UNKNOWN, Optional.empty())),
            unknown("how shop is, is not known: none of its probes has a recent run that tells")),
        argumentSet(
            "nothing watches it",
            fresh(
                new ServiceStatus(
                    named(),
                    ServiceState.UNKNOWN,
                    Optional.empty(),
                    Optional.empty(),
                    LinkedHashMap::new,
                    List.of())),
            unknown("nothing watches shop, it has neither probes nor SLOs")),
        argumentSet(
            "just declared",
            new Situation("shop", new Known.Nothing(), List.of(), Optional.empty()),
            unknown("Nines has not evaluated it yet")),
        argumentSet(
            "what was so long ago holds nothing and lets nothing through",
            new Situation("shop", new Known.Stale(NOON), List.of(), Optional.empty()),
            unknown(
                "Nines has evaluated nothing since 2026-11-24T12:00:00Z, its database may be"
                    + " away")),
        argumentSet(
            "a freeze goes before what is not known",
            new Situation("shop", new Known.Stale(NOON), List.of(CHRISTMAS), Optional.empty()),
            hold("shop is frozen until 2026-11-24T13:00:00Z: Christmas sale")),
        argumentSet(
            "a person goes before all",
            overridden(service(ServiceState.DOWN, Optional.empty())),
            go(
                "overridden by kim until 2026-11-24T13:00:00Z because this mends it; would hold:"
                    + " probe front is down")),
        argumentSet(
            "also before what is not known",
            overridden(service(ServiceState.UNKNOWN, Optional.empty())),
            go(
                "overridden by kim until 2026-11-24T13:00:00Z because this mends it; would be"
                    + " unknown: how shop is, is not known: none of its probes has a recent run"
                    + " that tells")),
        argumentSet(
            "and where it was not needed",
            overridden(up()),
            go(
                "overridden by kim until 2026-11-24T13:00:00Z because this mends it; shop is up and"
                    + " nothing holds it")));
  }

  @Test
  void whoAsksSaysWhatIsToldWhereItCannotBeSaid() {
    var unknown = fresh(service(ServiceState.UNKNOWN, Optional.empty()));
    var down = fresh(service(ServiceState.DOWN, Optional.empty()));

    assertThat(GateRules.decide(unknown, Optional.of(GateAnswer.GO)).sentence())
        .isEqualTo(
            "go: as asked for what cannot be said, since how shop is, is not known: none of its"
                + " probes has a recent run that tells");
    assertThat(GateRules.decide(unknown, Optional.of(GateAnswer.HOLD)).answer())
        .isEqualTo(GateAnswer.HOLD);
    assertThat(GateRules.decide(down, Optional.of(GateAnswer.GO)).answer())
        .isEqualTo(GateAnswer.HOLD);
  }

  @Test
  void numbersHaveTheirDerivation_andWhatHoldsComesFirst() {
    var situation =
        fresh(
            service(ServiceState.UP, Optional.of(incident(Severity.WARNING, false))),
            slo(12, Optional.of(CAREFUL), 0, Severity.CRITICAL));

    var reasons = GateRules.decide(situation, Optional.empty()).reasons();

    assertThat(reasons)
        .extracting(GateReason::key, GateReason::effect)
        .containsExactly(
            tuple("burn:shop-available/14.4x-over-1h-and-5m", Effect.HOLD),
            tuple("budget:shop-available", Effect.HOLD),
            tuple("incident:12", Effect.NOTE));
    assertThat(reasons)
        .extracting(reason -> reason.since().isPresent())
        .containsExactly(true, false, true);
    assertThat(reasons.get(0).derivation().orElseThrow().workings())
        .startsWith("(12 / 1000) / (1 - 0.99)");
    assertThat(reasons.get(1).derivation().orElseThrow().workings())
        .isEqualTo("(12 / 1000) / (1 - 0.99) = 1.2");
  }

  @Test
  void ruleNamesItsWindowInHours_alsoOneOfADay() {
    var day = new BudgetWindow.Rolling(Duration.ofDays(1));
    var burning = slo(day, "3x over 24h and 2h", 12, Optional.empty(), 0, Severity.CRITICAL);

    var burn = GateRules.decide(fresh(up(), burning), Optional.empty()).reasons().getFirst();

    assertThat(burn.key()).isEqualTo("burn:shop-available/3x-over-24h-and-2h");
    assertThat(burn.derivation().orElseThrow().workings()).startsWith("(12 / 1000) / (1 - 0.99)");
  }

  private static int exitCode(GateAnswer answer) {
    return GateCommand.code(answer).map(code -> code.number()).orElse(0);
  }

  private static Told go(String clause) {
    return new Told(GateAnswer.GO, "go: " + clause, 0);
  }

  private static Told hold(String clause) {
    return new Told(GateAnswer.HOLD, "hold: " + clause, 1);
  }

  private static Told unknown(String clause) {
    return new Told(GateAnswer.UNKNOWN, "unknown: " + clause, 3);
  }

  private static Situation fresh(ServiceStatus status, SloStatus... slos) {
    return new Situation(
        "shop", new Known.Fresh(status, List.of(slos)), List.of(), Optional.empty());
  }

  private static Situation overridden(ServiceStatus status) {
    return new Situation(
        "shop",
        fresh(status).known(),
        List.of(),
        Optional.of(
            new GateOverride(
                1,
                "shop",
                "this mends it.",
                "kim",
                NOON,
                NOON.plusSeconds(3_600),
                Optional.empty())));
  }

  private static ServiceStatus up() {
    return service(ServiceState.UP, Optional.empty());
  }

  private static Service named() {
    return new Service("shop", "Shop", "", Map.of(), Map.of());
  }

  private static ProbeStatus front() {
    return front(ServiceState.UP);
  }

  private static ProbeStatus front(ServiceState state) {
    return new ProbeStatus(
        DeclaredProbes.probe(
            "front", Duration.ofSeconds(10), DeclaredProbes.http("http://shop.test")),
        state,
        Optional.empty());
  }

  private static ServiceStatus service(ServiceState state, Optional<Incident> incident) {
    return new ServiceStatus(
        named(),
        state,
        state == ServiceState.MAINTENANCE ? Optional.of(NOON.plusSeconds(3_600)) : Optional.empty(),
        incident,
        LinkedHashMap::new,
        List.of(front(state)));
  }

  private static Incident incident(Severity severity, boolean restored) {
    var impact = NOON.minusSeconds(602);
    var opened = NOON.minusSeconds(600);
    var good = NOON.minusSeconds(120);
    return new Incident(
        12,
        1,
        "shop",
        Incident.State.OPEN,
        severity,
        new IncidentTimes(
            Optional.empty(),
            impact,
            opened,
            opened,
            Optional.empty(),
            restored ? Optional.of(good) : Optional.empty(),
            Optional.empty()),
        List.of(
            new Signal.ProbeDown(
                "front",
                "local",
                Optional.empty(),
                impact,
                opened,
                severity,
                new Run.Failure("processing", "status", "status 503", Optional.empty()),
                restored
                    ? Optional.of(new Signal.Cleared(good, good.plusSeconds(10), "recovered"))
                    : Optional.empty())),
        0,
        NOON);
  }

  /** Of 1,000 events in an hour, or none where {@code bad} is below zero. */
  private static SloStatus slo(
      int bad, Optional<ErrorBudgetPolicy> policy, long minimum, Severity... firing) {
    return slo(HOUR, "14.4x over 1h and 5m", bad, policy, minimum, firing);
  }

  private static SloStatus slo(
      BudgetWindow window,
      String rule,
      int bad,
      Optional<ErrorBudgetPolicy> policy,
      long minimum,
      Severity... firing) {
    var counts = bad < 0 ? EventCounts.NONE : new EventCounts(1_000 - bad, 1_000);
    var reading =
        new WindowReading(
            new Interval(NOON.minusSeconds(3_600), NOON),
            counts,
            Optional.empty(),
            Math.max(bad, 0),
            Duration.ofHours(1));
    var readings = new LinkedHashMap<BudgetWindow, WindowReading>();
    readings.put(window, reading);
    var sli = new Sli.Runs(List.of("front"), Criterion.SUCCESS);
    return new SloStatus(
        new Slo("shop-available", "Shop available", "shop", sli, window, List.of(OBJECTIVE)),
        List.of(
            new ObjectiveStatus(
                OBJECTIVE,
                sli,
                counts,
                readings,
                reading,
                BudgetState.of(OBJECTIVE, reading, minimum),
                Stream.of(firing)
                    .map(severity ->
                        new FiringAlert(severity, rule, Optional.empty(), NOON.minusSeconds(300)))
                    .toList())),
        policy);
  }
}
