package dev.nines.engine.pages.reports;

import dev.nines.engine.api.QueryFaults;
import dev.nines.engine.api.reliability.WindowQuery;
import dev.nines.engine.monthly.MonthlyReport;
import dev.nines.engine.monthly.MonthlyReports;

/** Of which month a report is asked for. */
final class ReportQuery {
  private ReportQuery() {}

  /** Answers 400 for what is no month, and for one that has not begun. */
  static MonthlyReport report(MonthlyReports reports, String text) {
    var faults = new QueryFaults();
    var month = WindowQuery.month(text, faults);
    month
        .filter(reports::isFuture)
        .ifPresent(future ->
            faults.fault(
                "month",
                "has not begun: %s; the latest is %s".formatted(future, reports.present())));
    faults.check();
    return reports.of(month.orElseThrow());
  }
}
