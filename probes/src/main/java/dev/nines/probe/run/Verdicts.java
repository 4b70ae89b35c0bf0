package dev.nines.probe.run;

import static java.util.Comparator.comparingLong;

import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.HttpStepsSpec;
import dev.nines.probe.Phase;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.SpeedLimit;
import dev.nines.probe.TcpSpec;
import dev.nines.probe.TlsFacts;
import dev.nines.probe.TlsSpec;
import dev.nines.probe.net.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is left to say of a run whose answer is as declared: its certificate may end too soon, and
 * it may have been too slow.
 */
final class Verdicts {
  private Verdicts() {}

  static ProbeRun on(ProbeRun run, ProbeSpec spec, Instant now) {
    return switch (spec) {
      case HttpSpec http -> on(run, http.module().tls(), http.module().expectation().limits(), now);
      case HttpStepsSpec steps -> on(run, TlsSpec.DEFAULT, steps.module().limits(), now);
      case TcpSpec tcp -> on(run, tcp.module().tls(), tcp.module().limits(), now);
    };
  }

  private static ProbeRun on(ProbeRun run, TlsSpec tls, List<SpeedLimit> limits, Instant now) {
    return expiry(run, tls, now)
        .or(() -> slowness(run, limits, SpeedLimit.Verdict.FAILED))
        .<ProbeOutcome>map(ProbeOutcome.Failed::new)
        .or(() ->
            slowness(run, limits, SpeedLimit.Verdict.DEGRADED).map(ProbeOutcome.Degraded::new))
        .map(run::with)
        .orElse(run);
  }

  /** By the verified chain; where nothing was verified, by what the server presented. */
  private static Optional<Failure> expiry(ProbeRun run, TlsSpec tls, Instant now) {
    if (run.tls().isEmpty() || tls.minValidity().isEmpty()) {
      return Optional.empty();
    }
    TlsFacts facts = run.tls().get();
    var left = Duration.between(now, facts.verified().orElse(facts.presentedExpiry()));
    var least = tls.minValidity().get();
    if (left.compareTo(least) >= 0) {
      return Optional.empty();
    }
    // one that has expired gets here only where any certificate will do
    var when =
        left.isNegative()
            ? "expired %s ago".formatted(Durations.rough(left.negated()))
            : "expires in " + Durations.rough(left);
    return Optional.of(
        new Failure(
            Phase.TLS,
            FailureReason.CERTIFICATE_EXPIRES_SOON,
            "a certificate of the chain %s, less than %s from now (%s)"
                .formatted(when, Durations.rough(least), facts.subject())));
  }

  private static Optional<Failure> slowness(
      ProbeRun run, List<SpeedLimit> limits, SpeedLimit.Verdict verdict) {
    return limits.stream()
        .filter(limit -> limit.verdict() == verdict)
        .flatMap(limit -> slowness(run, limit).stream())
        .findFirst();
  }

  private static Optional<Failure> slowness(ProbeRun run, SpeedLimit limit) {
    var took =
        Duration.ofNanos(
            limit.phase().isPresent()
                ? run.phaseNanos(limit.phase().get()).orElse(0)
                : run.durationNanos());
    if (took.compareTo(limit.most()) <= 0) {
      return Optional.empty();
    }
    var what = limit.phase().map(Phase::label).orElse("the run");
    return Optional.of(
        new Failure(
            limit.phase().orElseGet(() -> longest(run)),
            FailureReason.SLOW,
            "%s took %s, more than %s"
                .formatted(what, Durations.text(took), Durations.text(limit.most()))));
  }

  private static Phase longest(ProbeRun run) {
    return Arrays.stream(Phase.values())
        .max(comparingLong(phase -> run.phaseNanos(phase).orElse(0)))
        .orElseThrow();
  }
}
