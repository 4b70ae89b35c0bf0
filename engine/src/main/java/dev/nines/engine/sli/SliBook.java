package dev.nines.engine.sli;

import dev.nines.engine.results.ProbeGrids;
import dev.nines.engine.results.ProbeResult;
import dev.nines.slo.Adjustments;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Criterion;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Sli;
import dev.nines.slo.Sli.Question;
import dev.nines.slo.Slo;
import dev.nines.slo.WindowReading;
import dev.nines.slo.reliability.Coverage;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
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
  private Map<SloAccount.Name, SloAccount> slos = Map.of();
  private Map<String, WatchedProbe> probes = Map.of();
  private RunLedger ledger = new RunLedger();
  private Map<Question, Set<SloAccount>> metrics = Map.of();

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

  /**
   * Opens new accounts in place of all the old ones. The caller sees to it that no batch is
   * committed meanwhile.
   *
   * @param declared the SLOs
   * @param windowsOf the windows that are read of each of them
   * @param declaredProbes the probes, and since when and how often each is meant to run
   * @param histories how each SLI of an SLO was counted before now
   * @param probeWindow how long the runs of probes are kept for uptime
   * @param stored calls back with every stored hour of runs
   * @param storedMetrics the same for what Prometheus answered
   * @param now the present
   */
  public synchronized void open(
      List<Slo> declared,
      Function<Slo, Set<BudgetWindow>> windowsOf,
      Map<String, ProbeGrids.Declared> declaredProbes,
      BiFunction<Slo, Sli, History> histories,
      Duration probeWindow,
      StoredRuns stored,
      MetricMinutes storedMetrics,
      Instant now) {
    var newLedger = new RunLedger();
    var newProbes = new HashMap<String, WatchedProbe>();
    declaredProbes.forEach((probe, grid) -> {
      var watched = new WatchedProbe(probeWindow, grid);
      newProbes.put(probe, watched);
      newLedger.enter(probe, Criterion.SUCCESS, watched);
    });
    var newSlos = new HashMap<SloAccount.Name, SloAccount>();
    for (var slo : declared) {
      var windows = List.copyOf(windowsOf.apply(slo));
      var alike = new HashMap<SloAccount.Counting, SloAccount>();
      for (var term : slo.terms()) {
        var account =
            alike.computeIfAbsent(
                new SloAccount.Counting(term.sli(), term.objective().method()),
                counting -> new SloAccount(counting, windows, histories.apply(slo, term.sli())));
        newSlos.put(new SloAccount.Name(slo.name(), term.objective().name()), account);
      }
    }
    var newMetrics = new HashMap<Question, Set<SloAccount>>();
    for (var account : Set.copyOf(newSlos.values())) {
      switch (account.counting().sli()) {
        case Sli.Runs(var names, var good, _) ->
            names.forEach(probe -> newLedger.enter(probe, good, account));
        case Sli.Metric(var question) -> // minute by minute, by set and refill
            newMetrics.computeIfAbsent(question, _ -> new HashSet<>()).add(account);
      }
    }
    var tallies = new HashSet<RunLedger.Tally>(newProbes.values());
    tallies.addAll(newSlos.values());
    var present = now.getEpochSecond() / MINUTE;
    tallies.forEach(tally -> tally.advanceTo(present));
    tallies.forEach(RunLedger.Tally::pauseCounting);
    stored.read(newLedger::addStored);
    newMetrics.forEach((question, accounts) ->
        storedMetrics.read(
            question,
            (minute, good, total) ->
                accounts.forEach(account -> account.windows().set(minute, good, total))));
    tallies.forEach(RunLedger.Tally::count);
    slos = newSlos;
    probes = newProbes;
    ledger = newLedger;
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
  public interface StoredRuns {
    /**
     * Reads them all.
     *
     * @param reader is told of each hour
     */
    void read(StoredHours.Reader reader);
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

  synchronized void add(List<ProbeResult> committed) {
    ledger.add(committed);
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
    metrics.getOrDefault(question, Set.of()).forEach(account -> account.set(from, counts, all));
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
    probes.values().forEach(probe -> probe.advanceTo(minute));
  }

  /**
   * Takes what people have said of spans of time in place of what they said before, backwards too.
   *
   * @param adjustments what they have said, by the SLO's name
   */
  public synchronized void adjust(Function<String, Adjustments> adjustments) {
    slos.forEach((name, account) -> account.windows().adjust(adjustments.apply(name.slo())));
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
    return account(slo, objective).windows().read(window);
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
    return Set.copyOf(account(slo, objective).windows().badSlices(window));
  }

  /**
   * Since when the SLI of an objective is counted.
   *
   * @param slo the SLO's name
   * @param objective the objective's name
   * @return the start of its first minute
   */
  public synchronized Instant began(String slo, String objective) {
    return account(slo, objective).windows().since();
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
    return account(slo, objective).firstBadMinute(window, now);
  }

  /**
   * Counts an SLO's events since its SLI began, for counters.
   *
   * @param slo the SLO's name
   * @param objective the objective's name
   * @return all its events
   */
  public synchronized EventCounts all(String slo, String objective) {
    return account(slo, objective).all();
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
                .map(unknown -> new Coverage(watched.since(), unknown))
                .orElseGet(() -> watched.byMinutes(now)));
  }

  /**
   * Since when a probe is declared, to the instant; its coverage knows whole minutes alone.
   *
   * @param probe the probe's name
   * @return the instant; empty where it is not in the book
   */
  public synchronized Optional<Instant> since(String probe) {
    return Optional.ofNullable(probes.get(probe)).map(WatchedProbe::since);
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
    return watched != null && watched.isKnown(now);
  }

  private SloAccount account(String slo, String objective) {
    var account = slos.get(new SloAccount.Name(slo, objective));
    if (account == null) {
      throw new IllegalArgumentException("SLO not in the book: " + slo + ", " + objective);
    }
    return account;
  }
}
