package dev.nines.engine.review;

import static dev.nines.slo.time.Instants.earlier;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.dora.DeliveryReader;
import dev.nines.engine.incidents.Escalations;
import dev.nines.engine.incidents.IncidentTable;
import dev.nines.engine.replay.SloHistory;
import dev.nines.engine.silences.SilenceTable;
import dev.nines.incident.Incident;
import dev.nines.incident.Signal;
import dev.nines.slo.time.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Brings together what is known of an incident. Thread-safe. */
public final class IncidentReviews {
  /** Of more probes a page would be strips alone. */
  private static final int MOST_PROBES = 12;

  /** Before and after the impact, so that one sees it begin and end. */
  private static final Duration LEAST_AROUND = Duration.ofMinutes(2);

  /** A longer one is shown by its end: runs of a second are many. */
  private static final Duration LONGEST_STRIP = Duration.ofHours(24);

  private final Jdbi jdbi;
  private final Supplier<Catalog> catalog;
  private final SloHistory history;
  private final DeliveryReader deliveries;
  private final Function<Handle, Instant> now;

  /**
   * Reads a database.
   *
   * @param jdbi the database
   * @param catalog what is declared
   * @param history counts budgets anew
   * @param deliveries which deployments were just before
   * @param now the present, by the database's clock
   */
  public IncidentReviews(
      Jdbi jdbi,
      Supplier<Catalog> catalog,
      SloHistory history,
      DeliveryReader deliveries,
      Function<Handle, Instant> now) {
    this.jdbi = jdbi;
    this.catalog = catalog;
    this.history = history;
    this.deliveries = deliveries;
    this.now = now;
  }

  /**
   * Reviews an incident without what takes a look at many runs: strips and budgets.
   *
   * @param id its number
   * @return the review; empty where there is no such incident
   */
  public Optional<IncidentReview> brief(long id) {
    return read(id, false);
  }

  /**
   * Reviews an incident.
   *
   * @param id its number
   * @return the review; empty where there is no such incident
   */
  public Optional<IncidentReview> whole(long id) {
    return read(id, true);
  }

  private Optional<IncidentReview> read(long id, boolean whole) {
    var declared = catalog.get();
    return jdbi.inTransaction(handle ->
            IncidentTable.find(handle, id).map(incident -> read(handle, declared, incident, whole)))
        .map(review -> whole ? review.with(budgets(declared, review)) : review);
  }

  private IncidentReview read(Handle handle, Catalog declared, Incident incident, boolean whole) {
    var present = now.apply(handle);
    var silence =
        SilenceTable.over(
            SilenceTable.active(handle, declared),
            declared,
            incident.service(),
            incident.severity());
    return new IncidentReview(
        incident,
        declared.service(incident.service()).map(Service::displayName).orElse(incident.service()),
        declared.policyOf(incident.service()),
        IncidentTable.timeline(handle, incident.id()),
        silence,
        Escalations.next(handle, declared, incident, silence),
        Told.read(handle, incident.id()),
        whole ? strips(handle, declared, incident, present) : List.of(),
        List.of(),
        deliveries.suspects(handle, declared, incident),
        present);
  }

  private List<SpentBudget> budgets(Catalog declared, IncidentReview review) {
    var impact = impact(review.incident(), review.at());
    return declared.slosOf(review.incident().service()).stream()
        .flatMap(
            slo -> history.spent(slo, impact).stream().map(spent -> new SpentBudget(slo, spent)))
        .toList();
  }

  private static List<RunStrip> strips(
      Handle handle, Catalog declared, Incident incident, Instant present) {
    var impact = impact(incident, present);
    var quarter = impact.length().dividedBy(4);
    var around = quarter.compareTo(LEAST_AROUND) > 0 ? quarter : LEAST_AROUND;
    var end = earlier(impact.to().plus(around), present);
    var begin = impact.from().minus(around);
    var oldest = end.minus(LONGEST_STRIP);
    var span = new Interval(begin.isBefore(oldest) ? oldest : begin, end);
    return probes(declared, incident)
        .limit(MOST_PROBES)
        .flatMap(probe ->
            RunStrip.read(handle, probe, interval(declared, probe), impact.from(), span).stream())
        .toList();
  }

  /** Those that say so, else all that watch the service. */
  private static Stream<String> probes(Catalog declared, Incident incident) {
    var down =
        incident.signals().stream()
            .filter(Signal.ProbeDown.class::isInstance)
            .map(signal -> ((Signal.ProbeDown) signal).probe())
            .distinct()
            .toList();
    return down.isEmpty()
        ? declared.probesOf(incident.service()).stream().map(ProbeDeclaration::name)
        : down.stream();
  }

  private static Duration interval(Catalog declared, String probe) {
    return declared.probe(probe).map(ProbeDeclaration::interval).orElse(Duration.ofMinutes(1));
  }

  /** From where the harm began to where it ended, or until it was resolved, or to the present. */
  private static Interval impact(Incident incident, Instant present) {
    var times = incident.times();
    var end = times.restored().or(times::resolved).orElse(present);
    var least = times.impactStart().plusMillis(1);
    return new Interval(times.impactStart(), end.isBefore(least) ? least : end);
  }
}
