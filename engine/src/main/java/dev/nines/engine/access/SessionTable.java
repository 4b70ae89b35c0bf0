package dev.nines.engine.access;

import dev.nines.engine.access.TokenTable.Valid;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The browsers that are logged in. */
final class SessionTable {
  private SessionTable() {}

  /** Begins a session, and clears away those that are over. */
  static AccessKey open(Handle handle, long token, Duration length) {
    handle.execute("delete from access_session where expires_at < now()");
    var key = AccessKey.draw();
    handle
        .createUpdate(
            """
            insert into access_session (key_id, hash, token_id, expires_at)
            values (:key, :hash, :token, now() + make_interval(secs => :seconds))
            """)
        .bind("key", key.id())
        .bind("hash", key.hash())
        .bind("token", token)
        .bind("seconds", length.toSeconds())
        .execute();
    return key;
  }

  /** {@return the token by which a session began, where both are valid} */
  static Optional<Valid> find(Handle handle, AccessKey key) {
    return handle
        .createQuery(
            """
            select t.id, t.name, t.scope, s.hash
            from access_session s join access_token t on t.id = s.token_id
            where s.key_id = :key and s.expires_at > now() and t.revoked_at is null
            """)
        .bind("key", key.id())
        .map((rows, _) -> TokenTable.valid(rows, key))
        .findOne()
        .flatMap(valid -> valid);
  }

  static void close(Handle handle, AccessKey key) {
    handle
        .createUpdate("delete from access_session where key_id = :key and hash = :hash")
        .bind("key", key.id())
        .bind("hash", key.hash())
        .execute();
  }
}
