package dev.nines.engine.adjustments;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Correction;
import dev.nines.engine.catalog.Correction.Counts;
import dev.nines.engine.catalog.Maintenance;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/**
 * Which maintenance and which corrections change what an SLO counted? They overlap as they were
 * said: excluded goes before bad, and bad before good. Thread-safe.
 */
public final class AdjustedSpans {
  private final Jdbi jdbi;
  private final Supplier<Catalog> catalog;
  private final ZoneId zone;

  /**
   * Reads what is declared and stored.
   *
   * @param jdbi the database
   * @param catalog what is declared
   * @param zone where times hold that name no zone
   */
  public AdjustedSpans(Jdbi jdbi, Supplier<Catalog> catalog, ZoneId zone) {
    this.jdbi = jdbi;
    this.catalog = catalog;
    this.zone = zone;
  }

  /**
   * All of a span of an SLO.
   *
   * @param slo the SLO
   * @param span the span
   * @return what lies in it, cut at its ends, newest first
   */
  public List<AdjustedSpan> of(Slo slo, Interval span) {
    var declared = catalog.get();
    return Stream.of(
            maintenance(declared, slo, span),
            declared.budgetRules().corrections().entrySet().stream()
                .map(entry -> corrected(entry.getKey(), entry.getValue(), slo, span))
                .flatMap(Optional::stream),
            stored(span).stream()
                .map(stored -> corrected("" + stored.id(), stored.correction(), slo, span))
                .flatMap(Optional::stream))
        .flatMap(spans -> spans)
        .sorted(Comparator.comparing((AdjustedSpan adjusted) -> adjusted.span().from()).reversed())
        .toList();
  }

  private List<StoredCorrection> stored(Interval span) {
    return jdbi.withHandle(handle -> CorrectionTable.valid(handle, span.from()));
  }

  private Stream<AdjustedSpan> maintenance(Catalog declared, Slo slo, Interval span) {
    return switch (slo.settings().maintenance()) {
      case COUNT -> Stream.empty();
      case EXCLUDE -> {
        var excluded = MaintenancePlan.of(declared, span, zone).of(slo).clip(span);
        yield declared.budgetRules().maintenances().stream()
            .filter(maintenance -> holds(declared, maintenance, slo))
            .flatMap(maintenance -> times(maintenance, span, excluded));
      }
    };
  }

  /** Of the service, or of some of its probes: together they may be all that the SLO counts. */
  private static boolean holds(Catalog declared, Maintenance maintenance, Slo slo) {
    var scope = maintenance.scope();
    return scope.holdsService(slo.service())
        || declared.probes().stream()
            .filter(probe -> counts(slo, probe.name()))
            .anyMatch(scope::holds);
  }

  private static boolean counts(Slo slo, String probe) {
    return slo.terms().stream()
        .anyMatch(term ->
            switch (term.sli()) {
              case Sli.Runs(var probes, _, _) -> probes.contains(probe);
              case Sli.Metric _ -> false;
            });
  }

  private Stream<AdjustedSpan> times(Maintenance maintenance, Interval span, Intervals excluded) {
    return maintenance.schedule().occurrences(span, zone).intersect(excluded).spans().stream()
        .map(time ->
            new AdjustedSpan(
                time,
                Counts.EXCLUDED,
                "maintenance",
                maintenance.name(),
                maintenance.reason(),
                Optional.empty()));
  }

  private static Optional<AdjustedSpan> corrected(
      String name, Correction correction, Slo slo, Interval span) {
    return Intervals.of(correction.span()).clip(span).spans().stream()
        .filter(_ -> correction.holds(slo))
        .findFirst()
        .map(time ->
            new AdjustedSpan(
                time,
                correction.counts(),
                "correction",
                name,
                correction.reason(),
                Optional.of(correction.by())));
  }
}
