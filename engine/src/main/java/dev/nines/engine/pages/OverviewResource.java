package dev.nines.engine.pages;

import dev.nines.engine.catalog.Silence;
import dev.nines.engine.evaluation.Snapshot;
import io.dropwizard.jersey.caching.CacheControl;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/** The overview at {@code /}, and the part of it that is fetched while it is open. */
@Path("/")
@Produces(MediaType.TEXT_HTML + ";charset=utf-8")
public final class OverviewResource {
  private final Supplier<Snapshot> snapshots;
  private final Supplier<EngineTrouble> trouble;
  private final Supplier<List<Silence>> silences;
  private final InstantSource time;
  private final ZoneId zone;
  private final String location;

  /**
   * Shows snapshots.
   *
   * @param snapshots the newest one
   * @param trouble what is wrong with this instance itself
   * @param silences those that hold now
   * @param time tells how old the snapshot is
   * @param zone the zone that times are shown in
   * @param location where this instance runs
   */
  public OverviewResource(
      Supplier<Snapshot> snapshots,
      Supplier<EngineTrouble> trouble,
      Supplier<List<Silence>> silences,
      InstantSource time,
      ZoneId zone,
      String location) {
    this.snapshots = snapshots;
    this.trouble = trouble;
    this.silences = silences;
    this.time = time;
    this.zone = zone;
    this.location = location;
  }

  /** {@return the whole page} */
  @GET
  @CacheControl(noStore = true)
  public OverviewView whole() {
    return OverviewView.whole(page(), lines());
  }

  /** {@return what changes on it} */
  @GET
  @Path("fragments/overview")
  @CacheControl(noStore = true)
  public OverviewView fragment() {
    return OverviewView.fragment(page(), lines());
  }

  private List<SilenceLine> lines() {
    var now = time.instant().atZone(zone);
    return silences.get().stream().map(silence -> SilenceLine.of(silence, now)).toList();
  }

  private OverviewPage page() {
    return OverviewPage.of(snapshots.get(), trouble.get(), time.instant(), zone, location);
  }
}
