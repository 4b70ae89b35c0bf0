package dev.nines.probe.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.NetworkSpec;
import dev.nines.probe.Phase;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.SpeedLimit;
import dev.nines.probe.TcpModule;
import dev.nines.probe.TcpSpec;
import dev.nines.probe.TlsFacts;
import dev.nines.probe.TlsSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictsTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  @Test
  void fastRunStaysUp_alsoAtTheLimitItself() {
    assertThat(judge(limit(Phase.PROCESSING, 812, SpeedLimit.Verdict.FAILED)))
        .isEqualTo(new ProbeOutcome.Up());
  }

  @Test
  void slowPhaseIsSummedOverHops() {
    assertThat(judge(limit(Phase.PROCESSING, 500, SpeedLimit.Verdict.FAILED)))
        .isEqualTo(
            new ProbeOutcome.Failed(
                slow(Phase.PROCESSING, "processing took 812ms, more than 500ms")));
  }

  @Test
  void slowRunIsBlamedOnItsLongestPhase() {
    assertThat(judge(limit(900, SpeedLimit.Verdict.DEGRADED)))
        .isEqualTo(
            new ProbeOutcome.Degraded(slow(Phase.PROCESSING, "the run took 1s, more than 900ms")));
  }

  @Test
  void failureOutweighsDegradation_whateverTheirOrder() {
    assertThat(
            judge(
                limit(100, SpeedLimit.Verdict.DEGRADED),
                limit(Phase.CONNECT, 50, SpeedLimit.Verdict.FAILED)))
        .isEqualTo(
            new ProbeOutcome.Failed(slow(Phase.CONNECT, "connect took 100ms, more than 50ms")));
  }

  @Test
  void phaseThatNeverCameIsNotSlow() {
    assertThat(judge(limit(Phase.TLS, 0, SpeedLimit.Verdict.FAILED)))
        .isEqualTo(new ProbeOutcome.Up());
  }

  @Test
  void verifiedChainDecides_elseWhatWasPresented() {
    var soon = NOON.plus(Duration.ofDays(3));
    var late = NOON.plus(Duration.ofDays(90));

    assertThat(expiry(soon, late)).isEqualTo(new ProbeOutcome.Up());
    assertThat(expiry(late, soon))
        .isEqualTo(
            new ProbeOutcome.Failed(
                new Failure(
                    Phase.TLS,
                    FailureReason.CERTIFICATE_EXPIRES_SOON,
                    "a certificate of the chain expires in 3 days, less than 14 days from now"
                        + " (CN=shop)")));
    assertThat(expiry(soon, Instant.MIN)).isInstanceOf(ProbeOutcome.Failed.class);
    assertThat(expiry(late, Instant.MIN)).isEqualTo(new ProbeOutcome.Up());
  }

  private static ProbeOutcome judge(SpeedLimit... limits) {
    var run =
        new ProbeRun(
            new ProbeOutcome.Up(),
            millis(1_000),
            List.of(
                new PhaseSpan(Phase.CONNECT, 0, 0, millis(100)),
                new PhaseSpan(Phase.PROCESSING, 0, millis(100), millis(512)),
                new PhaseSpan(Phase.PROCESSING, 1, millis(600), millis(1_000))),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return Verdicts.on(run, spec(TlsSpec.DEFAULT, List.of(limits)), NOON).outcome();
  }

  private static ProbeOutcome expiry(Instant presented, Instant verified) {
    var facts =
        new TlsFacts("TLS 1.3", "", "CN=shop", "", "", "", "", presented, presented, verified);
    var run =
        new ProbeRun(
            new ProbeOutcome.Up(),
            0,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(facts));
    var tls =
        new TlsSpec(
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            TlsSpec.Version.TLS12,
            Optional.empty(),
            Optional.of(Duration.ofDays(14)));
    return Verdicts.on(run, spec(tls, List.of()), NOON).outcome();
  }

  private static TcpSpec spec(TlsSpec tls, List<SpeedLimit> limits) {
    return new TcpSpec(
        "shop.example",
        443,
        Duration.ofSeconds(5),
        new TcpModule(true, tls, List.of(), NetworkSpec.DEFAULT, limits));
  }

  private static SpeedLimit limit(Phase phase, long most, SpeedLimit.Verdict verdict) {
    return new SpeedLimit(Optional.of(phase), Duration.ofMillis(most), verdict);
  }

  private static SpeedLimit limit(long most, SpeedLimit.Verdict verdict) {
    return new SpeedLimit(Optional.empty(), Duration.ofMillis(most), verdict);
  }

  private static Failure slow(Phase phase, String detail) {
    return new Failure(phase, FailureReason.SLOW, detail);
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
