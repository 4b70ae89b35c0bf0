package dev.nines.engine.incidents;

import dev.nines.engine.alerts.BurnAlerts;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.incidents.IncidentWrites.Move;
import dev.nines.engine.incidents.Leads.Lead;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.Signal;
import dev.nines.incident.Transition;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Moves incidents on: reads what signals each service has, asks the life cycle what must happen,
 * and commits each transition with its timeline and its notifications, or not at all.
 */
public final class IncidentDesk {
  private final Jdbi jdbi;
  private final URI externalUrl;
  private final IncidentWrites writes;

  /**
   * Works on a database, and traces nothing.
   *
   * @param jdbi the database
   * @param externalUrl where people find this Nines
   */
  public IncidentDesk(Jdbi jdbi, URI externalUrl) {
    this(jdbi, externalUrl, TracerProvider.noop().get(""));
  }

  /**
   * Works on a database.
   *
   * @param jdbi the database
   * @param externalUrl where people find this Nines
   * @param tracer makes a span of each transition
   */
  public IncidentDesk(Jdbi jdbi, URI externalUrl, Tracer tracer) {
    this.jdbi = jdbi;
    this.externalUrl = externalUrl;
    this.writes = new IncidentWrites(jdbi, new IncidentSpans(tracer));
  }

  /**
   * Evaluates every service that has a signal or an incident.
   *
   * @param catalog what is declared
   * @param leads the signals
   * @param incidents those that are open or recent, newest impact first
   * @param now the present, by the database's clock
   * @return whether anything was changed
   */
  public boolean evaluate(Catalog catalog, Leads leads, List<Incident> incidents, Instant now) {
    var services = new LinkedHashSet<>(leads.services());
    var known = new HashMap<String, List<Incident>>();
    for (var incident : incidents) {
      known.computeIfAbsent(incident.service(), _ -> new ArrayList<>()).add(incident);
      if (incident.open()) {
        services.add(incident.service());
      }
    }
    var moves = new ArrayList<Move>();
    for (var service : services) {
      var latest = latest(known.getOrDefault(service, List.of()));
      writes.alone(
          "deciding on service " + service,
          () -> moves.addAll(moves(catalog, leads, latest, service, now)));
    }
    moves.addAll(followed(leads, incidents, moves, now));
    var telling = jdbi.withHandle(handle -> IncidentTelling.now(handle, catalog, externalUrl));
    var changed = writes.commit(telling, moves);
    if (!leads.passedOver().isEmpty()) {
      jdbi.useTransaction(handle ->
          leads.passedOver().forEach(passed -> passed.row().passOver(handle, passed.why())));
    }
    return changed;
  }

  private static List<Move> moves(
      Catalog catalog, Leads leads, Optional<Incident> latest, String service, Instant now) {
    var own = leads.of(service).stream().filter(lead -> concerns(lead, latest)).toList();
    var why = new HashMap<String, String>();
    own.forEach(lead -> why.put(lead.signal().key(), lead.why()));
    return new IncidentLifecycle(catalog.policyOf(service))
        .evaluate(service, latest, signals(own), why, now).stream()
            .map(transition -> new Move(transition, own))
            .toList();
  }

  /** Those that a person resolved while something was active, and that others came after. */
  private static List<Move> followed(
      Leads leads, List<Incident> incidents, List<Move> moving, Instant now) {
    var already = new HashSet<Long>();
    moving.forEach(move -> move.transition().before().map(Incident::id).ifPresent(already::add));
    var moves = new ArrayList<Move>();
    for (var incident : incidents) {
      if (!incident.open() && incident.unsettled() && !already.contains(incident.id())) {
        var own =
            leads.of(incident.service()).stream().filter(lead -> isOf(lead, incident)).toList();
        IncidentLifecycle.follow(incident, signals(own), now)
            .ifPresent(transition -> moves.add(new Move(transition, own)));
      }
    }
    return moves;
  }

  private static boolean isOf(Lead lead, Incident incident) {
    return lead.incident().equals(Optional.of(incident.id()));
  }

  private static List<Signal> signals(List<Lead> leads) {
    return leads.stream().map(Lead::signal).toList();
  }

  /**
   * Commits a transition that a person asked for.
   *
   * @param catalog what is declared
   * @param transition what to commit
   * @param beside what else the same transaction writes
   * @return whether nobody else was faster
   */
  public boolean commit(Catalog catalog, Transition transition, Consumer<Handle> beside) {
    return jdbi.inTransaction(handle -> {
      var telling = IncidentTelling.now(handle, catalog, externalUrl);
      var committed = writes.commit(handle, telling, List.of(new Move(transition, List.of())));
      if (committed) {
        beside.accept(handle);
      }
      return committed;
    });
  }

  /**
   * Commits a transition of an incident that is {@link IncidentTable#lock locked}.
   *
   * @param handle the transaction that holds the lock
   * @param catalog what is declared
   * @param transition what to commit
   * @throws IllegalStateException if the incident was changed all the same
   */
  public void commit(Handle handle, Catalog catalog, Transition transition) {
    var telling = IncidentTelling.now(handle, catalog, externalUrl);
    if (!writes.commit(handle, telling, List.of(new Move(transition, List.of())))) {
      throw new IllegalStateException("incident not locked: " + transition.after().id());
    }
  }

  /**
   * Tells of alerts that open no incident, and of declared ones to their own targets.
   *
   * @param handle the transaction in which they fired or cleared
   * @param catalog what is declared
   * @param changes what fired and cleared
   */
  public void tell(Handle handle, Catalog catalog, BurnAlerts.Changes changes) {
    if (changes.fired().isEmpty() && changes.cleared().isEmpty()) {
      return;
    }
    var telling = IncidentTelling.now(handle, catalog, externalUrl);
    changes.fired().forEach(alert -> telling.tell(handle, alert, true));
    changes.cleared().forEach(alert -> telling.tell(handle, alert, false));
  }

  /** What is in an incident already is the business of that one alone. */
  private static boolean concerns(Lead lead, Optional<Incident> latest) {
    return lead.incident().isEmpty() || lead.incident().equals(latest.map(Incident::id));
  }

  private static Optional<Incident> latest(List<Incident> ofService) {
    return ofService.stream()
        .min(
            Comparator.comparing((Incident incident) -> !incident.open())
                .thenComparing(
                    incident -> incident.times().impactStart(), Comparator.reverseOrder()));
  }
}
