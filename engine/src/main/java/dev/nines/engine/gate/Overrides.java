package dev.nines.engine.gate;

import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Audit;
import dev.nines.engine.evaluation.Evaluator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;

/** Lets people say that a service may be deployed all the same: noted, and for a time. */
public final class Overrides {
  /** An override is for a deployment, not for good: a policy is what is changed for good. */
  public static final Duration LONGEST = Duration.ofHours(24);

  private final Jdbi jdbi;
  private final Runnable apply;

  /**
   * Takes overrides.
   *
   * @param jdbi the database
   * @param apply evaluates everything anew
   */
  public Overrides(Jdbi jdbi, Runnable apply) {
    this.jdbi = jdbi;
    this.apply = apply;
  }

  /**
   * What somebody says.
   *
   * @param reason why
   * @param until until when, after now and within {@link #LONGEST}
   */
  public record Said(String reason, Instant until) {}

  /**
   * Adds an override, from now on; it takes the place of one that holds.
   *
   * @param actor who says so
   * @param service which service
   * @param wanted what is said, once the present is known by the database's clock
   * @return as it is stored
   */
  public GateOverride add(Actor actor, String service, Function<Instant, Said> wanted) {
    var added =
        jdbi.inTransaction(handle -> {
          var said = wanted.apply(Evaluator.now(handle));
          var override =
              OverrideTable.add(handle, service, said.reason(), actor.name(), said.until());
          Audit.record(
              handle,
              actor,
              "gate.override",
              service,
              Map.of("reason", said.reason(), "until", said.until().toString()));
          return override;
        });
    apply.run();
    return added;
  }

  /**
   * Ends the override of a service.
   *
   * @param actor who asks
   * @param service which service
   * @return what held until now; none where nothing did
   */
  public List<GateOverride> end(Actor actor, String service) {
    var ended =
        jdbi.inTransaction(handle -> {
          var held = OverrideTable.end(handle, service, actor.name());
          if (!held.isEmpty()) {
            Audit.record(handle, actor, "gate.override_end", service, Map.of());
          }
          return held;
        });
    apply.run();
    return ended;
  }
}
