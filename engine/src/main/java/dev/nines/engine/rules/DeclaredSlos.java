package dev.nines.engine.rules;

import dev.nines.alerting.Urgency;
import dev.nines.engine.catalog.Catalog;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which declared SLOs can Prometheus evaluate?
 *
 * @param slos an SLO for each objective, named {@code <slo>-<index>} as Sloth names those of
 *     OpenSLO
 * @param leftOut a sentence for each that it cannot
 */
record DeclaredSlos(List<PrometheusSlo> slos, List<String> leftOut) {
  private static final String SPEC = "openslo/v1";

  static DeclaredSlos of(Catalog catalog) {
    var slos = new ArrayList<PrometheusSlo>();
    var leftOut = new ArrayList<String>();
    for (var slo : catalog.slos()) {
      for (var index = 0; index < slo.terms().size(); index++) {
        var term = slo.terms().get(index);
        try {
          slos.add(slo(slo, term, index, RuleLabels.of(slo, catalog)));
        } catch (NotInPrometheus e) {
          leftOut.add(
              "SLO %s, objective %s is left out: %s"
                  .formatted(slo.name(), term.objective().name(), e.getMessage()));
        }
      }
      if (slo.composite()) {
        leftOut.add(
            "SLO %s: its objectives have rules of their own, the budget that they spend together"
                    .formatted(slo.name())
                + " has none");
      }
    }
    return new DeclaredSlos(List.copyOf(slos), List.copyOf(leftOut));
  }

  private static PrometheusSlo slo(Slo slo, Slo.Term term, int index, Map<String, String> labels)
      throws NotInPrometheus {
    var objective = term.objective();
    switch (objective.method()) {
      case BudgetingMethod.Occurrences _ -> {}
      case BudgetingMethod.Timeslices _, BudgetingMethod.RatioTimeslices _ ->
          throw new NotInPrometheus(
              "rules count events, so they can evaluate budgetingMethod: Occurrences alone");
    }
    var period =
        switch (slo.window()) {
          case BudgetWindow.Rolling(var length) -> length;
          case BudgetWindow.Calendar _ ->
              throw new NotInPrometheus(
                  "Prometheus has no calendar, only windows that roll (isRolling: true)");
        };
    if (period.compareTo(BurnPair.SHORTEST_PERIOD) < 0) {
      throw new NotInPrometheus(
          "its window is shorter than 7d, for which the alerts' windows of up to 3d are too long");
    }
    return new PrometheusSlo(
        slo.service(),
        slo.name() + "-" + index,
        SPEC,
        labels,
        BigDecimal.valueOf(objective.target()),
        period,
        errors(slo, objective, term.sli()),
        alerts(slo, index));
  }

  private static List<RuleAlert> alerts(Slo slo, int index) {
    var id = slo.service() + "-" + slo.name() + "-" + index;
    return switch (slo.settings().burnAlerts()) {
      case DEFAULT ->
          List.of(alert(Urgency.PAGE, "critical", id), alert(Urgency.TICKET, "warning", id));
      case NONE -> List.of();
    };
  }

  /** All have one name, so the id, which their series have anyway, tells them apart. */
  private static RuleAlert alert(Urgency urgency, String severity, String id) {
    return new RuleAlert(
        urgency, "ErrorBudgetBurn", Map.of("severity", severity, "sloth_id", id), Map.of());
  }

  private static ErrorRatio errors(Slo slo, Objective objective, Sli sli) throws NotInPrometheus {
    return switch (sli) {
      case Sli.Runs(_, _, var locations) when locations != Sli.Locations.POOLED ->
          throw new NotInPrometheus(
              "its locations are judged together minute by minute (nines.dev/locations: %s), and"
                      .formatted(locations.name().toLowerCase(Locale.ROOT))
                  + " the counters hold every run by itself");
      case Sli.Runs _ -> ofRuns(slo, objective);
      case Sli.Metric(Sli.Question.Ratio ratio) -> ofRatio(ratio);
      case Sli.Metric(Sli.Question.Raw(var query, var success)) -> {
        var ratio = query.promql().strip();
        var failed = success ? "1 - (" + ratio + ")" : ratio;
        yield new ErrorRatio.Raw(
            WindowedQuery.isOpen(ratio)
                ? open(failed)
                : WindowedQuery.eachMinute("avg_over_time", failed));
      }
      case Sli.Metric(Sli.Question.Threshold threshold) -> ofThreshold(threshold);
    };
  }

  /**
   * Nines' own counters hold its exact counts, whatever makes a run good. Where several instances
   * are scraped, each shows the same counts.
   */
  private static ErrorRatio ofRuns(Slo slo, Objective objective) {
    var labels =
        "{service=%s, slo=%s, objective=%s}"
            .formatted(quoted(slo.service()), quoted(slo.name()), quoted(objective.name()));
    return new ErrorRatio.GoodOfTotal(
        counted("slo_good_events_total" + labels), counted("slo_events_total" + labels));
  }

  private static WindowedQuery counted(String counter) {
    return new WindowedQuery(
        "max without (instance, pod) (rate(%s[%s]))".formatted(counter, WindowedQuery.WINDOW));
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private static ErrorRatio ofRatio(Sli.Question.Ratio ratio) throws NotInPrometheus {
    var part = ratio.good().or(ratio::bad).orElseThrow();
    if (!part.dataSource().equals(ratio.total().dataSource())) {
      throw new NotInPrometheus(
          "its queries go to two data sources, %s and %s, and a rule can ask but one"
              .formatted(part.dataSource(), ratio.total().dataSource()));
    }
    var counted = count(part, ratio.counter());
    var total = count(ratio.total(), ratio.counter());
    return ratio.good().isPresent()
        ? new ErrorRatio.GoodOfTotal(counted, total)
        : new ErrorRatio.BadOfTotal(counted, total);
  }

  private static WindowedQuery count(Sli.Query query, boolean counter) throws NotInPrometheus {
    var promql = query.promql();
    if (WindowedQuery.isOpen(promql)) {
      return open(promql);
    }
    if (!counter) {
      return WindowedQuery.eachMinute("sum_over_time", promql);
    }
    return WindowedQuery.rateOf(promql)
        .orElseThrow(() ->
            new NotInPrometheus(
                "its query %s is neither a selector nor sum() of one, so it cannot be given a range:"
                        .formatted(promql.strip())
                    + " write it with one, such as sum(rate(requests_total[{{.window}}]))"));
  }

  /** Every minute that has a value is an event. */
  private static ErrorRatio ofThreshold(Sli.Question.Threshold threshold) throws NotInPrometheus {
    var value = threshold.query().promql().strip();
    if (WindowedQuery.isOpen(value)) {
      throw new NotInPrometheus(
          "its value is compared each minute, so its query cannot have the range {{.window}}:"
              + " write a fixed one, such as [5m]");
    }
    var op =
        switch (threshold.op()) {
          case LT -> "<";
          case LTE -> "<=";
          case GT -> ">";
          case GTE -> ">=";
        };
    var good = "(%s) %s bool %s".formatted(value, op, plain(threshold.value()));
    return new ErrorRatio.GoodOfTotal(
        WindowedQuery.eachMinute("sum_over_time", good),
        WindowedQuery.eachMinute("count_over_time", value));
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static WindowedQuery open(String template) throws NotInPrometheus {
    try {
      return new WindowedQuery(template);
    } catch (IllegalArgumentException e) {
      throw new NotInPrometheus(Optional.ofNullable(e.getMessage()).orElse(""));
    }
  }

  /** Why Prometheus cannot evaluate an objective, in words for people. */
  private static final class NotInPrometheus extends Exception {
    NotInPrometheus(String why) {
      super(why, null, false, false);
    }
  }
}
