package dev.nines.engine.gate;

import static java.util.stream.Collectors.toMap;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.gate.Situation.Frozen;
import dev.nines.engine.gate.Situation.Known;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * What a pipeline asks before it ships. It answers from memory alone: from the snapshot that pages
 * and API show, and from the overrides that were read after the same tick. Safe for use by many
 * threads.
 */
public final class Gate {
  private final Supplier<Catalog> catalog;
  private final Supplier<Snapshot> snapshots;
  private final Supplier<Duration> age;
  private final Duration oldest;
  private final ZoneId zone;
  private final InstantSource clock;
  private volatile Map<String, GateOverride> overrides = Map.of();

  /**
   * A gate.
   *
   * @param catalog what is declared
   * @param snapshots the newest one
   * @param age how old that is
   * @param oldest how old it may be to say something of the present
   * @param zone where freezes hold that name no zone
   * @param clock the present before the first snapshot
   */
  public Gate(
      Supplier<Catalog> catalog,
      Supplier<Snapshot> snapshots,
      Supplier<Duration> age,
      Duration oldest,
      ZoneId zone,
      InstantSource clock) {
    this.catalog = catalog;
    this.snapshots = snapshots;
    this.age = age;
    this.oldest = oldest;
    this.zone = zone;
    this.clock = clock;
  }

  /**
   * Reads what people say, as every tick does.
   *
   * @param jdbi the database
   */
  public void follow(Jdbi jdbi) {
    overrides =
        jdbi.withHandle(OverrideTable::active).stream()
            .collect(toMap(GateOverride::service, Function.identity(), (_, newer) -> newer));
  }

  /**
   * Asks for a service.
   *
   * @param service its name
   * @param onUnknown what is told where it cannot be said; empty to say so
   * @return the decision; empty where no such service is declared
   */
  public Optional<GateDecision> ask(String service, Optional<GateAnswer> onUnknown) {
    return catalog.get().service(service).map(_ -> GateRules.decide(situation(service), onUnknown));
  }

  private Situation situation(String service) {
    var snapshot = snapshots.get();
    var old = age.get();
    // by the clock that all instances share, as far as it is known
    var now = snapshot.equals(Snapshot.NONE) ? clock.instant() : snapshot.at().plus(old);
    return new Situation(
        service,
        known(snapshot, service, old),
        frozen(service, now),
        Optional.ofNullable(overrides.get(service)).filter(said -> said.holdsAt(now)));
  }

  private Known known(Snapshot snapshot, String service, Duration old) {
    var status = snapshot.service(service);
    if (status.isEmpty()) {
      return new Known.Nothing();
    }
    return old.compareTo(oldest) > 0
        ? new Known.Stale(snapshot.at())
        : new Known.Fresh(
            status.get(),
            snapshot.slos().stream().filter(slo -> slo.slo().service().equals(service)).toList());
  }

  private List<Frozen> frozen(String service, Instant now) {
    return catalog.get().freezesOf(service).stream()
        .flatMap(freeze ->
            freeze
                .schedule()
                .from(now, now.plusNanos(1), zone)
                .map(span -> new Frozen(span, freeze.reason())))
        .toList();
  }
}
