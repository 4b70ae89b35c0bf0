package dev.nines.engine.adjustments;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Correction;
import dev.nines.engine.catalog.Correction.Counts;
import dev.nines.engine.sli.SliBook;
import dev.nines.slo.Adjustments;
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
  /** Uptime is shown over it. */
  private static final Duration SHORTEST = Duration.ofDays(30);

  private final ZoneId zone;
  private Said said =
      new Said(Catalog.EMPTY, new Interval(Instant.EPOCH, Instant.EPOCH), List.of());
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

  /** What the rest is worked out from; equal at once while it is the same catalog. */
  private record Said(Catalog catalog, Interval span, List<Correction> corrections) {}

  /**
   * Adjusts the book.
   *
   * @param handle the database
   * @param catalog what is declared
   * @param book what is to be adjusted; its present is {@code now}
   * @param now the present
   * @return what is in maintenance, from the beginning of the longest window to the end of
   *     tomorrow, and what is under way then to its own end
   */
  public MaintenancePlan adjust(Handle handle, Catalog catalog, SliBook book, Instant now) {
    var span = span(catalog, now);
    var current = new Said(catalog, span, CorrectionTable.valid(handle, span.from()));
    if (!current.equals(said)) {
      workOut(current);
    }
    var worked = adjustments; // the book keeps asking, and must get the answer of this tick
    book.adjust(slo -> worked.getOrDefault(slo, Adjustments.NONE));
    return plan;
  }

  /** Whole days, so that a passing tick changes nothing. */
  private static Interval span(Catalog catalog, Instant now) {
    var longest =
        Stream.concat(
                Stream.of(SHORTEST), catalog.slos().stream().map(slo -> slo.window().longest()))
            .max(Duration::compareTo)
            .orElse(SHORTEST);
    return new Interval(
        now.minus(longest).truncatedTo(ChronoUnit.DAYS),
        now.truncatedTo(ChronoUnit.DAYS).plus(2, ChronoUnit.DAYS));
  }

  private void workOut(Said next) {
    var nextPlan = MaintenancePlan.of(next.catalog, next.span, zone);
    var corrections =
        Stream.concat(
                next.catalog.budgetRules().corrections().values().stream(),
                next.corrections.stream())
            .toList();
    var nextAdjustments = new HashMap<String, Adjustments>();
    for (var slo : next.catalog.slos()) {
      var ofSlo = corrections.stream().filter(correction -> correction.holds(slo)).toList();
      var excluded =
          switch (slo.settings().maintenance()) {
            case EXCLUDE -> nextPlan.of(slo);
            case COUNT -> Intervals.NONE;
          };
      var adjusted =
          new Adjustments(
              excluded.union(spans(ofSlo, Counts.EXCLUDED)),
              spans(ofSlo, Counts.BAD),
              spans(ofSlo, Counts.GOOD));
      if (!adjusted.isEmpty()) {
        nextAdjustments.put(slo.name(), adjusted);
      }
    }
    plan = nextPlan;
    adjustments = nextAdjustments;
    said = next;
  }

  private static Intervals spans(List<Correction> corrections, Counts counts) {
    return new Intervals(
        corrections.stream()
            .filter(correction -> correction.counts() == counts)
            .map(Correction::span)
            .toList());
  }
}
