package dev.nines.benchmarks;

import dev.nines.engine.database.DataDirectory;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.PostgresServer;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/**
 * Writes what a Nines that has run its probes for 30 days would have in its hour rows, in the order
 * in which it would have written them: hour by hour, all probes of each. One run of one minute in
 * five thousand fails by chance, and every probe has had an outage of up to an hour a week.
 *
 * @param probes their names
 * @param interval of every probe: 30 s, with two runs in every minute, or 45 s, with one or two
 */
record MonthOfHours(List<String> probes, Duration interval) {
  private static final int HOURS = 720;
  private static final int MINUTES = 60;
  private static final int WEEK = 7 * 24 * MINUTES;

  /**
   * Writes them all.
   *
   * @param data the data folder of a Nines that does not run
   * @param now the present; the rows end with the hour before it
   * @return the share of good runs
   */
  double write(Path data, Instant now) throws IOException, SQLException {
    try (var directory = DataDirectory.open(data);
        var server = PostgresServer.start(directory)) {
      var login = server.login();
      Database.open(login).close(); // for the schema
      try (var connection =
          DriverManager.getConnection(login.url(), login.user(), login.password())) {
        return write(connection, now.truncatedTo(ChronoUnit.HOURS));
      }
    }
  }

  private double write(Connection connection, Instant end) throws IOException, SQLException {
    var first = end.getEpochSecond() / 3_600 - HOURS;
    try (var statement = connection.createStatement()) {
      statement.execute("set session_replication_role = replica"); // no look at foreign keys
      statement.execute(
          """
          insert into location (name) values ('local');
          insert into criterion (text) values ('success');
          create temp table watched (n integer, name text, total smallint[], total_sum bigint);
          create temp table hurt (n integer, hour bigint, good smallint[], good_sum bigint)
          """);
      for (var n = 0; n < probes.size(); n++) {
        writeProbe(connection, n, first);
      }
      statement.execute(
          """
          create index on hurt (hour);
          analyze hurt;
          insert into probe (name) select name from watched order by n;
          insert into probe_grid (probe_id, location_id, from_at, interval_millis)
          select id, 1, 'epoch'::timestamptz + %d * interval '1 hour', %d from probe
          """
              .formatted(first, interval.toMillis()));
      for (var hour = first; hour < first + HOURS; hour++) {
        statement.execute(
            """
            insert into sli_hour
              (probe_id, location_id, criterion_id, hour, good, total, good_sum, total_sum)
            select p.id, 1, 1, 'epoch'::timestamptz + %1$d * interval '1 hour',
              coalesce(h.good, w.total), w.total, coalesce(h.good_sum, w.total_sum), w.total_sum
            from watched w join probe p on p.name = w.name
              left join hurt h on h.n = w.n and h.hour = %1$d
            order by p.id
            """
                .formatted(hour));
      }
      statement.execute(
          """
          insert into sli_total (probe_id, location_id, criterion_id, first_hour, good, total)
          select probe_id, 1, 1, min(hour), sum(good_sum), sum(total_sum) from sli_hour group by 1
          """);
      statement.execute("vacuum analyze");
      statement.execute("checkpoint");
      try (var row = statement.executeQuery("select sum(good) / sum(total) from sli_total")) {
        row.next();
        return row.getDouble(1);
      }
    }
  }

  private void writeProbe(Connection connection, int n, long first)
      throws IOException, SQLException {
    var random = new Random(n);
    var totals = totals(n);
    copy(connection, "watched", n, probes.get(n), text(totals), sum(totals));
    var outage = random.nextInt(60);
    var outageAt = random.nextInt(WEEK);
    for (var hour = 0; hour < HOURS; hour++) {
      var good = totals.clone();
      for (var minute = 0; minute < MINUTES; minute++) {
        var sinceOutage = Math.floorMod(hour * MINUTES + minute - outageAt, WEEK);
        if (sinceOutage < outage) {
          good[minute] = 0;
        } else if (random.nextInt(5_000) == 0) {
          good[minute]--;
        }
      }
      if (!Arrays.equals(good, totals)) {
        copy(connection, "hurt", n, first + hour, text(good), sum(good));
      }
    }
  }

  /** How many runs an hour's minutes have: every 45 s makes four in three minutes. */
  private int[] totals(int n) {
    var totals = new int[MINUTES];
    Arrays.setAll(totals, minute -> interval.toSeconds() == 30 || (minute + n) % 3 == 0 ? 2 : 1);
    return totals;
  }

  private static void copy(Connection connection, String table, Object... values)
      throws IOException, SQLException {
    var row = Arrays.stream(values).map(Object::toString).collect(Collectors.joining("\t"));
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn("copy " + table + " from stdin", new StringReader(row + "\n"));
  }

  private static String text(int[] minutes) {
    return Arrays.stream(minutes)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static int sum(int[] minutes) {
    return Arrays.stream(minutes).sum();
  }
}
