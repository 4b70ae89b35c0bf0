package dev.nines.engine.monthly;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.dora.DeliveryReader;
import dev.nines.engine.figures.PastReader;
import dev.nines.engine.figures.ServicePast;
import dev.nines.engine.monthly.MonthlyReport.Compared;
import dev.nines.engine.monthly.MonthlyReport.OfService;
import dev.nines.engine.replay.SloHistory;
import dev.nines.slo.Slo;
import dev.nines.slo.reliability.ReliabilityFigures;
import dev.nines.slo.reliability.ReportingWindow;
import dev.nines.slo.reliability.ServiceHistory;
import dev.nines.slo.reliability.dora.DeliveryHistory;
import dev.nines.slo.reliability.dora.DoraFigures;
import dev.nines.slo.time.Interval;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Makes monthly reports of what is stored. All figures are those of {@code slo}; here they are only
 * asked of two months. Thread-safe.
 */
public final class MonthlyReports {
  private final Supplier<Catalog> catalog;
  private final PastReader past;
  private final DeliveryReader deliveries;
  private final SloHistory budgets;
  private final Supplier<Instant> clock;
  private final ZoneId zone;
  private final ReentrantLock making = new ReentrantLock();
  private Optional<Made> newest = Optional.empty();

  private record Made(Catalog catalog, MonthlyReport report) {}

  /**
   * Makes reports.
   *
   * @param catalog what is declared
   * @param past how services were
   * @param deliveries what was deployed of them
   * @param budgets how their error budgets were
   * @param clock the database's
   * @param zone whose months are meant
   */
  public MonthlyReports(
      Supplier<Catalog> catalog,
      PastReader past,
      DeliveryReader deliveries,
      SloHistory budgets,
      Supplier<Instant> clock,
      ZoneId zone) {
    this.catalog = catalog;
    this.past = past;
    this.deliveries = deliveries;
    this.budgets = budgets;
    this.clock = clock;
    this.zone = zone;
  }

  /** {@return the month that is running} */
  public YearMonth present() {
    return YearMonth.from(clock.get().atZone(zone));
  }

  /**
   * Tells whether a month is yet to come.
   *
   * @param month the month
   * @return whether it has not begun
   */
  public boolean isFuture(YearMonth month) {
    return month.isAfter(present());
  }

  /**
   * Makes the report of a month. It counts two months of every objective anew, which takes seconds
   * where there are hundreds: one at a time, so that probing goes on, and whoever asked before one
   * of the same month was begun is given that.
   *
   * @param month a month that has begun
   * @return the report
   */
  public MonthlyReport of(YearMonth month) {
    var asked = clock.get();
    making.lock();
    try {
      var declared = catalog.get();
      var made =
          newest
              .filter(known -> known.catalog.equals(declared))
              .map(Made::report)
              .filter(report -> report.month().equals(month) && report.now().isAfter(asked))
              .orElseGet(() -> make(declared, month));
      newest = Optional.of(new Made(declared, made));
      return made;
    } finally {
      making.unlock();
    }
  }

  private MonthlyReport make(Catalog declared, YearMonth month) {
    var now = clock.get();
    var window = ReportingWindow.of(month, zone);
    var before = ReportingWindow.of(month.minusMonths(1), zone);
    var services = declared.services().stream().sorted(Service.BY_NAME).toList();
    var both = new Interval(before.span().from(), window.span().to());
    var histories =
        past.read(declared, services, both, now).stream().map(ServicePast::history).toList();
    var delivered = deliveries.read(declared, services, both.from());
    var compared = new ArrayList<OfService>();
    for (var i = 0; i < services.size(); i++) {
      var ends = budgets(declared.slosOf(services.get(i).name()), before, window, now);
      compared.add(
          new OfService(
              services.get(i),
              new Compared(
                  figures(
                      List.of(histories.get(i)),
                      List.of(delivered.get(i)),
                      window,
                      now,
                      ends.month),
                  figures(
                      List.of(histories.get(i)),
                      List.of(delivered.get(i)),
                      before,
                      now,
                      ends.before))));
    }
    return new MonthlyReport(
        month,
        window,
        before,
        now,
        watchedSince(histories, now),
        new Compared(
            figures(
                histories,
                delivered,
                window,
                now,
                compared.stream()
                    .flatMap(one -> one.figures().month().budgets().stream())
                    .toList()),
            figures(
                histories,
                delivered,
                before,
                now,
                compared.stream()
                    .flatMap(one -> one.figures().before().budgets().stream())
                    .toList())),
        compared);
  }

  private static MonthFigures figures(
      List<ServiceHistory> histories,
      List<DeliveryHistory> delivered,
      ReportingWindow window,
      Instant now,
      List<BudgetAtEnd> budgets) {
    return new MonthFigures(
        ReliabilityFigures.of(histories, window.span()),
        DoraFigures.of(delivered, window, now),
        budgets);
  }

  private static Optional<Instant> watchedSince(List<ServiceHistory> histories, Instant now) {
    return histories.stream()
        .map(history -> history.existence().from())
        .filter(since -> since.isBefore(now))
        .min(Comparator.naturalOrder());
  }

  private record Ends(List<BudgetAtEnd> before, List<BudgetAtEnd> month) {}

  /** At the last moment of each month, in which a budget of the calendar is still that month's. */
  private Ends budgets(
      List<Slo> slos, ReportingWindow before, ReportingWindow window, Instant now) {
    var end = window.span().to().isAfter(now) ? now : window.span().to();
    var at = List.of(before.span().to().minusNanos(1), end.minusNanos(1));
    var earlier = new ArrayList<BudgetAtEnd>();
    var later = new ArrayList<BudgetAtEnd>();
    for (var slo : slos) {
      for (var line : budgets.lines(slo, slo.window(), at)) {
        earlier.add(new BudgetAtEnd(slo, line.objective(), line.points().getFirst()));
        later.add(new BudgetAtEnd(slo, line.objective(), line.points().getLast()));
      }
    }
    return new Ends(earlier, later);
  }
}
