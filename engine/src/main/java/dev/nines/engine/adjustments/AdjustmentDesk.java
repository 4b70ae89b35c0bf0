package dev.nines.engine.adjustments;

import dev.nines.engine.alerts.BurnAlerts;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Correction;
import dev.nines.engine.catalog.Correction.Counts;
import dev.nines.engine.sli.SliBook;
import dev.nines.slo.Adjustments;
import dev.nines.slo.Slo;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Puts to the book what people have said of spans of time: declared maintenance, and corrections
 * that are declared or came through the API. All of it is worked out anew only when something of it
 * has changed, or the day has; the book is told at every tick, since it may have been opened anew.
 *
 * <p>Not thread-safe.
 */
public final class AdjustmentDesk {
  /** An incident of the longest window may have begun in maintenance that began before it. */
  private static final Duration LEAD = Duration.ofDays(32);

  private final ZoneId zone;
  private Said said =
      new Said(Catalog.EMPTY, new Interval(Instant.EPOCH, Instant.EPOCH), List.of());
  private Reach reach = new Reach(Catalog.EMPTY, BurnAlerts.longestWindow(Catalog.EMPTY));
  private MaintenancePlan plan = MaintenancePlan.NONE;
  private Map<String, Adjustments> adjustments = Map.of();

  /**
   * A desk.
   *
   * @param zone where times hold that name no zone
   */
  public AdjustmentDesk(ZoneId zone) {
    this.zone = zone;
  }

  /** The longest window of a catalog, worked out once. */
  private record Reach(Catalog catalog, Duration window) {}

  /** What the rest is worked out from; equal at once while it is the same catalog. */
  private record Said(Catalog catalog, Interval span, List<Correction> corrections) {}

  /**
   * Adjusts the book.
   *
   * @param handle the database
   * @param catalog what is declared
   * @param book what is to be adjusted; its present is {@code now}
   * @param now the present
   * @return what is in maintenance, from a month before the longest window to the end of tomorrow,
   *     and what is under way then to its own end
   */
  public MaintenancePlan adjust(Handle handle, Catalog catalog, SliBook book, Instant now) {
    if (!reach.catalog.equals(catalog)) {
      reach = new Reach(catalog, BurnAlerts.longestWindow(catalog));
    }
    var span = span(reach.window, now);
    var current = new Said(catalog, span, stored(handle, span));
    if (!current.equals(said)) {
      workOut(current);
    }
    var worked = adjustments; // the book keeps asking, and must get the answer of this tick
    book.adjust(slo -> worked.getOrDefault(slo, Adjustments.NONE));
    return plan;
  }

  /** Whole days, so that a passing tick changes nothing. */
  private static Interval span(Duration longestWindow, Instant now) {
    return new Interval(
        now.minus(longestWindow).minus(LEAD).truncatedTo(ChronoUnit.DAYS),
        now.truncatedTo(ChronoUnit.DAYS).plus(2, ChronoUnit.DAYS));
  }

  private void workOut(Said next) {
    var nextPlan = MaintenancePlan.of(next.catalog, next.span, zone);
    var corrections = all(next.catalog, next.corrections);
    var nextAdjustments = new HashMap<String, Adjustments>();
    for (var slo : next.catalog.slos()) {
      var adjusted = of(slo, nextPlan, corrections);
      if (!adjusted.isEmpty()) {
        nextAdjustments.put(slo.name(), adjusted);
      }
    }
    plan = nextPlan;
    adjustments = nextAdjustments;
    said = next;
  }

  /**
   * What people have said of a span of an SLO, however far back.
   *
   * @param handle the database
   * @param catalog what is declared
   * @param slo the SLO
   * @param span the span
   * @param zone where times hold that name no zone
   * @return all of it; more than the span perhaps
   */
  public static Adjustments of(
      Handle handle, Catalog catalog, Slo slo, Interval span, ZoneId zone) {
    return of(slo, MaintenancePlan.of(catalog, span, zone), all(catalog, stored(handle, span)));
  }

  private static List<Correction> stored(Handle handle, Interval span) {
    return CorrectionTable.valid(handle, span.from()).stream()
        .map(StoredCorrection::correction)
        .toList();
  }

  private static List<Correction> all(Catalog catalog, List<Correction> stored) {
    return Stream.concat(catalog.budgetRules().corrections().values().stream(), stored.stream())
        .toList();
  }

  private static Adjustments of(Slo slo, MaintenancePlan plan, List<Correction> corrections) {
    var ofSlo = corrections.stream().filter(correction -> correction.holds(slo)).toList();
    var excluded =
        switch (slo.settings().maintenance()) {
          case EXCLUDE -> plan.of(slo);
          case COUNT -> Intervals.NONE;
        };
    return new Adjustments(
        excluded.union(spans(ofSlo, Counts.EXCLUDED)),
        spans(ofSlo, Counts.BAD),
        spans(ofSlo, Counts.GOOD));
  }

  private static Intervals spans(List<Correction> corrections, Counts counts) {
    return new Intervals(
        corrections.stream()
            .filter(correction -> correction.counts() == counts)
            .map(Correction::span)
            .toList());
  }
}
