package dev.nines.engine.sli;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
  private static final int MINUTES = 60;
  private static final int ROWS_AT_A_TIME = 5_000;
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
     * @param good good runs in each of its sixty minutes; to be read only, and not kept
     * @param total all runs in each of them; to be read only, and not kept
     */
    void hour(
        String probe, String location, String criterion, long firstMinute, int[] good, int[] total);
  }

  /**
   * Reads the hours of some probes that still have their minutes, by and by: earlier ones first.
   *
   * @param handle the database, in a transaction
   * @param probes names of the probes
   * @param from the first instant that is wanted, rounded down to its hour
   * @param reader is told of every hour
   */
  public static void read(Handle handle, Set<String> probes, Instant from, Reader reader) {
    var probe = names(handle, "select id, name from probe");
    probe.values().retainAll(probes);
    var location = names(handle, "select id, name from location");
    var criterion = names(handle, "select id, text from criterion");
    var good = new int[MINUTES];
    var total = new int[MINUTES];
    handle
        .createQuery(HOURS)
        .bind("from", OffsetDateTime.ofInstant(from, ZoneOffset.UTC).truncatedTo(ChronoUnit.HOURS))
        .bindArray("probes", Integer.class, probe.keySet().toArray())
        .setFetchSize(ROWS_AT_A_TIME)
        .addCustomizer(BINARY)
        .scanResultSet((rows, _) -> {
          var row = rows.get();
          while (row.next()) {
            var alike = row.getInt(5);
            if (row.wasNull()) {
              var stored = (Short[]) row.getArray(6).getArray();
              for (var minute = 0; minute < MINUTES; minute++) {
                good[minute] = stored[minute];
                total[minute] = stored[MINUTES + minute];
              }
            } else {
              Arrays.fill(good, alike);
              Arrays.fill(total, alike);
            }
            reader.hour(
                name(probe, row.getInt(1)),
                name(location, row.getInt(2)),
                name(criterion, row.getInt(3)),
                row.getLong(4),
                good,
                total);
          }
          return total;
        });
  }

  /** There always is one: the columns are foreign keys. */
  private static String name(Map<Integer, String> names, int id) {
    return Objects.requireNonNull(names.get(id), "name");
  }

  private static Map<Integer, String> names(Handle handle, String sql) {
    var names = new HashMap<Integer, String>();
    handle
        .createQuery(sql)
        .map((rs, _) -> names.put(rs.getInt(1), rs.getString(2)))
        .forEach(_ -> {});
    return names;
  }
}
