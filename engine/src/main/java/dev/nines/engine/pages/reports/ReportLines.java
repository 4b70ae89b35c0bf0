package dev.nines.engine.pages.reports;

import dev.nines.engine.monthly.MonthFigures;
import dev.nines.engine.monthly.MonthlyReport.Compared;
import dev.nines.engine.pages.reports.ReportLine.Cell;
import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.RatioText;
import dev.nines.slo.reliability.Figure;
import dev.nines.slo.reliability.MeanTime;
import dev.nines.slo.reliability.TimeTo;
import dev.nines.slo.reliability.Times;
import dev.nines.slo.reliability.Uptime;
import java.util.ArrayList;
import java.util.List;

/** Puts the figures of a month into words: uptime and incidents, error budgets, deployments. */
final class ReportLines {
  static final String NONE = "none";
  static final String NOT_KNOWN = "not known";

  private ReportLines() {}

  static List<ReportLine> ofService(Compared figures) {
    return lines(figures, BudgetLines.each(figures));
  }

  static List<ReportLine> together(Compared figures) {
    return lines(figures, List.of(BudgetLines.together(figures)));
  }

  private static List<ReportLine> lines(Compared figures, List<ReportLine> budgets) {
    var now = figures.month();
    var before = figures.before();
    var lines = new ArrayList<ReportLine>();
    lines.add(ReportLine.of("Uptime", uptime(now), uptime(before)));
    lines.add(ReportLine.of("Downtime", downtime(now), downtime(before)));
    lines.addAll(budgets);
    lines.add(ReportLine.of("Incidents", incidents(now), incidents(before)));
    lines.add(ReportLine.of("Time to restore", restore(now), restore(before)));
    lines.addAll(DeliveryLines.of(now.delivery(), before.delivery()));
    return lines;
  }

  private static Cell uptime(MonthFigures figures) {
    var uptime = figures.reliability().uptime();
    return switch (uptime.ratio()) {
      case Figure.Recorded<Double>(var ratio, var derivation) ->
          new Cell(
              RatioText.availability(ratio),
              coverage(uptime),
              (uptime.down().isZero()
                      ? "Up whenever it was watched."
                      : "Up for %s of the time that was watched."
                          .formatted(RatioText.availability(ratio)))
                  + (uptime.unknown().isZero()
                      ? ""
                      : " For %s nobody can say, since nothing was watching."
                          .formatted(DurationText.of(uptime.unknown()))),
              derivation.workings());
      case Figure.Pending<Double>(var why) -> notKnown(why);
      case Figure.NotApplicable<Double>(var why) -> notKnown(why);
      case Figure.Invalid<Double>(var why) -> notKnown(why);
    };
  }

  private static Cell notKnown(String why) {
    return new Cell(NOT_KNOWN, "", "Not known: %s.".formatted(why));
  }

  private static String coverage(Uptime uptime) {
    return uptime
        .coverage()
        .value()
        .map(share ->
            RatioText.share(share)
                + " watched"
                + (uptime.unknown().isZero()
                    ? ""
                    : ", " + DurationText.of(uptime.unknown()) + " unknown"))
        .orElse("");
  }

  private static Cell downtime(MonthFigures figures) {
    var uptime = figures.reliability().uptime();
    if (uptime.known().isZero()) {
      return new Cell(NOT_KNOWN, "", "Nothing was watched.");
    }
    var watched = DurationText.of(uptime.known());
    return uptime.down().isZero()
        ? new Cell(NONE, "", "No downtime was seen in the %s that were watched.".formatted(watched))
        : new Cell(
            DurationText.of(uptime.down()),
            "of %s watched".formatted(watched),
            "Of the %s that were watched, %s were downtime."
                .formatted(watched, DurationText.of(uptime.down())));
  }

  private static Cell incidents(MonthFigures figures) {
    var reliability = figures.reliability();
    var n = reliability.timeBetweenFailures().failures();
    var parts = new ArrayList<String>();
    if (!reliability.running().isEmpty()) {
      parts.add(reliability.running().size() + " not over yet");
    }
    if (reliability.inMaintenance() > 0) {
      parts.add(reliability.inMaintenance() + " in maintenance do not count");
    }
    var basis = String.join("; ", parts);
    if (n == 0) {
      return new Cell(
          NONE,
          basis,
          reliability.uptime().known().isZero()
              ? "Nothing was watched, so that none can have been seen."
              : "No incident began in this month.");
    }
    return new Cell(
        Integer.toString(n),
        basis,
        n == 1 ? "One incident began in this month." : n + " incidents began in this month.");
  }

  private static Cell restore(MonthFigures figures) {
    MeanTime restore = figures.reliability().timeTo(TimeTo.RESTORE);
    return switch (restore.figure()) {
      case Figure.Recorded<Times>(var times, var derivation) ->
          new Cell(
              DurationText.of(times.mean()),
              "mean, n = %d, median %s%s"
                  .formatted(
                      times.n(),
                      DurationText.of(times.median()),
                      restore.pending() == 0 ? "" : "; " + restore.pending() + " not restored yet"),
              times.n() == 1
                  ? "It took %s until the service worked again."
                      .formatted(DurationText.of(times.mean()))
                  : "On average it took %s until the service worked again, in the middle case %s."
                      .formatted(DurationText.of(times.mean()), DurationText.of(times.median())),
              derivation.workings());
      case Figure.Pending<Times> _ -> new Cell(NONE, "", "None of the incidents is over yet.");
      case Figure.NotApplicable<Times>(var why) ->
          new Cell(NONE, "", "Nothing to restore: %s.".formatted(why));
      case Figure.Invalid<Times>(var why) -> notKnown(why);
    };
  }
}
