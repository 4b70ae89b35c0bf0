package dev.nines.engine.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Makes a Nines stand still between two statements of a transaction, or in its commit: a trigger
 * waits for a lock that the test holds. Nothing of that is in Nines itself.
 */
final class Standstill implements AutoCloseable {
  private static final int LOCK = 20_261_129;

  private final LastingPostgres postgres;
  private final Connection holder;
  private final String table;

  /**
   * Where to stand.
   *
   * @param table whose rows are written
   * @param event {@code insert} or {@code update}
   * @param when which rows, by {@code new} and {@code old}
   * @param inCommit whether to stand in the commit of the transaction that wrote the row; else
   *     right before the row
   */
  record Place(String table, String event, String when, boolean inCommit) {
    static Place before(String event, String table, String when) {
      return new Place(table, event, when, false);
    }

    Place inItsCommit() {
      return new Place(table, event, when, true);
    }

    /** Fills in whose rows are meant, for {@code {probe}} and {@code {service}}. */
    Place of(long probe, String service) {
      return new Place(
          table,
          event,
          when.replace("{probe}", Long.toString(probe)).replace("{service}", service),
          inCommit);
    }

    private String trigger() {
      return inCommit
          ? """
          create constraint trigger stand_still after %s on %s
          deferrable initially deferred for each row when (%s) execute function stand_still()
          """
              .formatted(event, table, when)
          : """
          create trigger stand_still before %s on %s
          for each row when (%s) execute function stand_still()
          """
              .formatted(event, table, when);
    }
  }

  private Standstill(LastingPostgres postgres, Connection holder, String table) {
    this.postgres = postgres;
    this.holder = holder;
    this.table = table;
  }

  static Standstill at(LastingPostgres postgres, Place place) throws SQLException {
    var holder = postgres.connect();
    var still = new Standstill(postgres, holder, place.table());
    still.execute("select pg_advisory_lock(" + LOCK + ")");
    still.execute(
        """
        create or replace function stand_still() returns trigger language plpgsql as $$
        begin
          perform pg_advisory_xact_lock_shared(%d);
          return new;
        end $$
        """
            .formatted(LOCK));
    still.execute(place.trigger());
    return still;
  }

  /** Waits until it stands there. */
  void awaitReached() {
    await().atMost(90, SECONDS).pollInterval(Duration.ofMillis(20)).until(() -> standing() > 0);
  }

  private long standing() throws Exception {
    return History.numbers(
            postgres.login(),
            "select count(*) from pg_locks where locktype = 'advisory' and not granted")
        .getFirst();
  }

  /** Rolls back what stands, as when the server has lost its client at once. */
  void lose() throws SQLException {
    execute(
        """
        select pg_terminate_backend(pid) from pg_locks
        where locktype = 'advisory' and not granted
        """);
  }

  /**
   * Lets go. A commit that a dead Nines had asked for is made; a transaction for which it had not
   * asked that is rolled back.
   */
  void release() throws SQLException {
    execute("select pg_advisory_unlock_all()");
  }

  private void execute(String sql) throws SQLException {
    try (var statement = holder.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    release();
    execute("drop trigger stand_still on " + table);
    holder.close();
  }
}
