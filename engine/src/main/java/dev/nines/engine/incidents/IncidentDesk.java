package dev.nines.engine.incidents;

import dev.nines.engine.alerts.BurnAlerts;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.incidents.Leads.Lead;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.Signal;
import dev.nines.incident.Transition;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import java.net.URI;
import java.time.Instant;
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
  private final IncidentSpans spans;

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
    this.spans = new IncidentSpans(tracer);
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
    incidents.stream().filter(Incident::open).map(Incident::service).forEach(services::add);
    var telling = jdbi.withHandle(handle -> IncidentTelling.now(handle, catalog, externalUrl));
    var changed = false;
    for (var service : services) {
      var latest = latest(incidents, service);
      var own = leads.of(service).stream().filter(lead -> concerns(lead, latest)).toList();
      var lifecycle = new IncidentLifecycle(catalog.policyOf(service));
      var why = new HashMap<String, String>();
      own.forEach(lead -> why.put(lead.signal().key(), lead.why()));
      for (var transition : lifecycle.evaluate(service, latest, signals(own), why, now)) {
        changed |= commit(telling, transition, own);
      }
    }
    changed |= follow(telling, leads, incidents, now);
    if (!leads.passedOver().isEmpty()) {
      jdbi.useTransaction(handle ->
          leads.passedOver().forEach(passed -> passed.row().passOver(handle, passed.why())));
    }
    return changed;
  }

  /** Those that a person resolved while something was active, and that others came after. */
  private boolean follow(
      IncidentTelling telling, Leads leads, List<Incident> incidents, Instant now) {
    var changed = false;
    for (var incident : incidents) {
      if (!incident.open() && incident.unsettled()) {
        var own =
            leads.of(incident.service()).stream().filter(lead -> isOf(lead, incident)).toList();
        var transition = IncidentLifecycle.follow(incident, signals(own), now);
        // The latest of a service has moved on already: then somebody was faster, itself.
        changed |= transition.isPresent() && commit(telling, transition.get(), own);
      }
    }
    return changed;
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
      var committed = commit(handle, telling, transition, List.of());
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
    if (!commit(handle, telling, transition, List.of())) {
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

  private boolean commit(IncidentTelling telling, Transition transition, List<Lead> leads) {
    return jdbi.inTransaction(handle -> commit(handle, telling, transition, leads));
  }

  private boolean commit(
      Handle handle, IncidentTelling telling, Transition transition, List<Lead> leads) {
    var written = IncidentTable.commit(handle, transition);
    if (written.isEmpty()) {
      return false;
    }
    if (!attach(handle, written.get(), leads)) {
      handle.rollback(); // somebody else was faster to make an incident of them, maybe resolved
      return false;
    }
    var done = new Transition(transition.before(), written.get(), transition.steps());
    telling.tell(handle, done);
    spans.afterCommit(handle, done);
    return true;
  }

  private static boolean attach(Handle handle, Incident incident, List<Lead> leads) {
    var keys = new HashSet<String>();
    incident.signals().forEach(signal -> keys.add(signal.key()));
    return SignalRow.attach(
        handle,
        incident.id(),
        leads.stream().filter(lead -> keys.contains(lead.signal().key())).map(Lead::row).toList());
  }

  /** What is in an incident already is the business of that one alone. */
  private static boolean concerns(Lead lead, Optional<Incident> latest) {
    return lead.incident().isEmpty() || lead.incident().equals(latest.map(Incident::id));
  }

  private static Optional<Incident> latest(List<Incident> incidents, String service) {
    return incidents.stream()
        .filter(incident -> incident.service().equals(service))
        .min(
            Comparator.comparing((Incident incident) -> !incident.open())
                .thenComparing(
                    incident -> incident.times().impactStart(), Comparator.reverseOrder()));
  }
}
