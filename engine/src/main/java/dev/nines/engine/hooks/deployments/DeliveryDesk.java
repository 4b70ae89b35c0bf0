package dev.nines.engine.hooks.deployments;

import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Scope;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.Problem.FieldFault;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.deployments.CauseDesk;
import dev.nines.engine.deployments.ClockRule;
import dev.nines.engine.deployments.DeploymentDesk;
import dev.nines.engine.deployments.DeploymentDesk.Taken;
import dev.nines.engine.deployments.DeploymentReport;
import dev.nines.engine.deployments.DeploymentReport.Identity;
import dev.nines.engine.deployments.Fault;
import dev.nines.engine.deployments.Ownership;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Keeps what deliveries say, each in one transaction: what is answered with 2xx is in the database,
 * and of what is refused there is nothing.
 */
public final class DeliveryDesk {
  private final Supplier<Catalog> catalog;
  private final Jdbi jdbi;
  private final DeploymentDesk deployments;
  private final CauseDesk causes;
  private final InstantSource clock;

  /**
   * Keeps deliveries.
   *
   * @param catalog what is declared
   * @param jdbi where they are kept
   * @param deployments takes in deployments
   * @param causes says what caused incidents
   * @param clock tells the time
   */
  public DeliveryDesk(
      Supplier<Catalog> catalog,
      Jdbi jdbi,
      DeploymentDesk deployments,
      CauseDesk causes,
      InstantSource clock) {
    this.catalog = catalog;
    this.jdbi = jdbi;
    this.deployments = deployments;
    this.causes = causes;
    this.clock = clock;
  }

  Catalog catalog() {
    return catalog.get();
  }

  /** Takes what a hook has read; the hook is the actor. */
  HookAnswer take(Delivery delivery, String hook, HttpServletRequest request) {
    var actor = new Actor("hook:" + hook, Scope.WRITE, request.getRemoteAddr(), Optional.empty());
    return switch (delivery) {
      case Delivery.PassedOver(var why) -> HookAnswer.passedOver(why);
      case Delivery.Deployed(var report, var note) -> {
        check(report);
        yield jdbi.inTransaction(handle -> keep(handle, report, note, actor));
      }
      case Delivery.Begun(var identity, var at) -> {
        refuse(ClockRule.future("startedAt", at, clock.instant()).stream().toList());
        yield jdbi.inTransaction(handle -> begin(handle, identity, at, actor));
      }
      case Delivery.Blamed(var service, var artifact, var at) ->
          jdbi.inTransaction(handle -> blame(handle, service, artifact, at, actor));
    };
  }

  private void check(DeploymentReport report) {
    refuse(ClockRule.faults(report.course(), report.change(), clock.instant()));
  }

  private static void refuse(List<Fault> faults) {
    if (!faults.isEmpty()) {
      throw Problem.ofBody(
          Problem.UNPROCESSABLE,
          faults.stream().map(fault -> new FieldFault(fault.field(), fault.message())).toList());
    }
  }

  private HookAnswer begin(Handle handle, Identity identity, Instant at, Actor actor) {
    var taken = deployments.begin(handle, identity, at);
    taken.ifPresent(kept -> DeploymentDesk.audit(handle, kept, actor));
    return taken.map(kept -> answer(kept, "")).orElseGet(HookAnswer::begun);
  }

  private HookAnswer keep(Handle handle, DeploymentReport report, String note, Actor actor) {
    var taken = deployments.takeFirst(handle, report, actor);
    DeploymentDesk.audit(handle, taken, actor);
    return answer(taken, note);
  }

  private static HookAnswer answer(Taken taken, String note) {
    return switch (taken) {
      case Taken.Added(var stored) -> HookAnswer.of("added", stored, note);
      case Taken.Changed(var stored) -> HookAnswer.of("changed", stored, note);
      case Taken.Same(var stored) -> HookAnswer.of("known", stored, note);
      case Taken.Conflicting(var faults) -> throw new IllegalStateException(faults.toString());
    };
  }

  private HookAnswer blame(
      Handle handle, Optional<String> service, String artifact, Instant at, Actor actor) {
    return causes
        .followArtifact(handle, service, artifact, at, actor)
        .map(HookAnswer::cause)
        .orElseGet(() -> {
          var why = "no open incident without a cause, or no deployment, goes with " + artifact;
          return causes.await(handle, service, artifact, at, actor, clock.instant())
              ? HookAnswer.awaited(why + " yet: it is looked for again for an hour")
              : HookAnswer.passedOver(why);
        });
  }

  /** The service's name; answers 422 with what to do where it is not clear. */
  static String owner(String field, Ownership ownership) {
    return switch (ownership) {
      case Ownership.Of(var service) -> service;
      case Ownership.Unclear(var why) ->
          throw Problem.ofBody(Problem.UNPROCESSABLE, List.of(new FieldFault(field, why)));
    };
  }

  /** What the sender calls production, the declarations must call so too. */
  static String note(Catalog catalog, String service, String environment, boolean saidToBe) {
    return saidToBe && !catalog.policyOf(service).isProduction(environment)
        ? ("%s is said to be production, and is not an environment of the ServicePolicy of %s: this"
                + " counts in no figure")
            .formatted(environment, service)
        : "";
  }
}
