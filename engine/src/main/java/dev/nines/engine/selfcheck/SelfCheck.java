package dev.nines.engine.selfcheck;

import dev.nines.engine.configuration.CheckTarget;
import dev.nines.probe.run.Prober;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Was this engine cut off when a run failed? Asks the declared targets when a failed run needs it:
 * one round at a time, shared by all runs that wait for it, each for about two seconds at most. See
 * {@link NewestRounds} for the round by which a run is judged.
 *
 * <p>Thread-safe.
 */
public final class SelfCheck implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SelfCheck.class);

  private final String targets;
  private final Supplier<Outcome> asking;
  private final Runnable closing;
  private final LongSupplier nanos;
  private final InstantSource clock;

  private volatile NewestRounds newest = NewestRounds.NONE;
  private volatile State state = State.NOT_KNOWN;
  private @Nullable CountDownLatch underWay;

  /**
   * What the newest round that showed something has shown.
   *
   * @param known whether there was one
   * @param cutOffSince when the first of the silent rounds ended, where the newest is one
   */
  public record State(boolean known, Optional<Instant> cutOffSince) {
    /** Of an engine that has not asked, or has nobody to ask. */
    public static final State NOT_KNOWN = new State(false, Optional.empty());
  }

  /**
   * A self-check of targets that may be none; then no run is ever excused.
   *
   * @param targets whom to ask
   * @param prober of these checks alone; closed with the self-check
   * @param nanos the monotonic clock
   * @param clock wall-clock time, for people
   * @return the self-check, which has asked nobody yet
   */
  public static SelfCheck of(
      List<CheckTarget> targets, Prober prober, LongSupplier nanos, InstantSource clock) {
    var checks = new CheckTargets(targets, prober);
    return new SelfCheck(checks.text(), checks::ask, checks::close, nanos, clock);
  }

  SelfCheck(
      String targets,
      Supplier<Outcome> asking,
      Runnable closing,
      LongSupplier nanos,
      InstantSource clock) {
    this.targets = targets;
    this.asking = asking;
    this.closing = closing;
    this.nanos = nanos;
    this.clock = clock;
  }

  /** {@return whether there is anybody to ask} */
  public boolean declared() {
    return !targets.isEmpty();
  }

  /** {@return the targets for people, without user information and query} */
  public String targets() {
    return targets;
  }

  /** {@return what is known of this engine's connection now} */
  public State state() {
    return state;
  }

  /**
   * Notes when a run was under way. Owed as soon as it has ended.
   *
   * @param durationNanos how long the run took
   * @return from when to when, by the clock of the self-checks
   */
  public RunSpan justEnded(long durationNanos) {
    var end = nanos.getAsLong();
    return new RunSpan(end - durationNanos, end);
  }

  /**
   * Judges a failed run. Waits for a round of self-checks where none has told yet.
   *
   * @param run when it was under way
   * @return whether no target answered either, so that the run tells nothing of its own target
   * @throws InterruptedException when the thread was interrupted while it waited
   */
  public boolean excuses(RunSpan run) throws InterruptedException {
    if (!declared()) {
      return false;
    }
    var round = roundFor(run);
    if (round != null) {
      round.await();
    }
    return newest.judge(run) == NewestRounds.Judgement.EXCUSED;
  }

  /** Asks by itself where it was never asked, or while nobody answers, to see the end of that. */
  public void keepWatch() {
    if (declared() && (!state.known() || state.cutOffSince().isPresent())) {
      round();
    }
  }

  private synchronized @Nullable CountDownLatch roundFor(RunSpan run) {
    return newest.judge(run) == NewestRounds.Judgement.OPEN ? round() : null;
  }

  private synchronized CountDownLatch round() {
    var round = underWay;
    if (round == null) {
      round = new CountDownLatch(1);
      Thread.ofVirtual().name("self-check").start(this::make);
      underWay = round; // not before: nobody must wait for a thread that did not start
    }
    return round;
  }

  private void make() {
    var outcome = Outcome.NOT_MADE;
    try {
      outcome = asking.get();
    } catch (RuntimeException e) { // the failed runs stand
      LOG.error("the self-check failed", e);
    } finally { // whatever was thrown, runs wait for this
      end(outcome);
    }
  }

  private synchronized void end(Outcome outcome) {
    newest = newest.with(outcome, nanos.getAsLong());
    switch (outcome) {
      case ANSWERED -> online();
      case SILENT -> cutOff();
      case NOT_MADE -> {}
    }
    var round = underWay;
    underWay = null;
    if (round != null) {
      round.countDown();
    }
  }

  private void online() {
    state
        .cutOffSince()
        .ifPresent(since ->
            LOG.info(
                "a self-check target answers again, after {} s",
                Duration.between(since, clock.instant()).toSeconds()));
    state = new State(true, Optional.empty());
  }

  private void cutOff() {
    if (state.cutOffSince().isEmpty()) {
      LOG.warn("no self-check target answers ({}): runs that fail are unknown meanwhile", targets);
      state = new State(true, Optional.of(clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }
  }

  @Override
  public void close() {
    closing.run();
  }
}
