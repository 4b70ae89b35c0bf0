package dev.nines.engine.datasource;

import dev.nines.engine.datasource.MetricTable.Stored;
import dev.nines.engine.promql.Selector;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Sli.Question;
import dev.nines.slo.metric.MinuteCount;
import dev.nines.slo.metric.MinuteCount.Carry;
import dev.nines.slo.metric.Misfit;
import dev.nines.slo.metric.QueryAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one question: forward as minutes pass, and backward until its longest window is filled. The
 * newest minutes come first, so that alerts work at once. What could not be read is read later; a
 * minute of which nothing is known stays empty, and is never taken for zero events.
 *
 * <p>Not thread-safe, but for its status.
 */
final class MetricReading {
  /** When a minute is over, its last scrape may still be on its way. */
  static final Duration DELAY = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(MetricReading.class);
  private static final long MOST_MINUTES =
      PrometheusClient.MOST_POINTS - (long) QueryAnswer.BRIDGED;
  private static final long FEWEST_MINUTES = 60;

  private final Question question;
  private final String slos;
  private final Duration reach;
  private final MetricLog log;
  private final Function<String, PrometheusClient> clients;
  private @Nullable Stored stored; // none before the first look into the table
  private long atOnce = MOST_MINUTES;
  private Optional<String> told = Optional.empty();
  private volatile MetricStatus status = MetricStatus.NONE;

  /**
   * Has read nothing yet.
   *
   * @param question what is asked
   * @param slos the SLOs that it is asked for, as the log names them
   * @param reach how far back its minutes are wanted
   * @param log keeps them
   * @param clients of the data sources, by name
   */
  MetricReading(
      Question question,
      String slos,
      Duration reach,
      MetricLog log,
      Function<String, PrometheusClient> clients) {
    this.question = question;
    this.slos = slos;
    this.reach = reach;
    this.log = log;
    this.clients = clients;
  }

  MetricStatus status() {
    return status;
  }

  Question question() {
    return question;
  }

  /** What a reading came to. */
  sealed interface Outcome {
    /** There was nothing to read. */
    record Nothing() implements Outcome {}

    /** Minutes were read and stored. */
    record Read() implements Outcome {}

    /** Nothing came of it. */
    record Failed(String why, Cause cause) implements Outcome {}
  }

  /** Why nothing came of a reading, as far as it matters to other questions. */
  enum Cause {
    /** The question itself: others are worth asking now. */
    QUESTION,
    /** The question or its source: others are asked first when the source has had a rest. */
    EITHER,
    /** The source: it is of no use to ask it others now. */
    SOURCE
  }

  /** Reads the minutes that have passed, at most those of one request. */
  Outcome forward(Instant now) {
    var end = minute(now.minus(DELAY));
    var known = stored();
    var progress = known.progress();
    if (progress.isEmpty()) {
      var from = Math.max(end - atOnce, wanted(now));
      return read(new Span(from, end, Carry.NONE), from, end, now);
    }
    var begin = progress.get().settled();
    if (end <= progress.get().to()) {
      return new Outcome.Nothing();
    }
    var to = Math.max(Math.min(end, begin + atOnce), progress.get().to());
    return read(new Span(begin, to, progress.get().carry()), progress.get().from(), to, now);
  }

  /** Reads older minutes, at most those of one request. */
  Outcome backward(Instant now) {
    var progress = stored().progress();
    var oldest = wanted(now);
    if (progress.isEmpty() || progress.get().from() <= oldest) {
      return new Outcome.Nothing();
    }
    var known = progress.get();
    var from = Math.max(oldest, known.from() - atOnce);
    var span = new Span(from, known.from(), Carry.NONE);
    return switch (counted(span)) {
      case Counted.Failed(var answer) -> failed(answer);
      case Counted.Done(var counts, _, _) ->
          write(from, counts, new Progress(from, known.settled(), known.to(), known.carry()), now);
    };
  }

  private record Span(long from, long to, Carry carry) {}

  private Outcome read(Span span, long oldest, long to, Instant now) {
    return switch (counted(span)) {
      case Counted.Failed(var answer) -> failed(answer);
      case Counted.Done(var counts, var carries, var misfit) -> {
        var settled = Math.max(span.from(), to - Progress.AGAIN);
        var carry = carries.get(Math.toIntExact(settled - span.from()));
        var outcome = write(span.from(), counts, new Progress(oldest, settled, to, carry), now);
        tell(misfit);
        yield outcome;
      }
    };
  }

  /** What comes of the newest minutes is told in the status, and in the log when it changes. */
  private void tell(Optional<Misfit> misfit) {
    var why = misfit.map(which -> words(question, which));
    status = status.misfit(why);
    if (!why.equals(told)) {
      why.ifPresentOrElse(
          text -> LOG.warn("no data for {}: {}", slos, text),
          () -> LOG.info("there is data again for {}", slos));
      told = why;
    }
  }

  static String words(Question question, Misfit misfit) {
    var query = question.queries().getLast().promql(); // of a ratio the total's
    return switch (misfit) {
      case NO_SERIES ->
          "no series come of %s: is a metric or a label misspelt, or is it not scraped?"
              .formatted(query);
      case SEVERAL_SERIES ->
          "several series come of %s, where one is wanted: sum(), avg() or max() makes one of them"
              .formatted(query);
      case NOT_A_RATIO ->
          "the value of %s is outside 0 to 1, so it is no ratio: divide percent by 100, and compare"
                  .formatted(query)
              + " anything else by a thresholdMetric";
    };
  }

  private sealed interface Counted {
    /** With what is left over before each minute. */
    record Done(List<EventCounts> counts, List<Carry> carries, Optional<Misfit> misfit)
        implements Counted {}

    record Failed(Answer answer) implements Counted {}
  }

  private Counted counted(Span span) {
    var counter = question instanceof Question.Ratio ratio && ratio.counter();
    var answers = new ArrayList<QueryAnswer>();
    for (var query : question.queries()) {
      // A sum of counters is asked for series by series, so that the reset of one can be told.
      var promql = counter ? Selector.of(query.promql()).orElse(query.promql()) : query.promql();
      var answer = clients.apply(query.dataSource()).ask(promql, counter, span.from(), span.to());
      if (answer instanceof Answer.Given(var values)) {
        answers.add(values);
      } else {
        return new Counted.Failed(answer);
      }
    }
    var counts = new ArrayList<EventCounts>();
    var carries = new ArrayList<Carry>(List.of(span.carry()));
    for (var minute = span.from(); minute < span.to(); minute++) {
      var count = MinuteCount.of(question, answers, minute, carries.getLast());
      counts.add(count.counts());
      carries.add(count.carry());
    }
    return new Counted.Done(counts, carries, misfit(answers, span));
  }

  /** That of the newest minute that has series: the last scrapes may not have been made yet. */
  private Optional<Misfit> misfit(List<QueryAnswer> answers, Span span) {
    for (var minute = span.to() - 1; minute >= span.from(); minute--) {
      var misfit = Misfit.of(question, answers, minute);
      if (!misfit.equals(Optional.of(Misfit.NO_SERIES))) {
        return misfit;
      }
    }
    return Optional.of(Misfit.NO_SERIES);
  }

  private Outcome write(long from, List<EventCounts> counts, Progress progress, Instant now) {
    stored = log.write(question, stored(), from, counts, progress, reach);
    status = status.read(progress, now);
    atOnce = Math.min(atOnce * 2, MOST_MINUTES);
    return new Outcome.Read();
  }

  private Outcome failed(Answer answer) {
    return switch (answer) {
      case Answer.Given _ -> throw new IllegalArgumentException("answer not a failure");
      case Answer.TooLarge(var why) -> smaller(why, Cause.QUESTION);
      case Answer.TooSlow(var why) -> smaller(why, Cause.EITHER);
      case Answer.Refused(var why) -> failed(why, Cause.QUESTION);
      case Answer.Unreachable(var why) -> failed(why, Cause.SOURCE);
    };
  }

  private Outcome smaller(String why, Cause cause) {
    if (atOnce == FEWEST_MINUTES) {
      return failed(why + "; let a recording rule sum up its series", Cause.QUESTION);
    }
    atOnce = Math.max(atOnce / 2, FEWEST_MINUTES);
    return failed(why, cause);
  }

  private Outcome failed(String why, Cause cause) {
    status = status.failed(why);
    return new Outcome.Failed(why, cause);
  }

  private Stored stored() {
    var known = stored;
    if (known == null) {
      known = log.open(question, reach);
      known.progress().ifPresent(progress -> status = status.upTo(progress));
      stored = known;
    }
    return known;
  }

  private long wanted(Instant now) {
    return minute(now.minus(reach));
  }

  private static long minute(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), 60L);
  }
}
