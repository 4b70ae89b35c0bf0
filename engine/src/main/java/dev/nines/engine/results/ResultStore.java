package dev.nines.engine.results;

import dev.nines.probe.Failure;
import dev.nines.slo.Measure;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The results in PostgreSQL. A batch and everything that follows from it is one transaction, and a
 * run that is there already changes nothing, so a batch may be stored any number of times.
 */
public final class ResultStore {
  private static final String INSERT =
      """
      insert into result (probe_id, location_id, scheduled_at, lateness_us, total_us, resolve_us,
          connect_us, tls_us, processing_us, transfer_us, success, status, failure_phase,
          failure_reason, failure_detail, trace_id)
      select probe_id, location_id, 'epoch'::timestamptz + at_us * interval '1 microsecond',
          lateness_us, total_us, resolve_us, connect_us, tls_us, processing_us, transfer_us,
          success, status, failure_phase, failure_reason, failure_detail, trace_id
      from unnest(?::integer[], ?::smallint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
          ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::boolean[], ?::smallint[],
          ?::text[], ?::text[], ?::text[], ?::text[])
        as r(probe_id, location_id, at_us, lateness_us, total_us, resolve_us, connect_us, tls_us,
          processing_us, transfer_us, success, status, failure_phase, failure_reason,
          failure_detail, trace_id)
      on conflict do nothing
      returning probe_id, location_id, scheduled_at
      """;

  private final Jdbi jdbi;
  private final NameIds ids;
  private final ResultPartitions partitions;
  private final List<BatchParticipant> participants;
  private final Runnable resynchronise;
  private final ReentrantLock turn = new ReentrantLock();
  private boolean inDoubt;

  /**
   * Stores results whose participants remember nothing.
   *
   * @param jdbi the database
   * @param ids the names' numbers in it
   * @param partitions the days it is ready for
   * @param participants what else follows from results, in this order
   */
  public ResultStore(
      Jdbi jdbi, NameIds ids, ResultPartitions partitions, List<BatchParticipant> participants) {
    this(jdbi, ids, partitions, participants, () -> {});
  }

  /**
   * Stores results.
   *
   * @param jdbi the database
   * @param ids the names' numbers in it
   * @param partitions the days it is ready for
   * @param participants what else follows from results, in this order
   * @param resynchronise brings the participants' memory in line with the tables; owed when a
   *     commit may or may not have happened
   */
  public ResultStore(
      Jdbi jdbi,
      NameIds ids,
      ResultPartitions partitions,
      List<BatchParticipant> participants,
      Runnable resynchronise) {
    this.jdbi = jdbi;
    this.ids = ids;
    this.partitions = partitions;
    this.participants = List.copyOf(participants);
    this.resynchronise = resynchronise;
  }

  /**
   * Stores a batch, each run once.
   *
   * @param batch results in any order
   * @return the results that were not stored before, ordered by probe and scheduled time
   * @throws org.jdbi.v3.core.JdbiException when the database does not take it; then nothing of the
   *     batch is stored
   */
  public List<ProbeResult> append(List<ProbeResult> batch) {
    turn.lock(); // the participants' memory follows the commits in their order
    try {
      if (inDoubt) {
        resynchronise.run();
      }
      inDoubt = true; // until the outcome is known
      var fresh = appendNow(batch);
      inDoubt = false;
      return fresh;
    } finally {
      turn.unlock();
    }
  }

  /**
   * Waits for the batches that the database is committing, of whomever. Owed before memory is made
   * of the tables: a Nines that was killed in its commit, or whose connection broke in it, may have
   * left one that comes late, and memory would not know of what it brings.
   *
   * @param jdbi the database
   */
  public static void awaitCommits(Jdbi jdbi) {
    jdbi.useTransaction(handle -> handle.execute("lock table only result in share mode"));
  }

  /**
   * Does something while no batch is stored, and no participant told of one.
   *
   * @param action what to do
   */
  public void exclusively(Runnable action) {
    turn.lock();
    try {
      action.run();
    } finally {
      turn.unlock();
    }
  }

  private List<ProbeResult> appendNow(List<ProbeResult> batch) {
    var byRow = new HashMap<Row, ProbeResult>();
    for (var result : batch) {
      partitions.ensure(result.key().scheduledAt());
      byRow.putIfAbsent(
          new Row(
              ids.probe(result.key().probe()),
              ids.location(result.key().location()),
              result.key().scheduledAt()),
          result);
    }
    var afterCommit = new ArrayList<Runnable>();
    var inserted =
        jdbi.inTransaction(handle -> {
          var fresh = insert(handle, byRow);
          for (var participant : participants) {
            afterCommit.add(participant.store(handle, fresh));
          }
          return fresh;
        });
    afterCommit.forEach(Runnable::run);
    return inserted;
  }

  private static List<ProbeResult> insert(Handle handle, Map<Row, ProbeResult> byRow) {
    if (byRow.isEmpty()) {
      return List.of();
    }
    // One order everywhere: two instances that store the same rows must not wait for each other.
    var rows =
        byRow.entrySet().stream()
            .sorted(
                Comparator.comparingInt((Map.Entry<Row, ProbeResult> e) -> e.getKey().probe())
                    .thenComparingInt(e -> e.getKey().location())
                    .thenComparing(e -> e.getKey().scheduledAt()))
            .toList();
    var insert = handle.createQuery(INSERT);
    bind(insert, rows);
    var fresh =
        new HashSet<>(
            insert
                .map((rs, _) ->
                    new Row(
                        rs.getInt(1),
                        rs.getInt(2),
                        rs.getObject(3, OffsetDateTime.class).toInstant()))
                .list());
    return rows.stream()
        .filter(entry -> fresh.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private record Row(int probe, int location, Instant scheduledAt) {}

  /** Turns the batch on its side and binds one array a column, in the order of {@link #INSERT}. */
  private static void bind(Query insert, List<Map.Entry<Row, ProbeResult>> rows) {
    var at = new AtomicInteger();
    bind(insert, at, Integer.class, rows, (row, _) -> row.probe());
    bind(insert, at, Integer.class, rows, (row, _) -> row.location());
    bind(insert, at, Long.class, rows, (row, _) -> Micros.of(row.scheduledAt()));
    bind(insert, at, Long.class, rows, (_, result) -> Micros.of(result.lateness()));
    for (var measure : Measure.values()) { // the columns stand in the order of the constants
      bind(insert, at, Long.class, rows, (_, result) -> Micros.of(result, measure));
    }
    bind(insert, at, Boolean.class, rows, (_, result) -> result.sample().success());
    bind(insert, at, Integer.class, rows, (_, result) -> result.status().orElse(null));
    bind(insert, at, String.class, rows, finding(finding -> finding.phase().label()));
    bind(insert, at, String.class, rows, finding(finding -> finding.reason().label()));
    bind(insert, at, String.class, rows, finding(Failure::detail));
    bind(insert, at, String.class, rows, (_, result) -> result.traceId().orElse(null));
  }

  private static void bind(
      Query insert,
      AtomicInteger at,
      Class<?> type,
      List<Map.Entry<Row, ProbeResult>> rows,
      Cell cell) {
    insert.bindArray(
        at.getAndIncrement(),
        type,
        rows.stream().map(entry -> cell.of(entry.getKey(), entry.getValue())).toArray());
  }

  private static Cell finding(Function<Failure, String> part) {
    return (_, result) -> result.finding().map(part).orElse(null);
  }

  @FunctionalInterface
  private interface Cell {
    @Nullable Object of(Row row, ProbeResult result);
  }
}
