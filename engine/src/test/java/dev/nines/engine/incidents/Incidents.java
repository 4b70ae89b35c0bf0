package dev.nines.engine.incidents;

import static dev.nines.engine.results.Runs.NOON;

import dev.nines.channel.ChannelSpec;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.incidents.OutageTable.OutageRow;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.OutageRule;
import dev.nines.incident.Run;
import dev.nines.incident.ServicePolicy;
import dev.nines.incident.Severity;
import dev.nines.incident.Signal;
import dev.nines.incident.Transition;
import dev.nines.probe.TcpModule;
import dev.nines.probe.TcpSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Incidents, outages and declarations made up for tests. */
public final class Incidents {
  static final IncidentLifecycle LIFECYCLE = new IncidentLifecycle(ServicePolicy.DEFAULT);
  static final Run.Failure REFUSED =
      new Run.Failure(
          "connect",
          "connection_refused",
          "connection_refused in connect",
          Optional.of("0af7651916cd43dd"));

  private Incidents() {}

  static Signal.ProbeDown down(String probe, Instant impact, Optional<Instant> restored) {
    return new Signal.ProbeDown(
        probe,
        "local",
        Optional.of(impact.minusSeconds(10)),
        impact,
        impact.plusSeconds(21),
        Severity.CRITICAL,
        REFUSED,
        restored.map(at -> new Signal.Cleared(at, at.plusSeconds(11), "recovered")));
  }

  static Signal.ProbeDown down(String probe) {
    return down(probe, NOON, Optional.empty());
  }

  static Signal.ProbeDown restored(String probe) {
    return down(probe, NOON, Optional.of(NOON.plusSeconds(120)));
  }

  static Transition opening(String service) {
    return next(service, Optional.empty(), down(service + "-http"), NOON.plusSeconds(30));
  }

  static Transition next(String service, Optional<Incident> latest, Signal signal, Instant now) {
    return LIFECYCLE.evaluate(service, latest, List.of(signal), now).getFirst();
  }

  static Optional<Incident> commit(Jdbi jdbi, Transition transition) {
    return jdbi.inTransaction(handle -> IncidentTable.commit(handle, transition));
  }

  public static Incident open(Jdbi jdbi, String service) {
    return commit(jdbi, opening(service)).orElseThrow();
  }

  /** One service of one probe, called {@code SERVICE-http}, and some channels. */
  static Catalog catalog(String service, ChannelSpec... channels) {
    return new Catalog(
        List.of(new Service(service, service, "", Map.of(), Map.of())),
        List.of(
            new ProbeDeclaration(
                service + "-http",
                service,
                Map.of(),
                service,
                Duration.ofSeconds(10),
                List.of(),
                new ProbeDeclaration.IncidentRule(OutageRule.DEFAULT, 1, Severity.CRITICAL),
                List.of(),
                new TcpSpec("127.0.0.1", 1, Duration.ofSeconds(1), TcpModule.DEFAULT))),
        List.of(),
        Map.of(),
        List.of(channels));
  }

  /** Stores an outage of {@code SERVICE-http}, over or not. */
  static OutageRow outage(Jdbi jdbi, String service, Optional<Instant> restored) {
    var probe = service + "-http";
    jdbi.useHandle(handle -> {
      handle.execute("insert into probe (name) values (?) on conflict do nothing", probe);
      handle.execute("insert into location (name) values ('local') on conflict do nothing");
      handle
          .createUpdate(
              """
              insert into outage (probe_id, location_id, last_good_at, impact_start, detected_at,
                restored_at, recovered_at, ended_by, failure_phase, failure_reason,
                failure_detail)
              select p.id, l.id, :lastGood, :impact, :detected, :restored, :recovered, :endedBy,
                'connect', 'connection_refused', 'refused'
              from probe p, location l where p.name = :probe and l.name = 'local'
              """)
          .bind("probe", probe)
          .bind("lastGood", NOON.minusSeconds(10))
          .bind("impact", NOON)
          .bind("detected", NOON.plusSeconds(21))
          .bind("restored", restored)
          .bind("recovered", restored.map(at -> at.plusSeconds(11)))
          .bind("endedBy", restored.map(_ -> "recovered"))
          .execute();
    });
    return outages(jdbi).stream()
        .filter(outage -> outage.probe().equals(probe))
        .findFirst()
        .orElseThrow();
  }

  static List<OutageRow> outages(Jdbi jdbi) {
    return jdbi.withHandle(handle -> OutageTable.since(handle, NOON.minus(Duration.ofDays(1))));
  }

  static List<Incident> stored(Jdbi jdbi, String service) {
    return jdbi.withHandle(handle -> IncidentTable.since(handle, Instant.EPOCH)).stream()
        .filter(incident -> incident.service().equals(service))
        .toList();
  }

  /** The keys of what is or was owed, in their order. */
  static List<String> notifications(Jdbi jdbi, long incident) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select idempotency_key from notification where incident_id = ? order by id")
            .bind(0, incident)
            .mapTo(String.class)
            .list());
  }
}
