package dev.nines.engine.deployments;

import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Audit;
import dev.nines.engine.deployments.DeploymentReport.Identity;
import dev.nines.engine.deployments.Repetition.Rule;
import dev.nines.engine.incidents.IncidentTable;
import dev.nines.slo.reliability.Deployment.Result;
import dev.nines.slo.reliability.dora.DeclaredCause.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/**
 * Takes in what is told of deployments, each named by its source and its id there: told again it is
 * the same. All of it happens in the caller's transaction, which is to be given up where the answer
 * is {@link Taken.Conflicting}.
 */
public final class DeploymentDesk {
  private final CauseDesk causes;
  private final BiConsumer<Handle, StoredDeployment> news;

  /**
   * Takes in deployments of the past, of which nobody is told.
   *
   * @param causes says what they have caused
   */
  public DeploymentDesk(CauseDesk causes) {
    this.causes = causes;
    this.news = (_, _) -> {};
  }

  /**
   * Takes in deployments.
   *
   * @param causes says what they have caused
   * @param changes tells channels of them
   */
  public DeploymentDesk(CauseDesk causes, ChangeEvents changes) {
    this.causes = causes;
    this.news = changes::tell;
  }

  /** What became of what was told. */
  public sealed interface Taken {
    /** It is kept. */
    sealed interface Kept extends Taken {
      /** {@return the deployment as it is kept now} */
      StoredDeployment deployment();
    }

    /**
     * It was not known.
     *
     * @param deployment as it is kept
     */
    record Added(StoredDeployment deployment) implements Kept {}

    /**
     * It was known, and less of it.
     *
     * @param deployment as it is kept now
     */
    record Changed(StoredDeployment deployment) implements Kept {}

    /**
     * All of it was known.
     *
     * @param deployment as it is kept
     */
    record Same(StoredDeployment deployment) implements Kept {}

    /**
     * Something else was told before, or cannot be.
     *
     * @param faults what
     */
    record Conflicting(List<Fault> faults) implements Taken {
      /** Copies the faults. */
      public Conflicting {
        faults = List.copyOf(faults);
      }
    }
  }

  /**
   * Takes what must agree with what was told before.
   *
   * @param handle the transaction
   * @param told what is told
   * @param causeOf the number of an incident that it caused
   * @param actor who tells
   * @return what became of it
   */
  public Taken take(Handle handle, DeploymentReport told, Optional<Long> causeOf, Actor actor) {
    var incident = causeOf.flatMap(id -> IncidentTable.find(handle, id));
    var why =
        causeOf.flatMap(id ->
            incident.isEmpty()
                ? Optional.of("there is no incident " + id)
                : CauseDesk.whyNot(incident.get(), told));
    var faults = new ArrayList<Fault>();
    why.ifPresent(text -> faults.add(new Fault("causeOf", text)));
    var taken = take(handle, told, Rule.MUST_AGREE, actor);
    switch (taken) {
      case Taken.Conflicting(var conflicts) -> faults.addAll(conflicts);
      case Taken.Kept kept -> nameCause(handle, why, causeOf, kept.deployment(), actor);
    }
    return faults.isEmpty() ? taken : new Taken.Conflicting(faults);
  }

  private void nameCause(
      Handle handle,
      Optional<String> whyNot,
      Optional<Long> causeOf,
      StoredDeployment deployment,
      Actor actor) {
    if (causeOf.isPresent() && whyNot.isEmpty()) {
      causes.name(
          handle,
          causeOf.get(),
          Optional.of(deployment),
          Evidence.API,
          actor,
          "told with the deployment");
    }
  }

  /**
   * Takes what others tell, maybe several times and in any order: what was told first counts, and
   * success before failure.
   *
   * @param handle the transaction
   * @param told what is told
   * @param actor who tells
   * @return what became of it; never {@link Taken.Conflicting}
   */
  public Taken takeFirst(Handle handle, DeploymentReport told, Actor actor) {
    var began = DeploymentTable.takeStart(handle, told.identity());
    return take(handle, began.map(told::startedAt).orElse(told), Rule.FIRST_COUNTS, actor);
  }

  /**
   * Keeps when a deployment began, for when it will be over.
   *
   * @param handle the transaction
   * @param identity the deployment
   * @param at when it began
   * @return what became of it, where it is over already; empty where it is not
   */
  public Optional<Taken.Kept> begin(Handle handle, Identity identity, Instant at) {
    var stored = DeploymentTable.lock(handle, identity);
    if (stored.isEmpty()) {
      DeploymentTable.putStart(handle, identity, at);
      return Optional.empty();
    }
    return stored.map(known -> {
      var report = known.report().startedAt(at);
      if (report.equals(known.report())) {
        return new Taken.Same(known);
      }
      DeploymentTable.update(handle, known.id(), report);
      return new Taken.Changed(new StoredDeployment(known.id(), report, known.receivedAt()));
    });
  }

  private Taken take(Handle handle, DeploymentReport told, Rule rule, Actor actor) {
    var added = DeploymentTable.insert(handle, told);
    if (added.isPresent()) {
      causes.followRollback(handle, added.get(), actor);
      news.accept(handle, added.get());
      return new Taken.Added(added.get());
    }
    var stored = DeploymentTable.lock(handle, told.identity()).orElseThrow();
    var repetition = Repetition.of(stored.report(), told, rule);
    if (rule == Rule.MUST_AGREE && !repetition.conflicts().isEmpty()) {
      return new Taken.Conflicting(repetition.conflicts());
    }
    if (repetition.report().equals(stored.report())) {
      return new Taken.Same(stored);
    }
    DeploymentTable.update(handle, stored.id(), repetition.report());
    var changed = new StoredDeployment(stored.id(), repetition.report(), stored.receivedAt());
    causes.followRollback(handle, changed, actor);
    if (stored.report().course().result() != Result.SUCCEEDED) {
      news.accept(handle, changed);
    }
    return new Taken.Changed(changed);
  }

  /**
   * Notes who told of it, where that changed anything.
   *
   * @param handle the transaction
   * @param taken what became of it
   * @param actor who told
   */
  public static void audit(Handle handle, Taken taken, Actor actor) {
    switch (taken) {
      case Taken.Added(var deployment) -> audit(handle, "deployment.add", deployment, actor);
      case Taken.Changed(var deployment) -> audit(handle, "deployment.change", deployment, actor);
      case Taken.Same _, Taken.Conflicting _ -> {}
    }
  }

  private static void audit(
      Handle handle, String action, StoredDeployment deployment, Actor actor) {
    var report = deployment.report();
    Audit.record(
        handle,
        actor,
        action,
        Long.toString(deployment.id()),
        Map.of(
            "source", report.identity().source(),
            "id", report.identity().id(),
            "service", report.service(),
            "environment", report.environment(),
            "result", DeploymentTable.label(report.course().result())));
  }
}
