package dev.nines.engine.pages.reports;

import dev.nines.engine.api.MeanTimeView;
import dev.nines.engine.api.dora.DoraFiguresView;
import dev.nines.engine.api.reliability.NumberView;
import dev.nines.engine.api.reliability.ReliabilityView.WindowView;
import dev.nines.engine.monthly.BudgetAtEnd;
import dev.nines.engine.monthly.MonthFigures;
import dev.nines.engine.monthly.MonthlyReport;
import dev.nines.engine.monthly.MonthlyReport.Compared;
import dev.nines.slo.BudgetState;
import dev.nines.slo.Derivation;
import dev.nines.slo.ErrorBudget;
import dev.nines.slo.reliability.ReliabilityFigures;
import dev.nines.slo.reliability.TimeTo;
import dev.nines.slo.reliability.Uptime;
import dev.nines.slo.time.Seconds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The report of a month. Ratios are 0 to 1, durations seconds; what is not known is null, never 0.
 *
 * @param window of which month
 * @param soFar whether it is not over yet
 * @param watchedSince since when the first service was to be watched
 * @param notes what is to be known before one reads the numbers
 * @param together of all services
 * @param services each of them, in the order of the alphabet
 */
public record ReportView(
    WindowView window,
    boolean soFar,
    Optional<Instant> watchedSince,
    List<String> notes,
    PartView together,
    List<PartView> services) {
  static ReportView of(MonthlyReport report) {
    return new ReportView(
        WindowView.of(report.window(), report.now()),
        report.running(),
        report.watchedSince(),
        ReportPage.of(report).notes(),
        PartView.of(
            Optional.empty(),
            "All services together",
            report.together(),
            ReportLines.together(report.together())),
        report.services().stream()
            .map(one ->
                PartView.of(
                    Optional.of(one.service().name()),
                    one.service().displayName(),
                    one.figures(),
                    ReportLines.ofService(one.figures())))
            .toList());
  }

  /**
   * A service, or all of them.
   *
   * @param service its name; null for all together
   * @param displayName what people call it
   * @param lines its figures as people read them
   * @param month the figures of the month
   * @param before those of the month before
   */
  public record PartView(
      Optional<String> service,
      String displayName,
      List<LineView> lines,
      MonthView month,
      MonthView before) {
    private static PartView of(
        Optional<String> service, String displayName, Compared figures, List<ReportLine> lines) {
      return new PartView(
          service,
          displayName,
          lines.stream()
              .map(line ->
                  new LineView(
                      line.name(), line.value(), line.basis(), line.before(), line.sentence()))
              .toList(),
          MonthView.of(figures.month()),
          MonthView.of(figures.before()));
    }
  }

  /**
   * A figure as people read it.
   *
   * @param name what it is
   * @param value the number, {@code none} or {@code not known}
   * @param basis what it rests on
   * @param before the number of the month before
   * @param sentence what it says
   */
  public record LineView(String name, String value, String basis, String before, String sentence) {}

  /**
   * One month.
   *
   * @param uptime 1 - downtime / known time
   * @param coverage known / (known + unknown)
   * @param downtimeSeconds union of the outages within known time
   * @param knownSeconds time it was watched
   * @param unknownSeconds time it should have been and was not
   * @param incidents how many began in it
   * @param notRestored how many that reach into it are not restored
   * @param timeToRestore MTTR in the sense of recover
   * @param delivery DORA's figures
   * @param errorBudgets as they stood at its end
   */
  public record MonthView(
      NumberView uptime,
      NumberView coverage,
      double downtimeSeconds,
      double knownSeconds,
      double unknownSeconds,
      int incidents,
      int notRestored,
      MeanTimeView timeToRestore,
      DoraFiguresView delivery,
      List<BudgetView> errorBudgets) {
    private static MonthView of(MonthFigures figures) {
      ReliabilityFigures reliability = figures.reliability();
      var uptime = reliability.uptime();
      return new MonthView(
          NumberView.of(uptime.ratio(), Uptime.RULE),
          NumberView.of(uptime.coverage(), Uptime.RULE),
          Seconds.of(uptime.down()),
          Seconds.of(uptime.known()),
          Seconds.of(uptime.unknown()),
          reliability.timeBetweenFailures().failures(),
          reliability.running().size(),
          MeanTimeView.of(reliability.timeTo(TimeTo.RESTORE)),
          DoraFiguresView.of(figures.delivery()),
          figures.budgets().stream().map(BudgetView::of).toList());
    }
  }

  /**
   * An error budget at the end of a month.
   *
   * @param slo whose
   * @param objective of which objective
   * @param target what is promised, a ratio
   * @param at when
   * @param status {@code known}, {@code low_traffic} or {@code no_data}
   * @param seenWhole whether counting went on in all of its window
   * @param remainingRatio what is left: below 0 where overspent
   * @param remainingSeconds the same as time of total outage
   * @param derivation how it comes about
   */
  public record BudgetView(
      String slo,
      String objective,
      double target,
      Instant at,
      String status,
      boolean seenWhole,
      Optional<Double> remainingRatio,
      Optional<Double> remainingSeconds,
      Optional<Derivation> derivation) {
    private static BudgetView of(BudgetAtEnd budget) {
      var known = budget.point().state().known();
      return new BudgetView(
          budget.slo().name(),
          budget.objective().name(),
          budget.objective().target(),
          budget.point().at(),
          switch (budget.point().state()) {
            case BudgetState.Known _ -> "known";
            case BudgetState.LowTraffic _ -> "low_traffic";
            case BudgetState.NoData() -> "no_data";
          },
          !budget.point().partial(),
          known.map(ErrorBudget::remainingRatio),
          known.map(ErrorBudget::remainingTime).map(Seconds::of),
          known.map(ErrorBudget::derivation));
    }
  }
}
