package dev.nines.engine.api;

import dev.nines.engine.evidence.Step;
import dev.nines.probe.Failure;
import dev.nines.probe.PhaseSpan;
import dev.nines.slo.time.Seconds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A step of a run as the API shows it.
 *
 * @param name its name
 * @param success its verdict
 * @param degraded whether it is good, but slower than it should be
 * @param reason why it failed or is degraded, in one word of a closed set
 * @param phase where it failed, or is slow
 * @param detail why it failed or is degraded, in a sentence
 * @param status the HTTP status of its last answer
 * @param firstHop the hop of its first request
 * @param lastHop the hop of its last redirect
 * @param durationSeconds the whole step
 * @param phases seconds by phase, over all its redirects
 */
public record StepView(
    String name,
    boolean success,
    boolean degraded,
    Optional<String> reason,
    Optional<String> phase,
    Optional<String> detail,
    Optional<Integer> status,
    int firstHop,
    int lastHop,
    double durationSeconds,
    Map<String, Double> phases) {
  static StepView of(Step step, List<PhaseSpan> spans) {
    return new StepView(
        step.name(),
        step.success(),
        step.success() && step.finding().isPresent(),
        step.finding().map(finding -> finding.reason().label()),
        step.finding().map(finding -> finding.phase().label()),
        step.finding().map(Failure::detail),
        step.status(),
        step.firstHop(),
        step.lastHop(),
        Seconds.ofNanos(step.durationNanos()),
        phases(step, spans));
  }

  private static Map<String, Double> phases(Step step, List<PhaseSpan> spans) {
    var phases = new TreeMap<String, Double>();
    for (var span : spans) {
      if (span.hop() >= step.firstHop() && span.hop() <= step.lastHop()) {
        phases.merge(span.phase().label(), Seconds.ofNanos(span.nanos()), Double::sum);
      }
    }
    return phases;
  }
}
