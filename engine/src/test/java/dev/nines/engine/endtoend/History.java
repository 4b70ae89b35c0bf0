package dev.nines.engine.endtoend;

import dev.nines.engine.database.DatabaseLogin;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is stored, read in one snapshot past all of Nines' own code, and what follows from the runs,
 * worked out again in the most simple-minded way.
 */
record History(List<Run> runs, List<Outage> outages, Map<HourKey, Hour> hours) {
  /** A stored result; {@code finishedAt} is its due time + lateness + duration. */
  record Run(
      String probe,
      String location,
      Instant scheduledAt,
      Instant finishedAt,
      Duration total,
      boolean success) {}

  /** A stored outage, without what the runs do not tell. */
  record Outage(
      String probe,
      Optional<Instant> lastGood,
      Instant impactStart,
      Instant detectedAt,
      Optional<Instant> restoredAt,
      Optional<Instant> recoveredAt) {}

  /** Which counts. */
  record HourKey(String probe, String criterion, Instant hour) {}

  /** The counts of its sixty minutes, and their stored sums. */
  record Hour(List<Integer> good, List<Integer> total, long goodSum, long totalSum) {}

  /** What a test declared: the criteria that are counted for a probe. */
  record Counted(String probe, String criterion, Predicate<Run> good) {}

  /** Reads a running embedded database. */
  static History read(Site site) throws IOException, SQLException {
    return read(site.login());
  }

  static History read(DatabaseLogin login) throws SQLException {
    try (var connection = connect(login)) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      return new History(
          query(
              connection,
              """
              select p.name, l.name, r.scheduled_at, r.lateness_us, r.total_us, r.success
              from result r join probe p on p.id = r.probe_id join location l on l.id = r.location_id
              order by 3
              """,
              History::run),
          query(
              connection,
              """
              select p.name, last_good_at, impact_start, detected_at, restored_at, recovered_at
              from outage o join probe p on p.id = o.probe_id order by 1, impact_start
              """,
              rs ->
                  new Outage(
                      rs.getString(1),
                      instant(rs, 2),
                      instant(rs, 3).orElseThrow(),
                      instant(rs, 4).orElseThrow(),
                      instant(rs, 5),
                      instant(rs, 6))),
          hours(connection));
    }
  }

  /** Any query on a running embedded database, by its first column. */
  static List<Long> numbers(Site site, String sql) throws IOException, SQLException {
    return numbers(site.login(), sql);
  }

  /** Any query, by its first column. */
  static List<Long> numbers(DatabaseLogin login, String sql) throws SQLException {
    try (var connection = connect(login)) {
      return query(connection, sql, rs -> rs.getLong(1));
    }
  }

  /** The same of texts. */
  static List<String> texts(DatabaseLogin login, String sql) throws SQLException {
    try (var connection = connect(login)) {
      return query(connection, sql, rs -> rs.getString(1));
    }
  }

  List<Run> runsOf(String probe) {
    return runs.stream().filter(run -> run.probe().equals(probe)).toList();
  }

  /** How much of a span no run of a probe stands for; each stands for the second it was due in. */
  Duration unknownByHand(String probe, Instant from, Instant to) {
    var own = runsOf(probe);
    var unknown = Duration.ZERO;
    for (int i = 1; i < own.size(); i++) {
      var missing = own.get(i - 1).scheduledAt().plusSeconds(1);
      var start = missing.isAfter(from) ? missing : from;
      var end = own.get(i).scheduledAt().isBefore(to) ? own.get(i).scheduledAt() : to;
      if (start.isBefore(end)) {
        unknown = unknown.plus(Duration.between(start, end));
      }
    }
    return unknown;
  }

  /** The outages that the open/close rule makes of the runs of a probe. */
  List<Outage> outagesByHand(String probe, int failures, int recoveries) {
    var own = runsOf(probe);
    var found = new ArrayList<Outage>();
    for (int first = 0; first + failures <= own.size(); first++) {
      if (own.subList(first, first + failures).stream().noneMatch(Run::success)) {
        int good = first + failures;
        while (good + recoveries <= own.size()
            && !own.subList(good, good + recoveries).stream().allMatch(Run::success)) {
          good++;
        }
        var closed = good + recoveries <= own.size();
        found.add(
            new Outage(
                probe,
                first == 0 ? Optional.empty() : Optional.of(own.get(first - 1).scheduledAt()),
                own.get(first).scheduledAt(),
                own.get(first + failures - 1).finishedAt(),
                closed ? Optional.of(own.get(good).scheduledAt()) : Optional.empty(),
                closed
                    ? Optional.of(own.get(good + recoveries - 1).finishedAt())
                    : Optional.empty()));
        first = closed ? good + recoveries - 1 : own.size();
      }
    }
    return found;
  }

  /** The hours that the runs make, each run looked at once for each way of counting it. */
  Map<HourKey, Hour> hoursByHand(List<Counted> counted) {
    var hours = new HashMap<HourKey, Hour>();
    for (var by : counted) {
      var own = runsOf(by.probe());
      own.stream()
          .map(run -> run.scheduledAt().truncatedTo(ChronoUnit.HOURS))
          .distinct()
          .forEach(hour ->
              hours.put(
                  new HourKey(by.probe(), by.criterion(), hour),
                  hour(own.stream().filter(run -> in(hour, run)).toList(), hour, by.good())));
    }
    return hours;
  }

  private static boolean in(Instant hour, Run run) {
    return run.scheduledAt().truncatedTo(ChronoUnit.HOURS).equals(hour);
  }

  private static Hour hour(List<Run> runs, Instant hour, Predicate<Run> isGood) {
    var good = new ArrayList<Integer>();
    var total = new ArrayList<Integer>();
    for (int m = 0; m < 60; m++) {
      var minute = hour.plus(m, ChronoUnit.MINUTES);
      var own =
          runs.stream()
              .filter(run -> run.scheduledAt().truncatedTo(ChronoUnit.MINUTES).equals(minute))
              .toList();
      total.add(own.size());
      good.add((int) own.stream().filter(isGood).count());
    }
    return new Hour(good, total, runs.stream().filter(isGood).count(), runs.size());
  }

  private static Map<HourKey, Hour> hours(Connection connection) throws SQLException {
    var hours = new HashMap<HourKey, Hour>();
    query(
        connection,
        """
        select p.name, c.text, h.hour, h.good, h.total, h.good_sum, h.total_sum
        from sli_hour h join probe p on p.id = h.probe_id join criterion c on c.id = h.criterion_id
        """,
        rs ->
            hours.put(
                new HourKey(rs.getString(1), rs.getString(2), instant(rs, 3).orElseThrow()),
                new Hour(minutes(rs, 4), minutes(rs, 5), rs.getLong(6), rs.getLong(7))));
    return hours;
  }

  private static List<Integer> minutes(ResultSet rs, int column) throws SQLException {
    var minutes = new ArrayList<Integer>();
    for (var minute : (Short[]) rs.getArray(column).getArray()) {
      minutes.add((int) minute);
    }
    return minutes;
  }

  private static Run run(ResultSet rs) throws SQLException {
    var due = instant(rs, 3).orElseThrow();
    var total = Duration.of(rs.getLong(5), ChronoUnit.MICROS);
    return new Run(
        rs.getString(1),
        rs.getString(2),
        due,
        due.plus(rs.getLong(4), ChronoUnit.MICROS).plus(total),
        total,
        rs.getBoolean(6));
  }

  private static Optional<Instant> instant(ResultSet rs, int column) throws SQLException {
    return Optional.ofNullable(rs.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  @FunctionalInterface
  private interface Row<T> {
    T of(ResultSet rs) throws SQLException;
  }

  private static <T> List<T> query(Connection connection, String sql, Row<T> row)
      throws SQLException {
    try (var statement = connection.createStatement();
        var rs = statement.executeQuery(sql)) {
      var rows = new ArrayList<T>();
      while (rs.next()) {
        rows.add(row.of(rs));
      }
      return rows;
    }
  }

  private static Connection connect(DatabaseLogin login) throws SQLException {
    return DriverManager.getConnection(login.url(), login.user(), login.password());
  }
}
