package dev.nines.engine.gate;

import dev.nines.alerting.BurnRateRule;
import dev.nines.engine.evaluation.ProbeStatus;
import dev.nines.engine.evaluation.ServiceState;
import dev.nines.engine.evaluation.ServiceStatus;
import dev.nines.engine.evaluation.SloStatus;
import dev.nines.engine.evaluation.SloStatus.FiringAlert;
import dev.nines.engine.evaluation.SloStatus.ObjectiveStatus;
import dev.nines.engine.gate.GateReason.Effect;
import dev.nines.engine.gate.GateReason.Kind;
import dev.nines.engine.gate.Situation.Known;
import dev.nines.incident.Incident;
import dev.nines.incident.Severity;
import dev.nines.incident.Signal;
import dev.nines.slo.BudgetState;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Derivation;
import dev.nines.slo.ErrorBudgetPolicy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What speaks for and against a deployment? */
final class GateReasons {
  private final String service;
  private final List<GateReason> found = new ArrayList<>();

  private GateReasons(String service) {
    this.service = service;
  }

  /** {@return everything there is to say, what holds first} */
  static List<GateReason> of(Situation situation) {
    var reasons = new GateReasons(situation.service());
    switch (situation.known()) {
      case Known.Nothing() ->
          reasons.add(Kind.STATE, Effect.UNKNOWN, "", "Nines has not evaluated it yet");
      case Known.Stale(var since) ->
          reasons.add(
              Kind.STATE,
              Effect.UNKNOWN,
              "",
              "Nines has evaluated nothing since %s, its database may be away"
                  .formatted(text(since)));
      case Known.Fresh(var status, var slos) -> reasons.fresh(status, slos);
    }
    situation.frozen().forEach(reasons::frozen);
    return reasons.found.stream().sorted(Comparator.comparing(GateReason::effect)).toList();
  }

  static String text(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void fresh(ServiceStatus status, List<SloStatus> slos) {
    status.incident().ifPresent(this::incident);
    down(status);
    slos.forEach(this::slo);
    status.probes().forEach(this::failing);
    status
        .maintenanceUntil()
        .ifPresent(end ->
            add(
                Kind.MAINTENANCE,
                Effect.NOTE,
                "",
                "%s is in maintenance until %s".formatted(service, text(end))));
    if (status.state() == ServiceState.UNKNOWN) {
      add(Kind.STATE, Effect.UNKNOWN, "", unknown(status, slos));
    }
  }

  private String unknown(ServiceStatus status, List<SloStatus> slos) {
    if (!status.probes().isEmpty()) {
      return "how %s is, is not known: none of its probes has a recent run that tells"
          .formatted(service);
    }
    return slos.isEmpty()
        ? "nothing watches %s, it has neither probes nor SLOs".formatted(service)
        : "how %s is, is not known: it has no probes, and its SLOs saw nothing lately"
            .formatted(service);
  }

  private void incident(Incident incident) {
    var hurts = incident.severity().compareTo(Severity.ERROR) <= 0;
    var what =
        incident.signals().stream()
            .filter(Signal::active)
            .map(Signal::text)
            .findFirst()
            .orElseGet(() ->
                "restored%s, and not resolved yet"
                    .formatted(
                        incident.times().restored().map(at -> " at " + text(at)).orElse("")));
    add(
        Kind.INCIDENT,
        hurts ? Effect.HOLD : Effect.NOTE,
        Long.toString(incident.id()),
        "incident %d (%s) is open since %s: %s"
            .formatted(
                incident.id(), incident.severity().label(), text(incident.times().opened()), what),
        Optional.of(incident.times().opened()));
  }

  /**
   * What is down has an incident, but not where something suppresses that, or a person ended it.
   */
  private void down(ServiceStatus status) {
    var down =
        status.probes().stream().filter(probe -> probe.state() == ServiceState.DOWN).toList();
    for (var probe : down) {
      var name = probe.probe().name();
      add(Kind.DOWN, Effect.HOLD, name, "probe %s is down".formatted(name));
    }
    if (down.isEmpty() && status.state() == ServiceState.DOWN) {
      add(Kind.DOWN, Effect.HOLD, service, "%s is down, as others say".formatted(service));
    }
  }

  private void failing(ProbeStatus probe) {
    probe
        .streak()
        .ifPresent(streak ->
            add(
                Kind.FAILING,
                Effect.NOTE,
                probe.probe().name(),
                "probe %s fails: %d of %d in a row that call it down"
                    .formatted(probe.probe().name(), streak.failures(), streak.opening())));
  }

  private void slo(SloStatus status) {
    for (var objective : status.objectives()) {
      var several = status.objectives().size() > 1;
      var name = status.slo().name() + (several ? "/" + objective.objective().name() : "");
      objective.alerts().stream()
          .sorted(Comparator.comparing(FiringAlert::severity))
          .forEach(alert -> burn(name, objective, alert));
      budget(
          name,
          status.policy(),
          objective.state(),
          objective
              .budget()
              .map(budget -> new Spent(budget.spentRatio(), budget.spentDerivation())));
    }
    status
        .composite()
        .map(composite -> new Spent(composite.spentRatio(), composite.derivation()))
        .ifPresent(spent -> spent(status.slo().name() + "/composite", status.policy(), spent));
  }

  private record Spent(double ratio, Derivation derivation) {}

  private void burn(String name, ObjectiveStatus objective, FiringAlert alert) {
    var pages = alert.severity() == Severity.CRITICAL;
    found.add(
        new GateReason(
            Kind.BURN,
            pages ? Effect.HOLD : Effect.NOTE,
            key(Kind.BURN, name + "/" + alert.rule()),
            "the error budget of %s burns too fast since %s (%s): %s"
                .formatted(name, text(alert.since()), alert.severity().label(), alert.rule()),
            Optional.of(alert.since()),
            burnDerivation(objective, alert)));
  }

  /** That of the longest window which the rule names. */
  private static Optional<Derivation> burnDerivation(ObjectiveStatus objective, FiringAlert alert) {
    var words = List.of(alert.rule().split("[ ,]+"));
    return objective.readings().entrySet().stream()
        .filter(entry ->
            entry.getKey() instanceof BudgetWindow.Rolling(var length)
                && words.contains(BurnRateRule.text(length))) // which is how rules write them
        .map(entry -> entry.getValue())
        .filter(reading -> reading.counts().total() > 0)
        .reduce((_, longer) -> longer)
        .map(reading -> reading.burnDerivation(objective.objective()));
  }

  private void budget(
      String name, Optional<ErrorBudgetPolicy> policy, BudgetState state, Optional<Spent> spent) {
    spent.ifPresent(known -> spent(name, policy, known));
    policy
        .filter(ErrorBudgetPolicy::freezes)
        .ifPresent(freezing -> {
          switch (state) {
            case BudgetState.NoData() ->
                add(
                    Kind.BUDGET,
                    Effect.UNKNOWN,
                    name,
                    "the error budget of %s has no data, and the policy %s asks for it"
                        .formatted(name, freezing.name()));
            case BudgetState.LowTraffic(var events, var minimum) ->
                add(
                    Kind.BUDGET,
                    Effect.NOTE,
                    name,
                    "the error budget of %s is not judged with %d events, fewer than %d"
                        .formatted(name, events, minimum));
            case BudgetState.Known _ -> {}
          }
        });
  }

  private void spent(String name, Optional<ErrorBudgetPolicy> policy, Spent spent) {
    var freezing = policy.flatMap(p -> p.freezing(spent.ratio()));
    var step = freezing.or(() -> policy.flatMap(p -> p.step(spent.ratio())));
    if (step.isEmpty() && spent.ratio() < 1) {
      return;
    }
    var agreed =
        step.map(reached ->
                ", and the policy %s %s from %s on%s"
                    .formatted(
                        policy.orElseThrow().name(),
                        reached.freeze() ? "freezes deployments" : "holds",
                        percent(reached.consumed().doubleValue()),
                        action(reached)))
            .orElse("");
    found.add(
        new GateReason(
            Kind.BUDGET,
            freezing.isPresent() ? Effect.HOLD : Effect.NOTE,
            key(Kind.BUDGET, name),
            "%s of the error budget of %s is spent%s"
                .formatted(percent(spent.ratio()), name, agreed),
            Optional.empty(),
            Optional.of(spent.derivation())));
  }

  private static String action(ErrorBudgetPolicy.Step step) {
    var text = step.action().strip().replaceFirst("\\.$", "");
    return text.toLowerCase(Locale.ROOT).equals("freeze") ? "" : " (" + text + ")";
  }

  private static String percent(double ratio) {
    return BigDecimal.valueOf(ratio)
            .movePointRight(2)
            .setScale(1, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }

  private void frozen(Situation.Frozen freeze) {
    add(
        Kind.FREEZE,
        Effect.HOLD,
        text(freeze.span().from()),
        "%s is frozen until %s%s"
            .formatted(
                service,
                text(freeze.span().to()),
                freeze.reason().isEmpty() ? "" : ": " + freeze.reason()),
        Optional.of(freeze.span().from()));
  }

  private void add(Kind kind, Effect effect, String of, String text) {
    add(kind, effect, of, text, Optional.empty());
  }

  private void add(Kind kind, Effect effect, String of, String text, Optional<Instant> since) {
    found.add(new GateReason(kind, effect, key(kind, of), text, since, Optional.empty()));
  }

  private static String key(Kind kind, String of) {
    return Stream.of(kind.label(), of.replaceAll("\\s+", "-"))
        .filter(part -> !part.isEmpty())
        .reduce((a, b) -> a + ":" + b)
        .orElseThrow();
  }
}
