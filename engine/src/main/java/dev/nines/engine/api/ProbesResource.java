package dev.nines.engine.api;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.evaluation.ServiceState;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.failures.FailedRunTable;
import dev.nines.engine.failures.FailedRuns;
import dev.nines.engine.results.ResultReader;
import dev.nines.engine.schedule.LatestRuns;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** {@code probes} and their stored results. */
@Path("/api/v1/probes")
@Produces(MediaType.APPLICATION_JSON)
public final class ProbesResource {
  private static final int MOST = 1_000;
  private final Supplier<Catalog> catalog;
  private final Supplier<Snapshot> snapshots;
  private final LatestRuns latest;
  private final FailedRuns failures;
  private final Jdbi jdbi;

  /**
   * Shows probes.
   *
   * @param catalog what is declared
   * @param snapshots how the probes are
   * @param latest the last runs
   * @param failures the last failed ones
   * @param jdbi the stored ones
   */
  public ProbesResource(
      Supplier<Catalog> catalog,
      Supplier<Snapshot> snapshots,
      LatestRuns latest,
      FailedRuns failures,
      Jdbi jdbi) {
    this.catalog = catalog;
    this.snapshots = snapshots;
    this.latest = latest;
    this.failures = failures;
    this.jdbi = jdbi;
  }

  /** {@return all probes, in the order of declaration} */
  @GET
  public List<ProbeView> probes() {
    var states = snapshots.get().probes();
    return catalog.get().probes().stream().map(probe -> view(probe, states)).toList();
  }

  /**
   * One probe.
   *
   * @param name its name
   * @return the probe
   */
  @GET
  @Path("{name}")
  public ProbeView probe(@PathParam("name") String name) {
    return view(declared(name), snapshots.get().probes());
  }

  /**
   * A probe's stored runs.
   *
   * @param name the probe's name
   * @param limit how many, 1 to 1000
   * @param before only those due before this instant (ISO 8601); all where it is missing
   * @return newest first
   */
  @GET
  @Path("{name}/results")
  public List<ResultView> results(
      @PathParam("name") String name,
      @QueryParam("limit") @DefaultValue("100") int limit,
      @QueryParam("before") @Nullable String before) {
    declared(name);
    checkLimit(limit);
    var until = until(before);
    return jdbi.withHandle(handle -> ResultReader.latest(handle, name, until, limit)).stream()
        .map(ResultView::of)
        .toList();
  }

  /**
   * A probe's last failed runs, at most twenty of each location, with what they saw.
   *
   * @param name the probe's name
   * @param limit how many, 1 to 1000
   * @param before only those due before this instant (ISO 8601); all where it is missing
   * @return newest first
   */
  @GET
  @Path("{name}/failures")
  public List<FailureView> failures(
      @PathParam("name") String name,
      @QueryParam("limit") @DefaultValue("100") int limit,
      @QueryParam("before") @Nullable String before) {
    declared(name);
    checkLimit(limit);
    var until = until(before);
    return jdbi.withHandle(handle -> FailedRunTable.latest(handle, name, until, limit)).stream()
        .map(FailureView::of)
        .toList();
  }

  private static void checkLimit(int limit) {
    if (limit < 1 || limit > MOST) {
      throw Problem.of(
          Response.Status.BAD_REQUEST, "limit: not in [1, %d]: %d".formatted(MOST, limit));
    }
  }

  private static Instant until(@Nullable String before) {
    return before == null ? ResultReader.EVER : instant(before);
  }

  private static Instant instant(String text) {
    try {
      var instant = Instant.parse(text);
      if (instant.isBefore(Instant.EPOCH) || instant.isAfter(ResultReader.EVER)) {
        throw Problem.of(Response.Status.BAD_REQUEST, "before: not from 1970 to 9999: " + text);
      }
      return instant;
    } catch (DateTimeParseException e) {
      throw Problem.of(
          Response.Status.BAD_REQUEST,
          "before: not an instant such as 2026-11-24T12:00:00Z: " + text);
    }
  }

  private ProbeDeclaration declared(String name) {
    return catalog.get().probe(name).orElseThrow(() -> Problem.notFound("probe", name));
  }

  private ProbeView view(ProbeDeclaration probe, Map<String, ServiceState> states) {
    return ProbeView.of(
        probe,
        states.getOrDefault(probe.name(), ServiceState.UNKNOWN),
        latest.of(probe.name()),
        latest.unknown(probe.name()),
        failures.last(probe.name()));
  }
}
