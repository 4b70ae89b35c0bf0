package dev.nines.engine.reports;

import dev.nines.probe.ProbeRun;
import java.time.Duration;
import java.time.Instant;

/**
 * What {@code debug=true} answers: blackbox_exporter's three sections, and then what it has not,
 * the verdict in a sentence and where the time went.
 *
 * @param name the module's name
 * @param module what was asked
 * @param target what was probed, without user information and query
 * @param timeout the deadline the run had
 * @param run what it saw
 * @param metrics what would have been answered
 */
public record DebugReport(
    String name,
    ShownModule module,
    String target,
    Duration timeout,
    ProbeRun run,
    String metrics) {
  /**
   * Writes it.
   *
   * @param ended when the run ended
   * @return the text, without a secret and without control characters of the target's
   */
  public String text(Instant ended) {
    var began = ended.minusNanos(run.durationNanos());
    var log = new LogLines(name, target, run, began).of(module.prober(), timeout);
    return """
    Logs for the probe:
    %s



    Metrics that would have been returned:
    %s



    Module configuration:
    %s



    What the run saw:
    %s
    """
        .formatted(
            String.join("\n", log),
            metrics.stripTrailing(),
            module.yaml().stripTrailing(),
            String.join("\n", new RunReport(target, run, ended).lines()));
  }
}
