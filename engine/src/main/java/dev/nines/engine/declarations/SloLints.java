package dev.nines.engine.declarations;

import dev.nines.alerting.AlertPolicy;
import dev.nines.alerting.BurnAlertRules;
import dev.nines.alerting.PagingOutage;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.declarations.openslo.SloDraft;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Finds what is allowed in an SLO, but cannot serve it: alerts that stay silent, rare probes. And
 * says what it takes to be paged.
 */
final class SloLints {
  /** A single failure that spends as much makes a budget a matter of chance. */
  private static final double LARGE_SHARE = 0.05;

  private final Function<String, Optional<ProbeDeclaration>> probes;

  /** {@code probes} finds a probe by its name. */
  SloLints(Function<String, Optional<ProbeDeclaration>> probes) {
    this.probes = probes;
  }

  void check(SloDraft draft, Slo slo) {
    for (var i = 0; i < slo.terms().size(); i++) {
      var at = draft.objectives().get(i).at();
      var term = slo.terms().get(i);
      if (slo.settings().burnAlerts() == Slo.BurnAlerts.DEFAULT) {
        BurnAlertRules.forWindow(slo.window().nominal()).lint(term.objective()).forEach(at::warn);
      }
      switch (term.sli()) {
        case Sli.Runs runs -> warnOfRareProbes(at, slo, term.objective(), runs);
        case Sli.Metric _ -> {}
      }
    }
  }

  /** Says how many failures page: of what Prometheus counts nobody knows how often it counts. */
  void noteWhatPages(SloDraft draft, Slo slo, List<AlertPolicy> policies) {
    for (var i = 0; i < slo.terms().size(); i++) {
      var at = draft.objectives().get(i).at();
      var term = slo.terms().get(i);
      switch (term.sli()) {
        case Sli.Runs runs -> noteWhatPages(at, slo, term, runs, policies);
        case Sli.Metric _ -> {}
      }
    }
  }

  private void noteWhatPages(
      Field at, Slo slo, Slo.Term term, Sli.Runs runs, List<AlertPolicy> policies) {
    var asked = asked(runs);
    var perSecond =
        switch (runs.locations()) {
          case POOLED -> eventsPerSecond(runs, asked);
          case ALL, ANY, MAJORITY -> minutesPerSecond(asked);
        };
    if (perSecond == 0) {
      return; // a probe is at fault, which is told
    }
    var spacing = Duration.ofNanos(Math.round(1e9 / perSecond));
    var what = runs.locations() == Sli.Locations.POOLED ? "bad runs" : "bad minutes";
    at.note(() ->
        PagingOutage.of(slo, term, policies, spacing)
            .map(outage -> "at %s %s".formatted(intervals(asked), outage.text(what)))
            .orElse("nothing pages, not even a total outage"));
  }

  private List<ProbeDeclaration> asked(Sli.Runs runs) {
    return runs.probes().stream().flatMap(name -> probes.apply(name).stream()).toList();
  }

  private void warnOfRareProbes(Field at, Slo slo, Objective objective, Sli.Runs runs) {
    var asked = asked(runs);
    var share = share(objective, slo.window().nominal(), eventsPerSecond(runs, asked));
    if (share.isPresent() && share.getAsDouble() >= LARGE_SHARE) {
      at.warn(
          "at %s one failure spends %d %% of this budget"
              .formatted(intervals(asked), Math.round(share.getAsDouble() * 100)));
    }
  }

  /** 0 where no single failure makes an event bad. */
  private static double eventsPerSecond(Sli.Runs runs, List<ProbeDeclaration> asked) {
    return switch (runs.locations()) {
      case POOLED ->
          asked.stream()
              .mapToDouble(p -> (double) Math.max(1, p.locations().size()) / seconds(p.interval()))
              .sum();
      case ALL -> minutesPerSecond(asked);
      case ANY, MAJORITY -> 0;
    };
  }

  /** How many minutes have runs. */
  private static double minutesPerSecond(List<ProbeDeclaration> asked) {
    return asked.stream().mapToDouble(p -> 1 / Math.max(60, seconds(p.interval()))).max().orElse(0);
  }

  /** The share of the budget that one failure spends; nothing where it spends none. */
  private static OptionalDouble share(Objective objective, Duration window, double perSecond) {
    if (perSecond == 0) {
      return OptionalDouble.empty();
    }
    var allowed = objective.allowedBadRatio().doubleValue();
    return switch (objective.method()) {
      case BudgetingMethod.Occurrences _, BudgetingMethod.RatioTimeslices _ ->
          OptionalDouble.of(1 / (seconds(window) * perSecond * allowed));
      case BudgetingMethod.Timeslices(var slice, var target) -> {
        var events = Math.max(1, seconds(slice) * perSecond);
        yield (events - 1) / events < target.doubleValue()
            ? OptionalDouble.of(seconds(slice) / (seconds(window) * allowed))
            : OptionalDouble.empty();
      }
    };
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }

  private static String intervals(List<ProbeDeclaration> asked) {
    var distinct = asked.stream().map(ProbeDeclaration::interval).distinct().toList();
    return distinct.size() == 1 ? words(distinct.getFirst()) + " intervals" : "these intervals";
  }

  private static String words(Duration interval) {
    if (interval.toSeconds() % 3_600 == 0) {
      return interval.toHours() + "-hour";
    }
    return interval.toSeconds() % 60 == 0
        ? interval.toMinutes() + "-minute"
        : interval.toSeconds() + "-second";
  }
}
