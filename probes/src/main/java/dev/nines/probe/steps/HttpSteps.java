package dev.nines.probe.steps;

import dev.nines.probe.Failure;
import dev.nines.probe.HopFacts;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.HttpStep;
import dev.nines.probe.HttpStepsSpec;
import dev.nines.probe.Phase;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.net.ProbeFault;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Runs transactions: step by step, each a probe of its own to which is added what the steps before
 * it captured.
 *
 * <p>Thread-safe.
 */
public final class HttpSteps {
  private final LongSupplier nanos;

  /**
   * Makes a prober of transactions.
   *
   * @param nanos a monotonic clock
   */
  public HttpSteps(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Makes one request. */
  @FunctionalInterface
  public interface Requests {
    /**
     * Makes it as if there were no other.
     *
     * @param spec what is asked
     * @param capturing sees the answers
     * @return what the run saw, with its verdict
     */
    ProbeRun run(HttpSpec spec, Capturing capturing);
  }

  /**
   * Runs one transaction, as far as the first step that fails.
   *
   * @param spec what to ask of which target
   * @param requests makes the requests, all under the deadline of the run
   * @return what the steps saw together
   */
  public ProbeRun run(HttpStepsSpec spec, Requests requests) {
    var joined = new JoinedRuns(nanos);
    var values = CapturedValues.NONE;
    for (var step : spec.module().steps()) {
      var capturing = new Capturing(step.captures(), values);
      joined.begin();
      var run = run(step, spec, values, capturing, requests);
      joined.end(step.name(), masked(run, capturing));
      if (!run.success()) {
        break;
      }
      values = values.and(capturing.values());
    }
    return joined.run();
  }

  private static ProbeRun run(
      HttpStep step,
      HttpStepsSpec spec,
      CapturedValues values,
      Capturing capturing,
      Requests requests) {
    HttpSpec request;
    try {
      request = new StepRequest(values).of(step, spec);
    } catch (ProbeFault e) {
      return ProbeRun.notBegun(new Failure(Phase.RESOLVE, e.reason(), e.detail()));
    }
    return requests.run(request, capturing);
  }

  /** A sentence or a redirect may name what was captured, and a redirect what should have been. */
  private static ProbeRun masked(ProbeRun run, Capturing capturing) {
    var hops =
        capturing.hidesHeaders()
            ? List.<HopFacts>of()
            : run.hops().stream().map(hop -> hop.with(capturing.mask().of(hop.url()))).toList();
    return run.with(masked(run.outcome(), capturing)).with(hops);
  }

  private static ProbeOutcome masked(ProbeOutcome outcome, Capturing capturing) {
    return switch (outcome) {
      case ProbeOutcome.Up up -> up;
      case ProbeOutcome.Degraded(var finding) ->
          new ProbeOutcome.Degraded(masked(finding, capturing));
      case ProbeOutcome.Failed(var failure) -> new ProbeOutcome.Failed(masked(failure, capturing));
    };
  }

  private static Failure masked(Failure failure, Capturing capturing) {
    return failure.with(capturing.mask().of(failure.detail()));
  }
}
