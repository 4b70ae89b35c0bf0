package dev.nines.engine.api.incidents;

import static java.util.stream.Collectors.toMap;

import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Audit;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.Problem.FieldFault;
import dev.nines.engine.api.SentBody;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.incidents.IncidentTable;
import dev.nines.incident.ByHand;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.Transition.Step;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
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

  /** What can be done; the word in the address. */
  public enum Action {
    /** Takes it on; a {@code note} where there is one. */
    ACKNOWLEDGE("acknowledge"),
    /** Says that it is over; {@code reason}. */
    RESOLVE("resolve"),
    /** Says something; {@code text}. */
    NOTE("notes"),
    /** Says who looks after it; {@code owner}. */
    OWNER("owner"),
    /** Says when its impact began; {@code impactStart} and {@code reason}. */
    IMPACT("impact");

    /** All words, as a pattern. */
    public static final String WORDS = "acknowledge|resolve|notes|owner|impact";

    private static final Map<String, Action> BY_WORD =
        Arrays.stream(values()).collect(toMap(action -> action.word, Function.identity()));

    private final String word;

    Action(String word) {
      this.word = word;
    }

    /**
     * Finds an action.
     *
     * @param word one of {@link #WORDS}
     * @return the action
     */
    public static Action of(String word) {
      return Objects.requireNonNull(BY_WORD.get(word));
    }

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

    /** Anything where there is a fault, which the check tells. */
    private ByHand read(SentBody body) {
      return switch (this) {
        case ACKNOWLEDGE -> new ByHand.Acknowledge(body.has("note") ? text(body, "note") : "");
        case RESOLVE -> new ByHand.Resolve(text(body, "reason"));
        case NOTE -> new ByHand.Note(text(body, "text"));
        case OWNER -> new ByHand.SetOwner(text(body, "owner"));
        case IMPACT ->
            new ByHand.MoveImpact(
                body.instant("impactStart").orElse(Instant.EPOCH), text(body, "reason"));
      };
    }

    private static String text(SentBody body, String key) {
      return body.text(key).orElse("");
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
  public Incident act(long id, Actor actor, Action action, SentBody body) {
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
      var step = transition.get().steps().getFirst();
      if (desk.commit(catalog.get(), transition.get(), handle -> audit(handle, actor, id, step))) {
        apply.run();
        return find(id).orElse(incident);
      }
    }
    throw Problem.of(
        Response.Status.CONFLICT, "the incident changes faster than this can be done: try again");
  }

  /** Beside the step itself, so that one log has everything that people do. */
  private static void audit(Handle handle, Actor actor, long id, Step step) {
    Audit.record(
        handle,
        actor,
        "incident." + step.kind().label(),
        Long.toString(id),
        Map.of("text", step.text()));
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
