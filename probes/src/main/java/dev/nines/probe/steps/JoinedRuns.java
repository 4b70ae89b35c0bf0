package dev.nines.probe.steps;

import dev.nines.probe.Failure;
import dev.nines.probe.HopFacts;
import dev.nines.probe.HttpFacts;
import dev.nines.probe.Mismatch;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.StepRun;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The runs of several steps as one: hops are counted on and times go on, the address is the first
 * step's, and what an answer said is the last step's.
 *
 * <p>Not thread-safe: it belongs to the run's thread.
 */
final class JoinedRuns {
  private final LongSupplier nanos;
  private final long began;
  private final List<PhaseSpan> spans = new ArrayList<>();
  private final List<HopFacts> hops = new ArrayList<>();
  private final List<StepRun> steps = new ArrayList<>();
  private final Set<Mismatch> mismatches = EnumSet.noneOf(Mismatch.class);
  private ProbeOutcome outcome = new ProbeOutcome.Up();
  private @Nullable ProbeRun first;
  private @Nullable ProbeRun last;
  private long stepBegan;
  private int nextHop;

  JoinedRuns(LongSupplier nanos) {
    this.nanos = nanos;
    this.began = nanos.getAsLong();
  }

  /** Begins the next step now. */
  void begin() {
    stepBegan = elapsed();
  }

  /** Ends it with what it saw. */
  void end(String name, ProbeRun run) {
    first = first == null ? run : first;
    last = run;
    var lastHop = nextHop;
    for (var span : run.phases()) {
      var hop = nextHop + span.hop();
      lastHop = Math.max(lastHop, hop);
      spans.add(
          new PhaseSpan(
              span.phase(), hop, stepBegan + span.startNanos(), stepBegan + span.endNanos()));
    }
    for (var hop : run.hops()) {
      hops.add(hop.at(nextHop + hop.hop()));
    }
    steps.add(
        new StepRun(
            name,
            run.outcome(),
            run.http().map(HttpFacts::status).filter(status -> status > 0),
            nextHop,
            lastHop,
            run.durationNanos()));
    nextHop = lastHop + 1;
    mismatches.addAll(run.mismatches());
    outcome = worse(outcome, run.outcome(), "step %d '%s': ".formatted(steps.size(), name));
  }

  /** The first finding counts, but a failure, which is the last, outweighs it. */
  private static ProbeOutcome worse(ProbeOutcome before, ProbeOutcome step, String named) {
    return switch (step) {
      case ProbeOutcome.Up _ -> before;
      case ProbeOutcome.Degraded(var finding) ->
          before instanceof ProbeOutcome.Up
              ? new ProbeOutcome.Degraded(named(finding, named))
              : before;
      case ProbeOutcome.Failed(var failure) -> new ProbeOutcome.Failed(named(failure, named));
    };
  }

  private static Failure named(Failure failure, String named) {
    return failure.with(named + failure.detail());
  }

  ProbeRun run() {
    return new ProbeRun(
        outcome,
        elapsed(),
        spans,
        Optional.ofNullable(first).flatMap(ProbeRun::address),
        Optional.ofNullable(last).flatMap(ProbeRun::http),
        Optional.ofNullable(last).flatMap(ProbeRun::tls),
        Map.of(),
        mismatches,
        Optional.ofNullable(last).flatMap(ProbeRun::answer),
        steps,
        hops);
  }

  private long elapsed() {
    return nanos.getAsLong() - began;
  }
}
