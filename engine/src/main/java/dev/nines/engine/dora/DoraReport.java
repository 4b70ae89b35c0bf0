package dev.nines.engine.dora;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.slo.reliability.ReportingWindow;
import dev.nines.slo.reliability.dora.DeliveryHistory;
import dev.nines.slo.reliability.dora.DoraFigures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The DORA figures of services in a window: each by itself, by name and never by rank.
 *
 * @param window of which time it tells
 * @param now the present
 * @param services each service, in the order of the alphabet
 * @param together of all their deployments put together; empty where nobody asks for it
 */
public record DoraReport(
    ReportingWindow window, Instant now, List<OfService> services, Optional<DoraFigures> together) {
  /** Copies the list. */
  public DoraReport {
    services = List.copyOf(services);
  }

  /**
   * One service.
   *
   * @param service the service
   * @param figures its figures
   */
  public record OfService(Service service, DoraFigures figures) {}

  /**
   * Makes it.
   *
   * @param reader reads the services' histories
   * @param catalog what is declared
   * @param services which of its services
   * @param window of which time
   * @param now the present, by the database's clock
   * @param together whether all of them together are asked for too
   * @return the report
   */
  public static DoraReport of(
      DeliveryReader reader,
      Catalog catalog,
      Collection<Service> services,
      ReportingWindow window,
      Instant now,
      boolean together) {
    var ordered = services.stream().sorted(Service.BY_NAME).toList();
    var histories = reader.read(catalog, ordered, window.span().from());
    var figures = new ArrayList<OfService>();
    for (var i = 0; i < ordered.size(); i++) {
      List<DeliveryHistory> own = List.of(histories.get(i));
      figures.add(new OfService(ordered.get(i), DoraFigures.of(own, window, now)));
    }
    return new DoraReport(
        window,
        now,
        figures,
        together ? Optional.of(DoraFigures.of(histories, window, now)) : Optional.empty());
  }
}
