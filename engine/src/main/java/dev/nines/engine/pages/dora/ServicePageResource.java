package dev.nines.engine.pages.dora;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.dora.DeliveryReader;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.pages.gate.GatePanel;
import dev.nines.engine.pages.gate.GatePanels;
import dev.nines.slo.reliability.ReportingWindow;
import dev.nines.slo.reliability.dora.DoraFigures;
import dev.nines.slo.time.Interval;
import io.dropwizard.jersey.caching.CacheControl;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/** {@code /services/{service}}. */
@Path("/")
@Produces(MediaType.TEXT_HTML + ";charset=utf-8")
public final class ServicePageResource {
  private static final Duration WINDOW = Duration.ofDays(30);

  private final Supplier<Catalog> catalog;
  private final Supplier<Snapshot> snapshots;
  private final GatePanels gates;
  private final DeliveryReader reader;
  private final Supplier<Instant> clock;
  private final ZoneId zone;

  /**
   * Shows services.
   *
   * @param catalog what is declared
   * @param snapshots how they are
   * @param gates whether they may be deployed
   * @param reader what was deployed of them
   * @param clock the database's
   * @param zone the zone that times are shown in
   */
  public ServicePageResource(
      Supplier<Catalog> catalog,
      Supplier<Snapshot> snapshots,
      GatePanels gates,
      DeliveryReader reader,
      Supplier<Instant> clock,
      ZoneId zone) {
    this.catalog = catalog;
    this.snapshots = snapshots;
    this.gates = gates;
    this.reader = reader;
    this.clock = clock;
    this.zone = zone;
  }

  /**
   * The page.
   *
   * @param name the service's name
   * @return the page; one that says so where there is no such service
   */
  @GET
  @Path("services/{name}")
  @CacheControl(noStore = true)
  public Response service(@PathParam("name") String name) {
    var declared = catalog.get();
    return declared
        .service(name)
        .flatMap(service -> gates.of(name).map(gate -> page(declared, service, gate)))
        .map(page -> Response.ok(new ServicePageView(page)).build())
        .orElseGet(() ->
            Response.status(Response.Status.NOT_FOUND)
                .entity(new MissingServiceView(name))
                .build());
  }

  private ServicePage page(Catalog declared, Service service, GatePanel gate) {
    var now = clock.get();
    var span = new Interval(now.minus(WINDOW), now);
    var history = reader.read(declared, List.of(service), span.from()).getFirst();
    return ServicePage.of(
        declared,
        service,
        snapshots.get(),
        gate,
        history,
        DoraFigures.of(List.of(history), ReportingWindow.of(span.from(), span.to(), zone), now),
        reader.shipped(declared, service.name(), span),
        WINDOW,
        now.atZone(zone));
  }
}
