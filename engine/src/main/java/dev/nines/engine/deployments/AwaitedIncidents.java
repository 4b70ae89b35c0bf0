package dev.nines.engine.deployments;

import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Scope;
import dev.nines.engine.database.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What others say of incidents that are none of ours yet: they may see a failure before our probes
 * do. The rows of that, each for an hour.
 */
final class AwaitedIncidents {
  static final Duration PATIENCE = Duration.ofHours(1);

  /** So many at a time, the oldest first, so that no sender can hold up a tick. */
  private static final int MOST = 1_000;

  private AwaitedIncidents() {}

  /** What somebody said of an incident. */
  record Said(
      long id, Optional<String> service, String artifact, Instant at, Actor actor, boolean stale) {}

  /** Said again it is the same. */
  static void add(
      Handle handle, Optional<String> service, String artifact, Instant at, Actor actor) {
    handle
        .createUpdate(
            """
            insert into awaited_incident (service, artifact, at, actor, address)
            values (:service, :artifact, :at, :actor, :address) on conflict do nothing
            """)
        .bind("service", service.orElse(""))
        .bind("artifact", artifact)
        .bind("at", at)
        .bind("actor", actor.name())
        .bind("address", actor.address())
        .execute();
  }

  /** {@return what no other instance is looking at, the oldest first; locked} */
  static List<Said> oldest(Handle handle) {
    return handle
        .createQuery(
            """
            select *, received_at < clock_timestamp() - :patience * interval '1 second' as stale
            from awaited_incident order by id limit :most for update skip locked
            """)
        .bind("patience", PATIENCE.toSeconds())
        .bind("most", MOST)
        .map((rows, _) ->
            new Said(
                rows.getLong("id"),
                Optional.of(rows.getString("service")).filter(name -> !name.isEmpty()),
                rows.getString("artifact"),
                Rows.instant(rows, "at").orElseThrow(),
                new Actor(
                    rows.getString("actor"),
                    Scope.WRITE,
                    rows.getString("address"),
                    Optional.empty()),
                rows.getBoolean("stale")))
        .list();
  }

  static void forget(Handle handle, long id) {
    handle.execute("delete from awaited_incident where id = ?", id);
  }
}
