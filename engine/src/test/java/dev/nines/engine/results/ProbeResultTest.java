package dev.nines.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Phase;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProbeResultTest {
  private static final Failure SLOW =
      new Failure(Phase.CONNECT, FailureReason.SLOW, "connect took 2s, more than 1s");

  @Test
  void degradedRunIsGood_andKeepsWhatIsSlow() {
    var result = of(new ProbeOutcome.Degraded(SLOW));

    assertThat(result.sample().success()).isTrue();
    assertThat(result.degraded()).isTrue();
    assertThat(result.finding()).contains(SLOW);
    assertThat(result.failure()).isEmpty();
  }

  @Test
  void failedRunIsNotDegraded() {
    var result = of(new ProbeOutcome.Failed(SLOW));

    assertThat(result.sample().success()).isFalse();
    assertThat(result.degraded()).isFalse();
    assertThat(result.failure()).contains(SLOW);
  }

  @Test
  void goodRunHasNothingToSay() {
    var result = of(new ProbeOutcome.Up());

    assertThat(result.degraded()).isFalse();
    assertThat(result.finding()).isEmpty();
  }

  private static ProbeResult of(ProbeOutcome outcome) {
    return ProbeResult.of(
        new RunKey("web", Runs.LOCAL, Runs.NOON),
        Duration.ZERO,
        new ProbeRun(
            outcome, 2_000, List.of(), Optional.empty(), Optional.empty(), Optional.empty()),
        Optional.empty());
  }
}
