package dev.nines.engine.sli;

import dev.nines.engine.results.ProbeGrids;
import dev.nines.engine.results.ProbeResult;
import dev.nines.slo.Adjustments;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.BudgetingMethod;
import dev.nines.slo.Criterion;
import dev.nines.slo.EventCounts;
import dev.nines.slo.LocationMinutes;
import dev.nines.slo.Sli;
import dev.nines.slo.Sli.Question;
import dev.nines.slo.SliWindows;
import dev.nines.slo.Slo;
import dev.nines.slo.WindowReading;
import dev.nines.slo.reliability.Coverage;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The exact windows of every SLO and of every probe, in memory: filled from the hour rows once,
 * then by each committed batch. Thread-safe.
 */
public final class SliBook {
  private static final int MINUTE = 60;

  private final BiFunction<String, Instant, Optional<Intervals>> gaps;
  private Map<Account.Name, Account> slos = Map.of();
  private Map<String, Watched> probes = Map.of();
  private Map<String, List<Entry>> entries = Map.of();
  private Map<Question, Set<Account>> metrics = Map.of();

  /** A probe's runs, good or bad. */
  private static final class Watched {
    private final SliWindows runs;
    private final ProbeGrids.Declared grid;
    private long lastMinute = Long.MIN_VALUE;

    Watched(SliWindows runs, ProbeGrids.Declared grid) {
      this.runs = runs;
      this.grid = grid;
    }

    void add(String location, long minute, int good, int total) {
      runs.add(minute, good, total);
      lastMinute = Math.max(lastMinute, minute);
    }

    /** Where no run was ever stored, not even the present can be taken for known. */
    Coverage byMinutes(Instant now) {
      var since = grid.since();
      return lastMinute == Long.MIN_VALUE && since.isBefore(now)
          ? new Coverage(since, Intervals.of(new Interval(since, now)))
          : Coverage.of(runs, grid.longestInterval(), now);
    }
  }

  /** Opens an empty book that knows of gaps to the minute. */
  public SliBook() {
    this((_, _) -> Optional.empty());
  }

  /**
   * Opens an empty book.
   *
   * @param gaps when a probe was not watching, by its name and the present; empty where only the
   *     minutes can tell
   */
  public SliBook(BiFunction<String, Instant, Optional<Intervals>> gaps) {
    this.gaps = gaps;
  }

  /** An SLO's windows, and all its events since the SLI began. */
  private static final class Account {
    /** Objectives of one SLO that count alike have one account. */
    private record Name(String slo, String objective) {}

    private final Counting counting;
    private final List<BudgetWindow> lengths;
    private SliWindows windows;
    private final Optional<LocationMinutes> byLocation;
    private EventCounts all;

    Account(Counting counting, List<BudgetWindow> lengths, History history) {
      this.counting = counting;
      this.lengths = lengths;
      this.windows = new SliWindows(lengths, counting.method(), history.since());
      this.byLocation =
          switch (counting.sli()) {
            case Sli.Runs(_, _, var locations) ->
                locations == Sli.Locations.POOLED
                    ? Optional.empty()
                    : Optional.of(new LocationMinutes(locations, windows));
            case Sli.Metric _ -> Optional.empty();
          };
      this.all = history.all();
    }

    /** Counts a metric from the beginning. */
    void refill(History history, MetricMinutes stored, Question question, long present) {
      var fresh = new SliWindows(lengths, counting.method(), history.since());
      fresh.advanceTo(present);
      fresh.pauseCounting();
      stored.read(question, fresh::set);
      fresh.count();
      windows = fresh;
      all = history.all();
    }

    void add(String location, long minute, int good, int total) {
      addStored(location, minute, good, total);
      all = all.plus(new EventCounts(good, total));
    }

    void addStored(String location, long minute, int good, int total) {
      byLocation.ifPresentOrElse(
          minutes -> minutes.add(location, minute, good, total),
          () -> windows.add(minute, good, total));
    }

    void advanceTo(long minute) {
      byLocation.ifPresentOrElse(
          minutes -> minutes.advanceTo(minute), () -> windows.advanceTo(minute));
    }
  }

  /**
   * Where a probe's runs are counted, and which of them are good there. Stored minutes are in the
   * sum of all events already.
   */
  private record Entry(Criterion good, MinuteSink sink, MinuteSink stored) {}

  @FunctionalInterface
  private interface MinuteSink {
    void add(String location, long minute, int good, int total);
  }

  /**
   * Opens new accounts in place of all the old ones. The caller sees to it that no batch is
   * committed meanwhile.
   *
   * @param declared the SLOs
   * @param windowsOf the windows that are read of each of them
   * @param declaredProbes the probes, and since when and how often each is meant to run
   * @param histories how each SLI of an SLO was counted before now
   * @param probeWindow how long the runs of probes are kept for uptime
   * @param stored calls back with every stored minute of runs
   * @param storedMetrics the same for what Prometheus answered
   * @param now the present
   */
  public synchronized void open(
      List<Slo> declared,
      Function<Slo, Set<BudgetWindow>> windowsOf,
      Map<String, ProbeGrids.Declared> declaredProbes,
      BiFunction<Slo, Sli, History> histories,
      Duration probeWindow,
      StoredMinutes stored,
      MetricMinutes storedMetrics,
      Instant now) {
    var newSlos = new HashMap<Account.Name, Account>();
    var newProbes = new HashMap<String, Watched>();
    var newEntries = new HashMap<String, List<Entry>>();
    declaredProbes.forEach((probe, grid) -> {
      var watched = new Watched(new SliWindows(List.of(probeWindow), grid.since()), grid);
      newProbes.put(probe, watched);
      entry(newEntries, probe, Criterion.SUCCESS, watched::add, watched::add);
    });
    for (var slo : declared) {
      var alike = new HashMap<Counting, Account>();
      for (var term : slo.terms()) {
        var account =
            alike.computeIfAbsent(
                new Counting(term.sli(), term.objective().method()),
                counting ->
                    account(
                        slo, counting, windowsOf, histories.apply(slo, term.sli()), newEntries));
        newSlos.put(new Account.Name(slo.name(), term.objective().name()), account);
      }
    }
    var present = now.getEpochSecond() / MINUTE;
    newProbes.values().forEach(watched -> watched.runs.advanceTo(present));
    newSlos.values().forEach(account -> account.advanceTo(present));
    newProbes.values().forEach(watched -> watched.runs.pauseCounting());
    newSlos.values().forEach(account -> account.windows.pauseCounting());
    stored.read((probe, location, criterion, minute, good, total) -> {
      for (var entry : newEntries.getOrDefault(probe, List.of())) {
        if (entry.good().text().equals(criterion)) {
          entry.stored().add(location, minute, good, total);
        }
      }
    });
    var newMetrics = new HashMap<Question, Set<Account>>();
    newSlos
        .values()
        .forEach(account ->
            account
                .counting
                .question()
                .ifPresent(
                    asked -> newMetrics.computeIfAbsent(asked, _ -> new HashSet<>()).add(account)));
    newMetrics.forEach((question, accounts) ->
        storedMetrics.read(
            question,
            (minute, good, total) ->
                accounts.forEach(account -> account.windows.set(minute, good, total))));
    newProbes.values().forEach(watched -> watched.runs.count());
    newSlos.values().forEach(account -> account.windows.count());
    slos = newSlos;
    probes = newProbes;
    entries = newEntries;
    metrics = newMetrics;
  }

  /**
   * How an SLO was counted before.
   *
   * @param since when its SLI began
   * @param all its events since then, also those older than its windows
   */
  public record History(Instant since, EventCounts all) {}

  /** Reads the hour rows. */
  @FunctionalInterface
  public interface StoredMinutes {
    /**
     * Reads them all.
     *
     * @param reader is told of each minute
     */
    void read(SliHours.MinuteReader reader);
  }

  /** Reads the minutes of what Prometheus answered. */
  @FunctionalInterface
  public interface MetricMinutes {
    /**
     * Reads them all.
     *
     * @param question what was asked
     * @param reader is told of each minute with events
     */
    void read(Question question, MinuteEvents reader);
  }

  /** Is told of a minute that is decided. */
  @FunctionalInterface
  public interface MinuteEvents {
    /**
     * One minute.
     *
     * @param epochMinute the minute since the Unix epoch
     * @param good good events in it
     * @param total all events in it
     */
    void minute(long epochMinute, int good, int total);
  }

  /** What an account counts. */
  private record Counting(Sli sli, BudgetingMethod method) {
    Optional<Question> question() {
      return switch (sli) {
        case Sli.Runs _ -> Optional.empty();
        case Sli.Metric(var question) -> Optional.of(question);
      };
    }
  }

  private static Account account(
      Slo slo,
      Counting counting,
      Function<Slo, Set<BudgetWindow>> windowsOf,
      History history,
      Map<String, List<Entry>> entries) {
    var account = new Account(counting, List.copyOf(windowsOf.apply(slo)), history);
    switch (counting.sli()) {
      case Sli.Runs(var probes, var good, _) ->
          probes.forEach(probe -> entry(entries, probe, good, account::add, account::addStored));
      case Sli.Metric _ -> {} // minute by minute, by set and refill
    }
    return account;
  }

  private static void entry(
      Map<String, List<Entry>> entries,
      String probe,
      Criterion good,
      MinuteSink sink,
      MinuteSink stored) {
    entries.computeIfAbsent(probe, _ -> new ArrayList<>()).add(new Entry(good, sink, stored));
  }

  synchronized void add(List<ProbeResult> committed) {
    for (var result : committed) {
      var minute = result.key().scheduledAt().getEpochSecond() / MINUTE;
      for (var entry : entries.getOrDefault(result.key().probe(), List.of())) {
        entry
            .sink()
            .add(result.key().location(), minute, entry.good().isGood(result.sample()) ? 1 : 0, 1);
      }
    }
  }

  /**
   * Puts what Prometheus answered in the place of what was known of some minutes.
   *
   * @param question what was asked; nothing is done where no SLO asks it
   * @param from the first minute, counted from the Unix epoch
   * @param counts its events and those of the minutes after it
   * @param all every event that was ever counted
   */
  public synchronized void set(
      Question question, long from, List<EventCounts> counts, EventCounts all) {
    for (var account : metrics.getOrDefault(question, Set.of())) {
      for (var i = 0; i < counts.size(); i++) {
        account.windows.set(
            from + i,
            Math.toIntExact(counts.get(i).good()),
            Math.toIntExact(counts.get(i).total()));
      }
      account.all = all;
    }
  }

  /**
   * Counts what Prometheus answered from the beginning, which lies further back than was known.
   *
   * @param question what was asked; nothing is done where no SLO asks it
   * @param history how it was counted before now
   * @param stored calls back with every stored minute
   * @param now the present
   */
  public synchronized void refill(
      Question question, History history, MetricMinutes stored, Instant now) {
    var present = now.getEpochSecond() / MINUTE;
    metrics
        .getOrDefault(question, Set.of())
        .forEach(account -> account.refill(history, stored, question, present));
  }

  /**
   * Moves the present of all windows.
   *
   * @param now the present
   */
  public synchronized void advanceTo(Instant now) {
    var minute = now.getEpochSecond() / MINUTE;
    slos.values().forEach(account -> account.advanceTo(minute));
    probes.values().forEach(watched -> watched.runs.advanceTo(minute));
  }

  /**
   * Takes what people have said of spans of time in place of what they said before, backwards too.
   *
   * @param adjustments what they have said, by the SLO's name
   */
  public synchronized void adjust(Function<String, Adjustments> adjustments) {
    slos.forEach((name, account) -> account.windows.adjust(adjustments.apply(name.slo())));
  }

  /**
   * Reads one window of an SLO.
   *
   * @param slo the SLO's name
   * @param objective the objective's name
   * @param window one of its windows
   * @return what is in it
   */
  public synchronized WindowReading read(String slo, String objective, BudgetWindow window) {
    return account(slo, objective).windows.read(window);
  }

  /**
   * Which slices of a window of an SLO are bad?
   *
   * @param slo the SLO's name
   * @param objective the objective's name
   * @param window one of its windows
   * @return the first minute of each, counted from the Unix epoch; none where events are counted
   */
  public synchronized Set<Long> badSlices(String slo, String objective, BudgetWindow window) {
    return Set.copyOf(account(slo, objective).windows.badSlices(window));
  }

  /**
   * Since when the SLI of an objective is counted.
   *
   * @param slo the SLO's name
   * @param objective the objective's name
   * @return the start of its first minute
   */
  public synchronized Instant began(String slo, String objective) {
    return account(slo, objective).windows.since();
  }

  /**
   * Finds where the trouble of a window began: the first minute of it with a bad event.
   *
   * @param slo the SLO's name
   * @param objective the objective's name
   * @param window a length of whole minutes
   * @param now the present
   * @return that minute's start; {@code now} where there is no bad event
   */
  public synchronized Instant firstBadMinute(
      String slo, String objective, Duration window, Instant now) {
    var windows = account(slo, objective).windows;
    var present = now.getEpochSecond() / MINUTE;
    for (var minute = present - window.toMinutes() + 1; minute <= present; minute++) {
      if (windows.between(minute, minute + 1).bad() > 0) {
        return Instant.ofEpochSecond(minute * MINUTE);
      }
    }
    return now;
  }

  /**
   * Counts an SLO's events since its SLI began, for counters.
   *
   * @param slo the SLO's name
   * @param objective the objective's name
   * @return all its events
   */
  public synchronized EventCounts all(String slo, String objective) {
    return account(slo, objective).all;
  }

  /**
   * For when a probe was watching.
   *
   * @param probe the probe's name
   * @param now the present
   * @return its coverage; empty where it is not in the book
   */
  public synchronized Optional<Coverage> coverage(String probe, Instant now) {
    return Optional.ofNullable(probes.get(probe))
        .map(watched ->
            gaps.apply(probe, now)
                .map(unknown -> new Coverage(watched.grid.since(), unknown))
                .orElseGet(() -> watched.byMinutes(now)));
  }

  /**
   * Since when a probe is declared, to the instant; its coverage knows whole minutes alone.
   *
   * @param probe the probe's name
   * @return the instant; empty where it is not in the book
   */
  public synchronized Optional<Instant> since(String probe) {
    return Optional.ofNullable(probes.get(probe)).map(watched -> watched.grid.since());
  }

  /**
   * Whether a probe's newest run is recent: of this minute, or not older than two intervals.
   *
   * @param probe the probe's name
   * @param now the present
   * @return whether anything is known of it now
   */
  public synchronized boolean isKnown(String probe, Instant now) {
    var watched = probes.get(probe);
    return watched != null
        && watched.lastMinute != Long.MIN_VALUE
        && !now.minus(watched.grid.interval().multipliedBy(2))
            .isAfter(Instant.ofEpochSecond((watched.lastMinute + 1) * MINUTE));
  }

  private Account account(String slo, String objective) {
    var account = slos.get(new Account.Name(slo, objective));
    if (account == null) {
      throw new IllegalArgumentException("SLO not in the book: " + slo + ", " + objective);
    }
    return account;
  }
}
