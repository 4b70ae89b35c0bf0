package dev.nines.engine.selfcheck;

import dev.nines.engine.configuration.CheckTarget;
import dev.nines.probe.run.Prober;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Self-checks made up for tests. */
public final class SelfChecks {
  /** Has nobody to ask, and excuses no run. */
  public static final SelfCheck NONE = asking("", () -> Outcome.NOT_MADE);

  private SelfChecks() {}

  /** Asks really. */
  public static SelfCheck of(String... targets) {
    return SelfCheck.of(
        Stream.of(targets).map(target -> CheckTarget.parse(target).orElseThrow()).toList(),
        new Prober(System::nanoTime, InstantSource.system(), "test"),
        System::nanoTime,
        InstantSource.system());
  }

  /** Is told by the test when somebody has answered, or nobody. */
  public static SelfCheck told(CompletableFuture<Boolean> answered, AtomicInteger rounds) {
    return asking(
        "told:1",
        () -> {
          rounds.incrementAndGet();
          return answered.join() ? Outcome.ANSWERED : Outcome.SILENT;
        });
  }

  private static SelfCheck asking(String targets, Supplier<Outcome> round) {
    return new SelfCheck(targets, round, () -> {}, System::nanoTime, InstantSource.system());
  }
}
