package dev.nines.engine.api;

import dev.nines.incident.Incident;
import dev.nines.incident.IncidentTimes;
import dev.nines.incident.Signal;
import dev.nines.incident.Transition.Step;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An incident as the API shows it.
 *
 * @param id its number
 * @param service its service
 * @param state open, acknowledged or resolved
 * @param severity how bad it is
 * @param times when what happened
 * @param reopened how many times a relapse has reopened it
 * @param signals what it is about, earliest impact first
 * @param timeline its steps in order; only where one incident is asked for
 */
public record IncidentView(
    long id,
    String service,
    String state,
    String severity,
    IncidentTimes times,
    int reopened,
    List<SignalView> signals,
    List<StepView> timeline) {
  static IncidentView of(Incident incident, List<Step> timeline) {
    return new IncidentView(
        incident.id(),
        incident.service(),
        incident.state().name().toLowerCase(Locale.ROOT),
        incident.severity().label(),
        incident.times(),
        incident.reopened(),
        incident.signals().stream().map(SignalView::of).toList(),
        timeline.stream()
            .map(step -> new StepView(step.at(), step.kind().label(), step.actor(), step.text()))
            .toList());
  }

  /**
   * Something that says the service is not well.
   *
   * @param text for people
   * @param probe the probe that says so; null where an error budget does
   * @param severity how bad it is
   * @param impactStart when the harm began
   * @param detectedAt when it was noticed
   * @param restoredAt when the harm ended
   * @param clearedAt when that was certain
   */
  public record SignalView(
      String text,
      Optional<String> probe,
      String severity,
      Instant impactStart,
      Instant detectedAt,
      Optional<Instant> restoredAt,
      Optional<Instant> clearedAt) {
    static SignalView of(Signal signal) {
      return new SignalView(
          signal.text(),
          probeOf(signal),
          signal.severity().label(),
          signal.impactStart(),
          signal.detectedAt(),
          signal.cleared().map(Signal.Cleared::restoredAt),
          signal.cleared().map(Signal.Cleared::at));
    }
  }

  private static Optional<String> probeOf(Signal signal) {
    return switch (signal) {
      case Signal.ProbeDown down -> Optional.of(down.probe());
      case Signal.BurnAlert _ -> Optional.empty();
    };
  }

  /**
   * A line of the timeline.
   *
   * @param at when it was done
   * @param kind what was done
   * @param actor who did it
   * @param text why
   */
  public record StepView(Instant at, String kind, String actor, String text) {}
}
