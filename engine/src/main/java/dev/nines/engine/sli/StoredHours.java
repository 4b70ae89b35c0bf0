package dev.nines.engine.sli;

import dev.nines.slo.HourCounts;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.postgresql.PGStatement;

/**
 * Reads the hour rows into memory. A start reads all of them, millions where there are thousands of
 * SLOs, so an hour whose minutes are all alike and good travels as one number, the others in binary
 * form, and names not at all.
 */
public final class StoredHours {
  private static final int ROWS_AT_A_TIME = 5_000;
  private static final int ROWS_SORTED = 100_000;
  private static final String HOURS =
      """
      select probe_id, location_id, criterion_id, minute, alike,
        case when alike is null then good || total end
      from (
        select probe_id, location_id, criterion_id, extract(epoch from hour)::bigint / 60 as minute,
          case when good_sum = total_sum and total[1] = all (total) then total[1] end as alike,
          good, total
        from sli_hour
        where hour >= :from and good is not null and probe_id = any(:probes)
        order by hour
        offset 0 -- or PostgreSQL decides twice what is alike
      ) as h
      """;

  /** Even the first time: the driver would else wait until a statement has been used five times. */
  private static final StatementCustomizer BINARY =
      new StatementCustomizer() {
        @Override
        public void beforeExecution(PreparedStatement statement, StatementContext context)
            throws SQLException {
          statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
        }
      };

  private StoredHours() {}

  /** Is told of a stored hour. */
  @FunctionalInterface
  public interface Reader {
    /**
     * One hour of one location.
     *
     * @param probe the probe's name
     * @param location the location's name
     * @param criterion the criterion's canonical text
     * @param firstMinute its first minute, counted from the Unix epoch
     * @param counts all its runs, and the good ones
     */
    void hour(String probe, String location, String criterion, long firstMinute, HourCounts counts);
  }

  /** An hour as it is stored. */
  private record Row(int probe, int location, int criterion, long minute, HourCounts counts) {}

  /** What the ids in the rows mean. */
  private record Names(
      Map<Integer, String> probe, Map<Integer, String> location, Map<Integer, String> criterion) {

    void tell(List<Row> rows, Reader reader) {
      for (var row : rows) {
        reader.hour(
            name(probe, row.probe),
            name(location, row.location),
            name(criterion, row.criterion),
            row.minute,
            row.counts);
      }
    }

    /** There always is one: the columns are foreign keys. */
    private static String name(Map<Integer, String> names, int id) {
      return Objects.requireNonNull(names.get(id), "name");
    }
  }

  /**
   * Reads the hours of some probes that still have their minutes, the earlier ones of a probe and
   * location before the later ones.
   *
   * @param handle the database, in a transaction
   * @param probes names of the probes
   * @param from the first instant that is wanted, rounded down to its hour
   * @param reader is told of every hour, on another thread but of one at a time
   */
  public static void read(Handle handle, Set<String> probes, Instant from, Reader reader) {
    var probe = names(handle, "select id, name from probe");
    probe.values().retainAll(probes);
    var names =
        new Names(
            probe,
            names(handle, "select id, name from location"),
            names(handle, "select id, text from criterion"));
    try (var telling = new Telling(rows -> names.tell(rows, reader))) {
      handle
          .createQuery(HOURS)
          .bind(
              "from", OffsetDateTime.ofInstant(from, ZoneOffset.UTC).truncatedTo(ChronoUnit.HOURS))
          .bindArray("probes", Integer.class, probe.keySet().toArray())
          .setFetchSize(ROWS_AT_A_TIME)
          .addCustomizer(BINARY)
          .scanResultSet((rows, _) -> {
            var row = rows.get();
            while (row.next()) {
              telling.add(row(row));
            }
            return telling;
          });
      telling.finish();
    }
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(row.getInt(1), row.getInt(2), row.getInt(3), row.getLong(4), counts(row));
  }

  private static HourCounts counts(ResultSet row) throws SQLException {
    var alike = row.getInt(5);
    if (!row.wasNull()) {
      return HourCounts.alike(alike);
    }
    var stored = (Short[]) row.getArray(6).getArray();
    var good = new int[HourCounts.MINUTES];
    var total = new int[HourCounts.MINUTES];
    for (var minute = 0; minute < HourCounts.MINUTES; minute++) {
      good[minute] = stored[minute];
      total[minute] = stored[HourCounts.MINUTES + minute];
    }
    return HourCounts.of(good, total);
  }

  private static Map<Integer, String> names(Handle handle, String sql) {
    var names = new HashMap<Integer, String>();
    handle
        .createQuery(sql)
        .map((rs, _) -> names.put(rs.getInt(1), rs.getString(2)))
        .forEach(_ -> {});
    return names;
  }

  /**
   * Tells of many rows at a time, sorted by their probe, while the database sends the next: with
   * thousands of probes an account is in no cache any more when its next hour comes.
   */
  private static final class Telling implements AutoCloseable {
    private final Consumer<List<Row>> told;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private List<Row> rows = new ArrayList<>();
    private Future<?> before = CompletableFuture.completedFuture(null);

    Telling(Consumer<List<Row>> told) {
      this.told = told;
    }

    void add(Row row) {
      rows.add(row);
      if (rows.size() == ROWS_SORTED) {
        hand();
      }
    }

    void finish() {
      hand();
      await();
    }

    private void hand() {
      await();
      var full = rows;
      rows = new ArrayList<>();
      before =
          thread.submit(() -> {
            full.sort(Comparator.comparingInt(Row::probe)); // stable, so hours stay in their order
            told.accept(full);
          });
    }

    private void await() {
      try {
        before.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the hour rows are read", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("the hour rows are not taken", e.getCause());
      }
    }

    @Override
    public void close() {
      thread.shutdownNow();
      thread.close();
    }
  }
}
