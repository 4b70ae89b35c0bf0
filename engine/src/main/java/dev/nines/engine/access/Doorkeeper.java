package dev.nines.engine.access;

import dev.nines.engine.access.TokenTable.Valid;
import io.dropwizard.auth.Authenticator;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Who is it? By a token, or by the cookie of a browser that has logged in. Revoking works at once,
 * on every instance: the database is asked each time. Safe for use by many threads.
 */
public final class Doorkeeper implements Authenticator<Doorkeeper.Shown, Actor> {
  /** How long a browser stays logged in. */
  public static final Duration SESSION = Duration.ofDays(7);

  private static final int MOST_REMEMBERED = 10_000;

  private final Jdbi jdbi;

  /** Whom it knew last, by the hash of the key. */
  private final Map<String, Valid> known = new ConcurrentHashMap<>();

  /**
   * What a request shows.
   *
   * @param key the token or session; empty where it has not the form of one
   * @param cookie whether it is a session
   * @param address where the request comes from
   * @param reads whether the request only reads
   */
  public record Shown(Optional<AccessKey> key, boolean cookie, String address, boolean reads) {}

  /**
   * A doorkeeper.
   *
   * @param jdbi where tokens and sessions are
   */
  public Doorkeeper(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Who only reads is let in as last time while the database does not answer: the pages and
   * {@code /metrics} are wanted most then.
   */
  @Override
  public Optional<Actor> authenticate(Shown shown) {
    return shown
        .key()
        .flatMap(key -> valid(shown, key))
        .map(token ->
            new Actor(
                token.name(),
                token.scope(),
                shown.address(),
                shown.cookie() ? shown.key() : Optional.empty()));
  }

  private Optional<Valid> valid(Shown shown, AccessKey key) {
    try {
      var found =
          jdbi.withHandle(handle ->
              shown.cookie() ? SessionTable.find(handle, key) : TokenTable.find(handle, key));
      remember(key, found);
      return found;
    } catch (JdbiException e) {
      var last = Optional.ofNullable(known.get(hex(key)));
      if (shown.reads() && last.isPresent()) {
        return last;
      }
      throw e;
    }
  }

  private void remember(AccessKey key, Optional<Valid> found) {
    if (known.size() >= MOST_REMEMBERED) {
      known.clear();
    }
    found.ifPresentOrElse(token -> known.put(hex(key), token), () -> known.remove(hex(key)));
  }

  private static String hex(AccessKey key) {
    return HexFormat.of().formatHex(key.hash());
  }

  /**
   * Logs a browser in.
   *
   * @param text what was typed as the token
   * @param address where from
   * @return the session; empty where the text is no valid token, which is noted
   */
  public Optional<AccessKey> logIn(String text, String address) {
    return jdbi.inTransaction(handle -> {
      var token = AccessKey.parse(text.strip()).flatMap(key -> TokenTable.find(handle, key));
      token.ifPresentOrElse(
          t ->
              Audit.record(
                  handle,
                  new Actor(t.name(), t.scope(), address, Optional.empty()),
                  "session.open",
                  t.name(),
                  Map.of()),
          () -> Audit.refusedLogIn(handle, address));
      return token.map(t -> SessionTable.open(handle, t.id(), SESSION));
    });
  }

  /**
   * Ends a session.
   *
   * @param actor whose it is
   */
  public void logOut(Actor actor) {
    actor
        .session()
        .ifPresent(key -> {
          jdbi.useTransaction(handle -> {
            SessionTable.close(handle, key);
            Audit.record(handle, actor, "session.close", actor.name(), Map.of());
          });
          known.remove(hex(key));
        });
  }

  /** {@return a key for a browser that is not logged in, for the form by which it logs in} */
  public static AccessKey stranger() {
    return AccessKey.draw();
  }
}
