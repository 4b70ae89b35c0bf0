package dev.nines.engine.dora;

import dev.nines.engine.catalog.Catalog;
import dev.nines.slo.reliability.ReportingWindow;
import dev.nines.slo.reliability.dora.DeliveryHistory;
import dev.nines.slo.reliability.dora.DoraFigures;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/**
 * The figures of every service over rolling windows, computed now and then, so that a scrape asks
 * no database. Thread-safe.
 */
public final class DoraStandings {
  /** How often they are worth computing anew. */
  public static final Duration EVERY = Duration.ofSeconds(20);

  private static final List<Duration> WINDOWS = List.of(Duration.ofDays(30), Duration.ofDays(90));

  private final DeliveryReader reader;
  private final Jdbi jdbi;
  private final ZoneId zone;
  private volatile List<Standing> newest = List.of();

  /**
   * Nothing is computed yet.
   *
   * @param reader reads histories
   * @param jdbi the database
   * @param zone whose days are counted
   */
  public DoraStandings(DeliveryReader reader, Jdbi jdbi, ZoneId zone) {
    this.reader = reader;
    this.jdbi = jdbi;
    this.zone = zone;
  }

  /**
   * How a service stands.
   *
   * @param service its name
   * @param deployments how many deployments to production have ever succeeded
   * @param windows its figures by length of the window, {@code 30d} and {@code 90d}; none where
   *     nothing was ever deployed of it
   */
  public record Standing(String service, long deployments, Map<String, DoraFigures> windows) {}

  private record Place(String service, String environment, long deployments) {}

  /** {@return the newest figures, of every declared service} */
  public List<Standing> newest() {
    return newest;
  }

  /**
   * Computes them anew.
   *
   * @param catalog what is declared
   * @param now the present, by the database's clock
   */
  public void follow(Catalog catalog, Instant now) {
    var totals = totals(catalog);
    var deployed =
        catalog.services().stream().filter(service -> totals.containsKey(service.name())).toList();
    var windows = new HashMap<String, Map<String, DoraFigures>>();
    for (var history : reader.read(catalog, deployed, now.minus(WINDOWS.getLast()))) {
      windows.put(history.service(), figures(history, now));
    }
    newest =
        catalog.services().stream()
            .map(service ->
                new Standing(
                    service.name(),
                    totals.getOrDefault(service.name(), 0L),
                    windows.getOrDefault(service.name(), Map.of())))
            .toList();
  }

  private Map<String, DoraFigures> figures(DeliveryHistory history, Instant now) {
    var figures = new LinkedHashMap<String, DoraFigures>();
    for (var length : WINDOWS) {
      var window = ReportingWindow.of(now.minus(length), now, zone);
      figures.put(length.toDays() + "d", DoraFigures.of(List.of(history), window, now));
    }
    return figures;
  }

  private Map<String, Long> totals(Catalog catalog) {
    var totals = new HashMap<String, Long>();
    jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select service, environment, count(*) from deployment
                    where result = 'succeeded' group by service, environment
                    """)
                .map((rs, _) -> new Place(rs.getString(1), rs.getString(2), rs.getLong(3)))
                .list())
        .forEach(place -> {
          if (catalog.policyOf(place.service()).isProduction(place.environment())) {
            totals.merge(place.service(), place.deployments(), Long::sum);
          }
        });
    return totals;
  }
}
