package dev.nines.engine.pages.probes;

import dev.nines.engine.evidence.Evidence;
import dev.nines.engine.evidence.Step;
import dev.nines.engine.pages.text.DurationText;
import dev.nines.probe.PhaseSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When did which phase of a run take how long?
 *
 * @param sections the steps of a transaction; of any other run there is one without a title
 */
public record Waterfall(List<Section> sections) {
  /**
   * A step.
   *
   * @param title its name and how it ended; empty where the run has no steps
   * @param state up, degraded or down
   * @param rows its phases
   */
  public record Section(Optional<String> title, String state, List<Row> rows) {}

  /**
   * A phase.
   *
   * @param hop such as {@code 1} for the first redirect
   * @param phase its name
   * @param bar where it lies in the whole run
   * @param at when it began
   * @param took how long it took
   */
  public record Row(int hop, String phase, PhaseBar bar, String at, String took) {}

  /**
   * Draws a run.
   *
   * @param seen what it saw
   * @param total the whole run
   * @return nothing where it came to no phase
   */
  static Optional<Waterfall> of(Evidence seen, Duration total) {
    if (seen.phases().isEmpty()) {
      return Optional.empty();
    }
    var last = seen.phases().stream().mapToLong(PhaseSpan::endNanos).max().orElse(0);
    var all = Duration.ofNanos(Math.max(last, total.toNanos()));
    var rows = seen.phases().stream().map(span -> row(span, all)).toList();
    if (seen.steps().isEmpty()) {
      return Optional.of(new Waterfall(List.of(new Section(Optional.empty(), "up", rows))));
    }
    var sections = new ArrayList<Section>();
    for (var step : seen.steps()) {
      sections.add(
          new Section(
              Optional.of(title(step)),
              RunRow.state(step.success(), step.finding().isPresent()),
              rows.stream()
                  .filter(row -> row.hop() >= step.firstHop() && row.hop() <= step.lastHop())
                  .toList()));
    }
    return Optional.of(new Waterfall(sections));
  }

  private static Row row(PhaseSpan span, Duration all) {
    var phase = span.phase().label();
    return new Row(
        span.hop(),
        phase,
        PhaseBar.of(phase, span.startNanos(), span.endNanos(), all),
        DurationText.measured(Duration.ofNanos(span.startNanos())),
        DurationText.measured(Duration.ofNanos(span.nanos())));
  }

  private static String title(Step step) {
    return step.name()
        + step.status().map(status -> ", status " + status).orElse("")
        + step.finding().map(finding -> ": " + finding.detail()).orElse("");
  }
}
