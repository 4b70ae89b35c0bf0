package dev.nines.engine.api;

import dev.nines.probe.Failure;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.StepRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A step of a run as the API shows it.
 *
 * @param name its name
 * @param success its verdict
 * @param reason why it failed, in one word of a closed set
 * @param phase where it failed
 * @param detail why it failed, in a sentence
 * @param status the HTTP status of its last answer
 * @param durationSeconds the whole step
 * @param phases seconds by phase, over all its redirects
 */
public record StepView(
    String name,
    boolean success,
    Optional<String> reason,
    Optional<String> phase,
    Optional<String> detail,
    Optional<Integer> status,
    double durationSeconds,
    Map<String, Double> phases) {
  static StepView of(StepRun step, List<PhaseSpan> spans) {
    var phases = new TreeMap<String, Double>();
    step.phaseNanos(spans)
        .forEach((phase, nanos) ->
            phases.put(phase.label(), ServiceView.seconds(Duration.ofNanos(nanos))));
    var failure =
        step.outcome() instanceof ProbeOutcome.Failed(var why)
            ? Optional.of(why)
            : Optional.<Failure>empty();
    return new StepView(
        step.name(),
        step.success(),
        failure.map(why -> why.reason().label()),
        failure.map(why -> why.phase().label()),
        failure.map(Failure::detail),
        step.status(),
        ServiceView.seconds(Duration.ofNanos(step.durationNanos())),
        phases);
  }
}
