package dev.nines.engine.datasource;

import dev.nines.engine.datasource.MetricTable.Stored;
import dev.nines.engine.sli.SliBook;
import dev.nines.engine.sli.SliBook.History;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Sli.Question;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The minutes of metrics: the table and the book in memory, always of one mind. Thread-safe. */
public final class MetricLog {
  private final Jdbi jdbi;
  private final SliBook book;
  private final Consumer<Runnable> consistently;
  private final InstantSource clock;

  /**
   * A log.
   *
   * @param jdbi the database
   * @param book the windows in memory
   * @param consistently does something while nobody else changes or reads the book
   * @param clock wall-clock time
   */
  public MetricLog(Jdbi jdbi, SliBook book, Consumer<Runnable> consistently, InstantSource clock) {
    this.jdbi = jdbi;
    this.book = book;
    this.consistently = consistently;
    this.clock = clock;
  }

  /**
   * How a question was counted so far.
   *
   * @param handle the database, in a transaction
   * @param question what is asked
   * @param now since when it is counted where nothing is known
   * @return since when there are events, and all of them
   */
  public static History history(Handle handle, Question question, Instant now) {
    return history(MetricTable.find(handle, question.text()), now);
  }

  private static History history(Stored stored, Instant now) {
    return new History(stored.since(now), stored.all());
  }

  /**
   * Reads stored minutes.
   *
   * @param handle the database, in a transaction
   * @param question what is asked
   * @param from the first instant that is wanted, rounded down to its hour
   * @param minutes is told of every minute with events
   */
  public static void read(
      Handle handle, Question question, Instant from, SliBook.MinuteEvents minutes) {
    MetricTable.read(handle, MetricTable.find(handle, question.text()).id(), from, minutes);
  }

  /** Begins where the table stands: another instance may have read further meanwhile. */
  Stored open(Question question, Duration reach) {
    return together(handle -> {
      var stored = MetricTable.find(handle, question.text());
      refill(handle, question, stored, reach);
      return stored;
    });
  }

  /** Puts minutes in the place of what was known of them. */
  Stored write(
      Question question,
      Stored before,
      long from,
      List<EventCounts> counts,
      Progress progress,
      Duration reach) {
    return together(handle -> {
      var stored = MetricTable.write(handle, before.id(), from, counts, progress);
      var beginsEarlier = !stored.firstMinute().equals(before.firstMinute());
      var othersReadMore = !stored.progress().equals(Optional.of(progress));
      if (beginsEarlier || othersReadMore) { // minutes are stored that the book does not have
        refill(handle, question, stored, reach);
      } else {
        book.set(question, from, counts, stored.all());
      }
      return stored;
    });
  }

  private void refill(Handle handle, Question question, Stored stored, Duration reach) {
    var now = clock.instant();
    book.refill(
        question,
        history(stored, now),
        (_, minutes) -> MetricTable.read(handle, stored.id(), now.minus(reach), minutes),
        now);
  }

  /** A commit that fails leaves the book ahead of the table, until the minutes are read again. */
  private Stored together(Work work) {
    var result = new AtomicReference<Stored>();
    consistently.accept(() -> result.set(jdbi.inTransaction(work::on)));
    return result.get();
  }

  @FunctionalInterface
  private interface Work {
    Stored on(Handle handle);
  }
}
