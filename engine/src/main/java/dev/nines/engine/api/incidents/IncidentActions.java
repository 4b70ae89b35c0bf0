package dev.nines.engine.api.incidents;

import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Audit;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.Problem.FieldFault;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.incidents.IncidentTable;
import dev.nines.incident.ByHand;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.Transition.Step;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * What people do to incidents, by the API or by a form: each is a step of the timeline with actor,
 * time and reason. What is so already is no fault and no step. Each throws a {@link Problem} that
 * says what is wrong: 400 for the body, 404, or 409 where others are always faster.
 */
public final class IncidentActions {
  /** Against an evaluation, or another person, at the same moment. */
  private static final int ATTEMPTS = 5;

  private final Supplier<Catalog> catalog;
  private final Jdbi jdbi;
  private final IncidentDesk desk;
  private final Runnable apply;

  /**
   * Takes what people do.
   *
   * @param catalog what is declared
   * @param jdbi the database
   * @param desk commits it
   * @param apply evaluates everything anew
   */
  public IncidentActions(Supplier<Catalog> catalog, Jdbi jdbi, IncidentDesk desk, Runnable apply) {
    this.catalog = catalog;
    this.jdbi = jdbi;
    this.desk = desk;
    this.apply = apply;
  }

  /** What can be done. */
  public enum Action {
    /** Takes it on; a {@code note} where there is one. */
    ACKNOWLEDGE,
    /** Says that it is over; {@code reason}. */
    RESOLVE,
    /** Says something; {@code text}. */
    NOTE,
    /** Says who looks after it; {@code owner}. */
    OWNER,
    /** Says when its impact began; {@code impactStart} and {@code reason}. */
    IMPACT;

    /** What its body may have. */
    private List<String> keys() {
      return switch (this) {
        case ACKNOWLEDGE -> List.of("note");
        case RESOLVE -> List.of("reason");
        case NOTE -> List.of("text");
        case OWNER -> List.of("owner");
        case IMPACT -> List.of("impactStart", "reason");
      };
    }

    private ByHand read(IncidentBody body) {
      return switch (this) {
        case ACKNOWLEDGE -> new ByHand.Acknowledge(body.optional("note"));
        case RESOLVE -> new ByHand.Resolve(body.text("reason"));
        case NOTE -> new ByHand.Note(body.text("text"));
        case OWNER -> new ByHand.SetOwner(body.text("owner"));
        case IMPACT -> new ByHand.MoveImpact(body.instant("impactStart"), body.text("reason"));
      };
    }
  }

  /**
   * Does it.
   *
   * @param id the incident's number
   * @param actor who does it
   * @param action what
   * @param body what is said to it
   * @return the incident as it is then
   */
  public Incident act(long id, Actor actor, Action action, IncidentBody body) {
    var wanted = action.read(body);
    body.check(action.keys());
    for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
      var incident = find(id).orElseThrow(() -> Problem.notFound("incident", Long.toString(id)));
      check(incident, wanted);
      var now = jdbi.withHandle(Evaluator::now);
      var transition = IncidentLifecycle.byHand(incident, actor.name(), wanted, now);
      if (transition.isEmpty()) {
        return incident;
      }
      if (desk.commit(catalog.get(), transition.get())) {
        audit(actor, id, transition.get().steps().getFirst());
        apply.run();
        return find(id).orElse(incident);
      }
    }
    throw Problem.of(
        Response.Status.CONFLICT, "the incident changes faster than this can be done: try again");
  }

  /** Beside the step itself, so that one log has everything that people do. */
  private void audit(Actor actor, long id, Step step) {
    jdbi.useTransaction(handle ->
        Audit.record(
            handle,
            actor,
            "incident." + step.kind().label(),
            Long.toString(id),
            Map.of("text", step.text())));
  }

  private static void check(Incident incident, ByHand action) {
    if (action instanceof ByHand.MoveImpact(var impactStart, _)
        && impactStart.isAfter(incident.latestImpactStart())) {
      throw Problem.ofBody(
          List.of(
              new FieldFault(
                  "impactStart",
                  "must not be after it was detected or restored, "
                      + incident.latestImpactStart())));
    }
  }

  private Optional<Incident> find(long id) {
    return jdbi.withHandle(handle -> IncidentTable.find(handle, id));
  }
}
