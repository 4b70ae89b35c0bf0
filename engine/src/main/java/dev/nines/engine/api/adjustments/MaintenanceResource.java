package dev.nines.engine.api.adjustments;

import dev.nines.engine.catalog.Catalog;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/** {@code maintenance}: what is declared, and when it takes place next. */
@Path("/api/v1/maintenance")
@Produces(MediaType.APPLICATION_JSON)
public final class MaintenanceResource {
  private final Supplier<Catalog> catalog;
  private final InstantSource clock;
  private final ZoneId zone;

  /**
   * Shows maintenance.
   *
   * @param catalog what is declared
   * @param clock wall-clock time
   * @param zone where times hold that name no zone
   */
  public MaintenanceResource(Supplier<Catalog> catalog, InstantSource clock, ZoneId zone) {
    this.catalog = catalog;
    this.clock = clock;
    this.zone = zone;
  }

  /** {@return all declared maintenance, in the order of declaration} */
  @GET
  public List<MaintenanceView> maintenance() {
    var now = clock.instant();
    return catalog.get().budgetRules().maintenances().stream()
        .map(maintenance -> MaintenanceView.of(maintenance, now, zone))
        .toList();
  }
}
