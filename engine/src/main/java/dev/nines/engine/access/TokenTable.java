package dev.nines.engine.access;

import dev.nines.engine.access.AccessToken.Made;
import dev.nines.engine.access.AccessToken.Revocation;
import dev.nines.engine.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tokens, with what was done to them in the audit log. Nothing is ever deleted. */
public final class TokenTable {
  private TokenTable() {}

  /**
   * Makes a token.
   *
   * @param handle the transaction
   * @param actor who makes it
   * @param name for whom, see {@link AccessToken#isName}
   * @param scope what it lets do
   * @return the token; empty where a valid one has the name
   */
  public static Optional<Made> create(Handle handle, Actor actor, String name, Scope scope) {
    var key = AccessKey.draw();
    var made =
        handle
            .createQuery(
                """
                insert into access_token (key_id, hash, name, scope, created_by)
                values (:id, :hash, :name, :scope, :by)
                on conflict (name) where revoked_at is null do nothing
                returning *
                """)
            .bind("id", key.id())
            .bind("hash", key.hash())
            .bind("name", name)
            .bind("scope", scope.label())
            .bind("by", actor.name())
            .map((rows, _) -> token(rows))
            .findOne();
    made.ifPresent(token ->
        Audit.record(
            handle,
            actor,
            "token.create",
            name,
            Map.of("scope", scope.label(), "key", token.keyId())));
    return made.map(token -> new Made(token, key));
  }

  /**
   * Revokes a token, and ends the sessions that began by it.
   *
   * @param handle the transaction
   * @param actor who revokes it
   * @param name whose token
   * @return as it is now; empty where no valid one has the name
   */
  public static Optional<AccessToken> revoke(Handle handle, Actor actor, String name) {
    var revoked =
        handle
            .createQuery(
                """
                update access_token set revoked_at = now(), revoked_by = :by
                where name = :name and revoked_at is null
                returning *
                """)
            .bind("by", actor.name())
            .bind("name", name)
            .map((rows, _) -> token(rows))
            .findOne();
    revoked.ifPresent(
        token -> Audit.record(handle, actor, "token.revoke", name, Map.of("key", token.keyId())));
    return revoked;
  }

  /**
   * Lists the tokens.
   *
   * @param handle the database
   * @return valid ones first, then newest first
   */
  public static List<AccessToken> all(Handle handle) {
    return handle
        .createQuery("select * from access_token order by revoked_at is not null, id desc")
        .map((rows, _) -> token(rows))
        .list();
  }

  /** {@return whether there ever was a token of this name} */
  static boolean knows(Handle handle, String name) {
    return handle
        .createQuery("select exists (select from access_token where name = :name)")
        .bind("name", name)
        .mapTo(Boolean.class)
        .one();
  }

  /** A valid token: the number of its row, and what it lets whom do. */
  record Valid(long id, String name, Scope scope) {}

  private record Found(Valid token, boolean rested) {}

  /** {@return the token that this is, where it is valid; notes that it was used} */
  static Optional<Valid> find(Handle handle, AccessKey key) {
    var found =
        handle
            .createQuery(
                """
                select id, name, scope, hash, last_used_at is null
                  or last_used_at < now() - interval '1 minute' as rested
                from access_token where key_id = :key and revoked_at is null
                """)
            .bind("key", key.id())
            .map((rows, _) -> {
              var rested = rows.getBoolean("rested");
              return valid(rows, key).map(token -> new Found(token, rested));
            })
            .findOne()
            .flatMap(valid -> valid);
    found.filter(Found::rested).ifPresent(one -> used(handle, one.token().id()));
    return found.map(Found::token);
  }

  /** {@return the token that a row grants; empty where its hash is another key's} */
  static Optional<Valid> valid(ResultSet rows, AccessKey key) throws SQLException {
    return key.isOf(rows.getBytes("hash"))
        ? Optional.of(
            new Valid(
                rows.getLong("id"), rows.getString("name"), Scope.of(rows.getString("scope"))))
        : Optional.empty();
  }

  /** At most once a minute: reading should not become writing. */
  private static void used(Handle handle, long id) {
    handle
        .createUpdate(
            """
            update access_token set last_used_at = date_trunc('minute', now())
            where id = :id and (last_used_at is null or last_used_at < now() - interval '1 minute')
            """)
        .bind("id", id)
        .execute();
  }

  private static AccessToken token(ResultSet rows) throws SQLException {
    var by = rows.getString("revoked_by");
    return new AccessToken(
        rows.getString("name"),
        rows.getString("key_id"),
        Scope.of(rows.getString("scope")),
        Rows.instant(rows, "created_at").orElseThrow(),
        rows.getString("created_by"),
        Rows.instant(rows, "last_used_at"),
        Rows.instant(rows, "revoked_at").map(at -> new Revocation(at, by)));
  }
}
