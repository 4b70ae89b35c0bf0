package dev.nines.engine.deployments;

import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Audit;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.incidents.IncidentTable;
import dev.nines.incident.ByHand;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.slo.reliability.dora.DeclaredCause.Evidence;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Says which deployment caused an incident: a row, a step of the incident's timeline and one of the
 * audit log, all in the caller's transaction.
 */
public final class CauseDesk {
  /** An artifact is in few environments, and those are told apart in memory. */
  private static final int CANDIDATES = 50;

  private final Supplier<Catalog> catalog;
  private final IncidentDesk incidents;

  /**
   * Names causes.
   *
   * @param catalog what is declared
   * @param incidents commits what it does to incidents
   */
  public CauseDesk(Supplier<Catalog> catalog, IncidentDesk incidents) {
    this.catalog = catalog;
    this.incidents = incidents;
  }

  /**
   * Tells whether a deployment can be the cause.
   *
   * @param incident what it is to have caused
   * @param report the deployment
   * @return why not, where it cannot
   */
  public static Optional<String> whyNot(Incident incident, DeploymentReport report) {
    var detected = incident.times().detected();
    return report
        .course()
        .begin()
        .filter(begin -> begin.isAfter(detected.plus(ClockRule.SKEW)))
        .map(begin ->
            "the deployment began at %s, after incident %d was detected at %s"
                .formatted(begin, incident.id(), detected));
  }

  /**
   * Says what somebody knows. What is said already is not said again.
   *
   * @param handle the transaction
   * @param incident the incident's number; there is one of it
   * @param deployment what caused it; empty where no deployment did
   * @param evidence how that is known
   * @param actor who says so
   * @param reason why
   */
  public void name(
      Handle handle,
      long incident,
      Optional<StoredDeployment> deployment,
      Evidence evidence,
      Actor actor,
      String reason) {
    var before = IncidentTable.lock(handle, incident).orElseThrow();
    var number = deployment.map(StoredDeployment::id);
    var known = CauseTable.latest(handle, incident);
    if (known.filter(k -> k.deployment().equals(number) && k.evidence() == evidence).isPresent()) {
      return;
    }
    CauseTable.add(handle, incident, number, evidence, actor.name(), reason);
    var text = deployment.map(StoredDeployment::text).orElse("no deployment") + ": " + reason;
    IncidentLifecycle.byHand(
            before, actor.name(), new ByHand.NameCause(text), Evaluator.now(handle))
        .ifPresent(transition -> incidents.commit(handle, catalog.get(), transition));
    Audit.record(
        handle,
        actor,
        "incident.cause",
        Long.toString(incident),
        Map.of(
            "deployment", number.map(Object.class::cast).orElse("none"),
            "evidence", evidence.label(),
            "reason", reason));
  }

  /** A rollback blames what users had before it, where an incident was open and has no cause. */
  Optional<Long> followRollback(Handle handle, StoredDeployment rollback, Actor actor) {
    var report = rollback.report();
    if (!report.change().rollback() || !isProduction(report)) {
      return Optional.empty();
    }
    var begin = report.course().begin().orElseThrow();
    var incident = CauseTable.incidentAt(handle, report.service(), begin);
    var failed =
        DeploymentTable.before(handle, report.service(), begin, CANDIDATES).stream()
            .filter(deployment -> isProduction(deployment.report()))
            .findFirst();
    if (incident.isEmpty() || failed.isEmpty()) {
      return Optional.empty();
    }
    return blame(
        handle,
        incident.get(),
        failed.get(),
        Evidence.ROLLBACK,
        actor,
        "rolled back by deployment " + rollback.id());
  }

  /**
   * Blames the deployment that brought an artifact, where an incident of its service was open and
   * has no cause yet.
   *
   * @param handle the transaction
   * @param service whose incident it is; empty for the service that the artifact was deployed for
   * @param artifact what an event of an incident names
   * @param at when
   * @param actor who says so
   * @return the incident's number; empty where there is nothing to be said
   */
  public Optional<Long> followArtifact(
      Handle handle, Optional<String> service, String artifact, Instant at, Actor actor) {
    return brought(handle, service, artifact, at)
        .flatMap(deployment ->
            seenAt(handle, deployment.report().service(), at)
                .flatMap(incident ->
                    blame(
                        handle,
                        incident,
                        deployment,
                        Evidence.ARTIFACT,
                        actor,
                        "an event of the incident names " + artifact)));
  }

  private Optional<StoredDeployment> brought(
      Handle handle, Optional<String> service, String artifact, Instant at) {
    return DeploymentTable.ofArtifact(handle, artifact, at.plus(ClockRule.SKEW), CANDIDATES)
        .stream()
        .filter(deployment -> isProduction(deployment.report()))
        .filter(
            deployment -> service.filter(s -> !s.equals(deployment.report().service())).isEmpty())
        .findFirst();
  }

  /** Others may see a failure a few minutes before our probes do, besides that clocks differ. */
  private static Optional<Long> seenAt(Handle handle, String service, Instant at) {
    return CauseTable.incidentAt(handle, service, at)
        .or(() -> CauseTable.incidentAt(handle, service, at.plus(ClockRule.SKEW)));
  }

  /**
   * Remembers for an hour what {@link #followArtifact} could make nothing of, since an incident of
   * ours may open later that had begun by then.
   *
   * @param handle the transaction
   * @param service whose incident it is; empty for the service that the artifact was deployed for
   * @param artifact what an event of an incident names
   * @param at when
   * @param actor who says so
   * @param now the present
   * @return whether it is remembered: not what is old, nor where an incident is there already
   */
  public boolean await(
      Handle handle,
      Optional<String> service,
      String artifact,
      Instant at,
      Actor actor,
      Instant now) {
    var whose =
        service.or(() -> brought(handle, service, artifact, at).map(d -> d.report().service()));
    if (at.isBefore(now.minus(AwaitedIncidents.PATIENCE))
        || whose.flatMap(name -> seenAt(handle, name, at)).isPresent()) {
      return false;
    }
    AwaitedIncidents.add(handle, service, artifact, at, actor);
    return true;
  }

  /**
   * Looks again at what is remembered. To be called now and then.
   *
   * @param handle the transaction
   */
  public void followAwaited(Handle handle) {
    for (var said : AwaitedIncidents.oldest(handle)) {
      var followed =
          followArtifact(handle, said.service(), said.artifact(), said.at(), said.actor());
      if (followed.isPresent() || said.stale()) {
        AwaitedIncidents.forget(handle, said.id());
      }
    }
  }

  /** What was said before is not overruled by a machine. */
  private Optional<Long> blame(
      Handle handle,
      long incident,
      StoredDeployment deployment,
      Evidence evidence,
      Actor actor,
      String reason) {
    var before = IncidentTable.lock(handle, incident).orElseThrow();
    if (CauseTable.latest(handle, incident).isPresent()
        || whyNot(before, deployment.report()).isPresent()) {
      return Optional.empty();
    }
    name(handle, incident, Optional.of(deployment), evidence, actor, reason);
    return Optional.of(incident);
  }

  private boolean isProduction(DeploymentReport report) {
    return catalog.get().policyOf(report.service()).isProduction(report.environment());
  }
}
