package dev.nines.engine.selfcheck;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * The newest rounds of self-checks, as a failed run is judged by them. A round speaks for the
 * moment it ended: at the first answer, or when the last target had failed to give one.
 *
 * <ul>
 *   <li>A run is <b>excused</b> where a silent round ended while it was under way or after it, or
 *       no more than {@link #VALIDITY} before its end.
 *   <li>Else it <b>stands</b> where another round ended no more than {@link #VALIDITY} before its
 *       end, or after it: an older answer says nothing of the run's end.
 *   <li>Else a round is needed, which ends after the run and so decides.
 * </ul>
 *
 * @param silent end of the newest silent round, in monotonic nanoseconds
 * @param other end of the newest round that was not silent, in monotonic nanoseconds
 */
record NewestRounds(OptionalLong silent, OptionalLong other) {
  /** No probe runs more often, so that no answer older than a run judges two runs of one probe. */
  static final Duration VALIDITY = Duration.ofSeconds(1);

  static final NewestRounds NONE = new NewestRounds(OptionalLong.empty(), OptionalLong.empty());

  /** What is to become of a failed run. */
  enum Judgement {
    /** It is unknown: this engine was cut off. */
    EXCUSED,
    /** It failed. */
    STANDS,
    /** No round says; one must be made. */
    OPEN
  }

  NewestRounds with(Outcome round, long endNanos) {
    return switch (round) {
      case SILENT -> new NewestRounds(OptionalLong.of(endNanos), other);
      case ANSWERED, NOT_MADE -> new NewestRounds(silent, OptionalLong.of(endNanos));
    };
  }

  Judgement judge(RunSpan run) {
    var recently = run.endNanos() - VALIDITY.toNanos();
    var duringRun = earlier(run.startNanos(), recently);
    if (notBefore(silent, duringRun)) {
      return Judgement.EXCUSED;
    }
    return notBefore(other, recently) ? Judgement.STANDS : Judgement.OPEN;
  }

  /** Monotonic nanoseconds may overflow: only differences can be compared. */
  private static boolean notBefore(OptionalLong nanos, long limit) {
    return nanos.isPresent() && nanos.getAsLong() - limit >= 0;
  }

  private static long earlier(long a, long b) {
    return a - b < 0 ? a : b;
  }
}
