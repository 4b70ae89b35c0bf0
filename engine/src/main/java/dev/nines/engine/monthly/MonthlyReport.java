package dev.nines.engine.monthly;

import dev.nines.engine.catalog.Service;
import dev.nines.slo.reliability.ReportingWindow;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/**
 * What a month was like, beside the month before: each service by itself, and all of them together.
 *
 * @param month the month
 * @param window the same in the report's zone
 * @param before the month before it
 * @param now the present; a month that is running is told of up to then
 * @param watchedSince since when the first of the services was to be watched; empty where none ever
 *     was
 * @param together of all services: seconds add up, incidents and deployments are put together
 * @param services each service, in the order of the alphabet and never by rank
 */
public record MonthlyReport(
    YearMonth month,
    ReportingWindow window,
    ReportingWindow before,
    Instant now,
    Optional<Instant> watchedSince,
    Compared together,
    List<OfService> services) {
  /** Copies the list. */
  public MonthlyReport {
    services = List.copyOf(services);
  }

  /**
   * A month beside the one before.
   *
   * @param month the month
   * @param before the one before it
   */
  public record Compared(MonthFigures month, MonthFigures before) {}

  /**
   * One service.
   *
   * @param service the service
   * @param figures its months
   */
  public record OfService(Service service, Compared figures) {}

  /** {@return whether the month is not over yet} */
  public boolean running() {
    return window.span().to().isAfter(now);
  }

  /** {@return whether nothing is known of the month: nobody watched, and nothing was deployed} */
  public boolean empty() {
    return !together.month().any();
  }
}
