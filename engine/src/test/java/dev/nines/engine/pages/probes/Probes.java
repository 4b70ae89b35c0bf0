package dev.nines.engine.pages.probes;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.evidence.SeenRuns;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.RunKey;
import dev.nines.engine.results.Runs;
import dev.nines.engine.schedule.DeclaredProbes;
import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpFacts;
import dev.nines.probe.Phase;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Probes and their runs, made up for pages. */
final class Probes {
  static final Instant NOON = Runs.NOON;
  static final ProbeDeclaration CHECKOUT =
      DeclaredProbes.probe(
          "checkout-http",
          Duration.ofSeconds(10),
          DeclaredProbes.http("https://u:pw@shop.test/pay?token=x"));
  static final Catalog CATALOG =
      new Catalog(List.of(), List.of(CHECKOUT), List.of(), Map.of(), List.of());

  private Probes() {}

  /** Good, slow, failed for a while, at two locations; newest first. */
  static List<ProbeResult> results() {
    var results = new ArrayList<ProbeResult>();
    for (var i = 0; i < 12; i++) {
      for (var location : List.of("eu-west", "us-east")) {
        results.add(result(location, NOON.minusSeconds(10L * i + 5), run(i)));
      }
    }
    return results;
  }

  private static ProbeRun run(int i) {
    return switch (i) {
      case 0 -> slow();
      case 3, 4 -> SeenRuns.outOfOrder();
      case 5 -> SeenRuns.secondStepFailed();
      default -> good(40 + 17 * i % 90);
    };
  }

  static List<ProbeResult> failures() {
    return results().stream().filter(result -> !result.sample().success()).toList();
  }

  static ProbeResult result(String location, Instant at, ProbeRun run) {
    return ProbeResult.of(
        new RunKey(CHECKOUT.name(), location, at),
        Duration.ofMillis(3),
        run,
        Optional.of("0af7651916cd43dd8448eb211c80319c"));
  }

  static ProbeRun good(int millis) {
    return run(new ProbeOutcome.Up(), millis);
  }

  static ProbeRun slow() {
    return run(
        new ProbeOutcome.Degraded(
            new Failure(
                Phase.PROCESSING, FailureReason.SLOW, "processing took 660ms, more than 500ms")),
        700);
  }

  private static ProbeRun run(ProbeOutcome outcome, int millis) {
    var nanos = Duration.ofMillis(millis).toNanos();
    return new ProbeRun(
        outcome,
        nanos,
        List.of(
            new PhaseSpan(Phase.RESOLVE, 0, 0, 1_400_000),
            new PhaseSpan(Phase.CONNECT, 0, 1_400_000, 13_000_000),
            new PhaseSpan(Phase.TLS, 0, 13_000_000, 31_000_000),
            new PhaseSpan(Phase.PROCESSING, 0, 31_000_000, nanos - 2_000_000),
            new PhaseSpan(Phase.TRANSFER, 0, nanos - 2_000_000, nanos)),
        Optional.empty(),
        Optional.of(new HttpFacts(200, 2, 0, -1, 4_957, true, Optional.empty())),
        SeenRuns.outOfOrder().tls());
  }
}
