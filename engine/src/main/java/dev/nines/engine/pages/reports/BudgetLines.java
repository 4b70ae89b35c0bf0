package dev.nines.engine.pages.reports;

import dev.nines.engine.monthly.BudgetAtEnd;
import dev.nines.engine.monthly.MonthFigures;
import dev.nines.engine.monthly.MonthlyReport.Compared;
import dev.nines.engine.pages.reports.ReportLine.Cell;
import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.RatioText;
import dev.nines.engine.pages.text.WindowText;
import dev.nines.slo.BudgetState;
import dev.nines.slo.ErrorBudget;
import dev.nines.slo.WindowReading;
import java.util.ArrayList;
import java.util.List;

/** Error budgets at a month's end, in words. */
final class BudgetLines {
  private BudgetLines() {}

  /** {@return a line for each objective of a service} */
  static List<ReportLine> each(Compared figures) {
    var lines = new ArrayList<ReportLine>();
    for (var i = 0; i < figures.month().budgets().size(); i++) {
      var budget = figures.month().budgets().get(i);
      lines.add(
          ReportLine.of(
              "Error budget: %s, %s"
                  .formatted(budget.slo().displayName(), budget.objective().name()),
              cell(budget),
              cell(figures.before().budgets().get(i))));
    }
    return lines;
  }

  private static Cell cell(BudgetAtEnd budget) {
    var reading = budget.point().reading();
    if (reading.isEmpty()) {
      return new Cell(
          ReportLines.NOT_KNOWN,
          "",
          "Not known: nothing was counted yet, or it is no longer kept minute by minute.");
    }
    var basis = basis(budget, reading.get());
    return switch (budget.point().state()) {
      case BudgetState.Known(var known) -> known(known, basis);
      case BudgetState.LowTraffic(var events, var minimum) ->
          new Cell(
              ReportLines.NOT_KNOWN,
              basis,
              "Too few events for a verdict: %d, and %d are wanted.".formatted(events, minimum));
      case BudgetState.NoData() -> new Cell(ReportLines.NONE, basis, "Nothing was counted.");
    };
  }

  private static String basis(BudgetAtEnd budget, WindowReading reading) {
    return "target %s over %s%s"
        .formatted(
            RatioText.exactly(budget.objective().target()),
            WindowText.of(budget.slo().window(), reading.span()),
            budget.point().partial() ? ", which was not seen whole" : "");
  }

  private static Cell known(ErrorBudget budget, String basis) {
    var workings = budget.derivation().workings();
    var spent = RatioText.rate(budget.spentRatio());
    return budget.remainingRatio() > 0
        ? new Cell(
            RatioText.share(budget.remainingRatio()) + " left",
            basis,
            "%s of the failure that is allowed was used; what was left is %s of outage."
                .formatted(spent, DurationText.of(budget.remainingTime())),
            workings)
        : new Cell(
            "used up",
            basis,
            "As much failed as is allowed, or more: %s of the budget was used.".formatted(spent),
            workings);
  }

  /** {@return one line on all of them} */
  static ReportLine together(Compared figures) {
    return ReportLine.of("Error budgets", count(figures.month()), count(figures.before()));
  }

  private static Cell count(MonthFigures figures) {
    var all = figures.budgets();
    var known = all.stream().flatMap(budget -> budget.point().state().known().stream()).toList();
    var kept = known.stream().filter(budget -> budget.remainingRatio() > 0).count();
    var used = known.size() - kept;
    var unknown = all.size() - known.size();
    var basis = unknown == 0 ? "" : unknown + " not known";
    if (known.isEmpty()) {
      return all.isEmpty()
          ? new Cell(ReportLines.NONE, "", "No objective is declared.")
          : new Cell(ReportLines.NOT_KNOWN, basis, "Of no objective is enough known.");
    }
    return new Cell(
        "%d of %d kept".formatted(kept, known.size()),
        basis,
        used == 0
            ? "Less failed than the objectives allow."
            : "%d of %d objectives %s used up what failure is allowed."
                .formatted(used, known.size(), used == 1 ? "has" : "have"));
  }
}
