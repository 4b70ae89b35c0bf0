package dev.nines.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What lies in the tables of a Nines with an embedded PostgreSQL.
 *
 * @param connection to its database
 */
record StoredResults(Connection connection) implements AutoCloseable {
  /**
   * How late runs began.
   *
   * @param median in milliseconds
   * @param p99 in milliseconds
   * @param max in milliseconds
   */
  record Lateness(double median, double p99, double max) {}

  /** Logs in as Nines does: port and password lie in its data folder. */
  static StoredResults open(Path home) throws IOException, SQLException {
    var postgres = home.resolve("data/postgres");
    var url =
        "jdbc:postgresql://127.0.0.1:%s/nines?connectTimeout=2"
            .formatted(Files.readString(postgres.resolve("port")).strip());
    var password = Files.readString(postgres.resolve("password")).strip();
    return new StoredResults(DriverManager.getConnection(url, "nines", password));
  }

  /** {@return the scheduled times in [from, to) by probe} */
  Map<String, Set<Instant>> runs(Instant from, Instant to) throws SQLException {
    var sql =
        """
        select probe.name, scheduled_at from result join probe on probe.id = probe_id
        where scheduled_at >= ? and scheduled_at < ?
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setTimestamp(1, Timestamp.from(from));
      statement.setTimestamp(2, Timestamp.from(to));
      var runs = new HashMap<String, Set<Instant>>();
      var rows = statement.executeQuery();
      while (rows.next()) {
        runs.computeIfAbsent(rows.getString(1), _ -> new HashSet<>())
            .add(rows.getTimestamp(2).toInstant());
      }
      return runs;
    }
  }

  /** {@return how many runs in [from, to) failed} */
  long failures(Instant from, Instant to) throws SQLException {
    var sql =
        """
        select count(*) from result where not success and scheduled_at >= ? and scheduled_at < ?
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setTimestamp(1, Timestamp.from(from));
      statement.setTimestamp(2, Timestamp.from(to));
      var row = statement.executeQuery();
      row.next();
      return row.getLong(1);
    }
  }

  /** {@return the exact lateness of all stored runs in [from, to)} */
  Lateness lateness(Instant from, Instant to) throws SQLException {
    var sql =
        """
        select percentile_cont(0.5) within group (order by lateness_us) / 1000,
               percentile_cont(0.99) within group (order by lateness_us) / 1000,
               max(lateness_us) / 1000.0
        from result where scheduled_at >= ? and scheduled_at < ?
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setTimestamp(1, Timestamp.from(from));
      statement.setTimestamp(2, Timestamp.from(to));
      var row = statement.executeQuery();
      row.next();
      return new Lateness(row.getDouble(1), row.getDouble(2), row.getDouble(3));
    }
  }

  /** {@return how many rows a table has} */
  long count(String table) throws SQLException {
    try (var statement = connection.createStatement()) {
      var row = statement.executeQuery("select count(*) from " + table);
      row.next();
      return row.getLong(1);
    }
  }

  /** {@return whether a run at or after this instant is stored} */
  boolean anySince(Instant instant) throws SQLException {
    var sql = "select exists (select from result where scheduled_at >= ?)";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setTimestamp(1, Timestamp.from(instant));
      var row = statement.executeQuery();
      row.next();
      return row.getBoolean(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
