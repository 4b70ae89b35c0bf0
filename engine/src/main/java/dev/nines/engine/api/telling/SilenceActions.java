package dev.nines.engine.api.telling;

import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Audit;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.SentBody;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.silences.SilenceTable;
import dev.nines.engine.silences.StoredSilence;
import dev.nines.incident.Severity;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What people do with silences, by the API or by a form. Each throws a {@link Problem} that says
 * what is wrong.
 */
public final class SilenceActions {
  private final Supplier<Catalog> catalog;
  private final Jdbi jdbi;
  private final Runnable apply;

  /**
   * Takes what people do.
   *
   * @param catalog what is declared
   * @param jdbi the database
   * @param apply evaluates everything anew
   */
  public SilenceActions(Supplier<Catalog> catalog, Jdbi jdbi, Runnable apply) {
    this.catalog = catalog;
    this.jdbi = jdbi;
    this.apply = apply;
  }

  /**
   * Adds a silence, which holds from its start on.
   *
   * @param actor who asks, its author
   * @param body what is sent
   * @return the silence as stored
   */
  public StoredSilence add(Actor actor, SentBody body) {
    var added =
        jdbi.inTransaction(handle -> {
          var now = Evaluator.now(handle);
          var silence = SilenceBody.read(body, catalog.get(), actor.name(), now);
          var stored = SilenceTable.add(handle, silence);
          audit(handle, actor, stored);
          return stored;
        });
    apply.run();
    return added;
  }

  /**
   * Ends a silence now; what it held back and is still open is told then. One that is over stays as
   * it is.
   *
   * @param actor who asks
   * @param id its number
   * @return the silence as stored
   */
  public StoredSilence end(Actor actor, long id) {
    var ended =
        jdbi.inTransaction(handle -> {
          if (SilenceTable.end(handle, id, actor.name())) {
            Audit.record(handle, actor, "silence.end", Long.toString(id), Map.of());
          }
          return SilenceTable.find(handle, id);
        });
    if (ended.isEmpty()) {
      throw Problem.notFound("silence", Long.toString(id));
    }
    apply.run();
    return ended.get();
  }

  private static void audit(Handle handle, Actor actor, StoredSilence stored) {
    var silence = stored.silence();
    Audit.record(
        handle,
        actor,
        "silence.add",
        Long.toString(stored.id()),
        Map.of(
            "services", List.copyOf(silence.match().services()),
            "severities", silence.match().severities().stream().map(Severity::label).toList(),
            "labels", silence.match().labels(),
            "start", silence.span().from().toString(),
            "end", silence.span().to().toString(),
            "reason", silence.reason()));
  }
}
