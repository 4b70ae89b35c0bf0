package dev.nines.engine.api.adjustments;

import dev.nines.engine.adjustments.AdjustedSpan;
import dev.nines.engine.adjustments.AdjustedSpans;
import dev.nines.engine.api.Problem;
import dev.nines.engine.evaluation.Snapshot;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code slos/{name}/adjustments}: what changes the counts of an SLO's budget window. */
@Path("/api/v1/slos/{name}/adjustments")
@Produces(MediaType.APPLICATION_JSON)
public final class SloAdjustmentsResource {
  private final Supplier<Snapshot> snapshots;
  private final AdjustedSpans adjusted;

  /**
   * Shows adjustments.
   *
   * @param snapshots the newest one
   * @param adjusted what people have said
   */
  public SloAdjustmentsResource(Supplier<Snapshot> snapshots, AdjustedSpans adjusted) {
    this.snapshots = snapshots;
    this.adjusted = adjusted;
  }

  /**
   * The maintenance and the corrections of a budget window.
   *
   * @param name the SLO's name
   * @return them, newest first
   */
  @GET
  public SloAdjustmentsView adjustments(@PathParam("name") String name) {
    var status = snapshots.get().slo(name).orElseThrow(() -> Problem.notFound("SLO", name));
    var window = status.budgetSpan();
    return new SloAdjustmentsView(
        name,
        window.from(),
        window.to(),
        adjusted.of(status.slo(), window).stream().map(AdjustmentView::of).toList());
  }

  /**
   * What changes the counts of a budget window.
   *
   * @param slo the SLO's name
   * @param windowFrom where the window begins
   * @param windowTo where it ends
   * @param adjustments what lies in it, newest first; excluded goes before bad, bad before good
   */
  public record SloAdjustmentsView(
      String slo, Instant windowFrom, Instant windowTo, List<AdjustmentView> adjustments) {}

  /**
   * A span whose events count otherwise than they were seen.
   *
   * @param from its first instant; its whole minute is meant
   * @param to the first instant after it; the whole minute before it is meant
   * @param counts {@code excluded}, {@code bad} or {@code good}
   * @param kind {@code maintenance} or {@code correction}
   * @param name its name, or its number where it came through the API
   * @param reason why; empty where nobody says
   * @param by who said so
   */
  public record AdjustmentView(
      Instant from,
      Instant to,
      String counts,
      String kind,
      String name,
      String reason,
      Optional<String> by) {
    static AdjustmentView of(AdjustedSpan adjusted) {
      return new AdjustmentView(
          adjusted.span().from(),
          adjusted.span().to(),
          adjusted.counts().label(),
          adjusted.kind(),
          adjusted.name(),
          adjusted.reason(),
          adjusted.by());
    }
  }
}
