package dev.nines.incident;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Is a probe up or down at one location? A pure fold over its runs: {@link OutageRule#failures()}
 * bad runs in a row open an outage, {@link OutageRule#recoveries()} good ones in a row close it.
 *
 * <p>Runs that are unknown are not folded, so they neither open nor close nor break a streak.
 *
 * @param rule the streaks
 * @param state where the fold stands
 * @param lastFolded when the newest folded run was due; empty before the first
 */
public record OutageTracker(OutageRule rule, State state, Optional<Instant> lastFolded) {

  /**
   * Starts with a probe nothing is known of, which counts as up.
   *
   * @param rule the streaks
   * @return a tracker that has folded nothing
   */
  public static OutageTracker start(OutageRule rule) {
    return new OutageTracker(rule, new State.Up(Optional.empty()), Optional.empty());
  }

  /**
   * Stands up again after a restart or a hand-over, from what is stored.
   *
   * <p>The newest {@code failures + recoveries} runs are enough when every change up to the newest
   * run is stored as well. Where a run may have been stored and its change not, give so many more;
   * what they then changed is in {@link Resumed#missed()}. Runs before the last stored change are
   * passed over, so that no outage is told twice.
   *
   * @param rule the streaks
   * @param last the newest stored outage of this probe at this location, open or closed
   * @param runs the newest stored runs, in any order
   * @return the tracker, and the changes that were not yet stored
   */
  public static Resumed resume(OutageRule rule, Optional<Outage> last, List<Run> runs) {
    var from = last.map(outage -> outage.restoredAt().orElse(outage.impactStart()));
    var tracker = start(rule);
    if (last.isPresent() && last.get().restoredAt().isEmpty()) {
      tracker = new OutageTracker(rule, new State.Down(last.get().impactStart()), Optional.empty());
    }
    var missed = new ArrayList<OutageChange>();
    for (var run : runs.stream().sorted(Comparator.comparing(Run::scheduledAt)).toList()) {
      if (from.isEmpty() || !run.scheduledAt().isBefore(from.get())) {
        var folded = tracker.fold(run);
        tracker = folded.tracker();
        folded.change().ifPresent(missed::add);
      }
    }
    return new Resumed(tracker, missed);
  }

  /**
   * Takes in the next run. One that is not later than the newest folded changes nothing.
   *
   * @param run a run with a verdict
   * @return the tracker after it, and what it changed
   */
  public Folded fold(Run run) {
    if (lastFolded.isPresent() && !run.scheduledAt().isAfter(lastFolded.get())) {
      return new Folded(this, Optional.empty());
    }
    return run.failure().map(failure -> bad(run, failure)).orElseGet(() -> good(run));
  }

  /** {@return the bad runs in a row that are no outage yet; empty where the newest run was good} */
  public Optional<FailureStreak> streak() {
    return switch (state) {
      case State.Failing(var lastGood, _, _, var streak) ->
          Optional.of(new FailureStreak(streak, rule.failures(), lastGood.isPresent()));
      case State.Up _, State.Down _, State.Recovering _ -> Optional.empty();
    };
  }

  private Folded good(Run run) {
    return switch (state) {
      case State.Up _, State.Failing _ ->
          to(run, new State.Up(Optional.of(run.scheduledAt())), Optional.empty());
      case State.Down(var impactStart) -> recovering(run, impactStart, run.scheduledAt(), 1);
      case State.Recovering(var impactStart, var restoredAt, var streak) ->
          recovering(run, impactStart, restoredAt, streak + 1);
    };
  }

  private Folded bad(Run run, Run.Failure failure) {
    return switch (state) {
      case State.Up(var lastGood) -> failing(run, lastGood, run.scheduledAt(), failure, 1);
      case State.Failing(var lastGood, var impactStart, var cause, var streak) ->
          failing(run, lastGood, impactStart, cause, streak + 1);
      case State.Down down -> to(run, down, Optional.empty());
      case State.Recovering recovering ->
          to(run, new State.Down(recovering.impactStart()), Optional.empty());
    };
  }

  private Folded failing(
      Run run, Optional<Instant> lastGood, Instant impactStart, Run.Failure cause, int streak) {
    if (streak < rule.failures()) {
      return to(run, new State.Failing(lastGood, impactStart, cause, streak), Optional.empty());
    }
    var opened = new OutageChange.Opened(lastGood, impactStart, run.finishedAt(), cause);
    return to(run, new State.Down(impactStart), Optional.of(opened));
  }

  private Folded recovering(Run run, Instant impactStart, Instant restoredAt, int streak) {
    if (streak < rule.recoveries()) {
      return to(run, new State.Recovering(impactStart, restoredAt, streak), Optional.empty());
    }
    var closed = new OutageChange.Closed(impactStart, restoredAt, run.finishedAt());
    return to(run, new State.Up(Optional.of(run.scheduledAt())), Optional.of(closed));
  }

  private Folded to(Run run, State next, Optional<OutageChange> change) {
    return new Folded(new OutageTracker(rule, next, Optional.of(run.scheduledAt())), change);
  }

  /**
   * What one run did.
   *
   * @param tracker the tracker after it
   * @param change what it changed, mostly nothing
   */
  public record Folded(OutageTracker tracker, Optional<OutageChange> change) {}

  /**
   * A tracker rebuilt from stored rows.
   *
   * @param tracker the tracker after the newest stored run
   * @param missed changes that the stored runs make and no stored outage shows, oldest first
   */
  public record Resumed(OutageTracker tracker, List<OutageChange> missed) {
    /** Copies the changes. */
    public Resumed {
      missed = List.copyOf(missed);
    }
  }

  /** Where the fold stands. */
  public sealed interface State {
    /**
     * Up.
     *
     * @param lastGood when the last good run was due; empty where none is known
     */
    record Up(Optional<Instant> lastGood) implements State {}

    /**
     * Still up, with a streak of bad runs that is too short to be an outage.
     *
     * @param lastGood when the last good run was due; empty where none is known
     * @param impactStart when the first bad run of the streak was due
     * @param cause why that one failed
     * @param streak bad runs so far
     */
    record Failing(Optional<Instant> lastGood, Instant impactStart, Run.Failure cause, int streak)
        implements State {}

    /**
     * Down.
     *
     * @param impactStart when the outage began
     */
    record Down(Instant impactStart) implements State {}

    /**
     * Still down, with a streak of good runs that is too short to end it.
     *
     * @param impactStart when the outage began
     * @param restoredAt when the first good run of the streak was due
     * @param streak good runs so far
     */
    record Recovering(Instant impactStart, Instant restoredAt, int streak) implements State {}
  }
}
