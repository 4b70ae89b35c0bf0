package dev.nines.engine.results;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/**
 * The days (UTC) for which the database has a partition of {@code result}. Whole days are dropped
 * once they are past their retention, which costs nothing. Thread-safe.
 */
public final class ResultPartitions {
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'result_'yyyyMMdd");

  /** Held while partitions are made, so that two instances do not make the same one. */
  private static final int ADVISORY_LOCK = 0x4e696e65;

  private final Jdbi jdbi;
  private final Set<LocalDate> ready = ConcurrentHashMap.newKeySet();

  /**
   * Keeps partitions.
   *
   * @param jdbi the database
   */
  public ResultPartitions(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Makes sure that results of an instant can be stored.
   *
   * @param instant when a run was scheduled
   */
  public void ensure(Instant instant) {
    var day = LocalDate.ofInstant(instant, ZoneOffset.UTC);
    if (ready.contains(day)) {
      return;
    }
    jdbi.useTransaction(handle -> {
      handle.execute("select pg_advisory_xact_lock(?)", ADVISORY_LOCK);
      handle.execute(
          "create table if not exists %s partition of result for values from ('%s+00') to ('%s+00')"
              .formatted(NAME.format(day), day + " 00:00:00", day.plusDays(1) + " 00:00:00"));
    });
    ready.add(day);
  }

  /**
   * Drops the days that lie wholly before the retention.
   *
   * @param now the present
   * @param retention how long results are kept
   * @return the names of the dropped partitions
   */
  public List<String> dropBefore(Instant now, Duration retention) {
    var oldest = NAME.format(LocalDate.ofInstant(now.minus(retention), ZoneOffset.UTC));
    var past =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                    where i.inhparent = 'result'::regclass and c.relname < :oldest
                    order by 1
                    """)
                .bind("oldest", oldest)
                .mapTo(String.class)
                .list());
    for (var name : past) {
      jdbi.useHandle(handle -> handle.execute("drop table if exists " + name));
      ready.remove(LocalDate.parse(name, NAME));
    }
    return past;
  }
}
