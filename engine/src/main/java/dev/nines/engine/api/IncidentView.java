package dev.nines.engine.api;

import dev.nines.incident.Incident;
import dev.nines.incident.IncidentTimes;
import dev.nines.incident.ServicePolicy;
import dev.nines.incident.Signal;
import dev.nines.incident.Transition.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An incident as the API shows it.
 *
 * @param id its number
 * @param service its service
 * @param state open, acknowledged or resolved
 * @param severity how bad it is
 * @param times when what happened
 * @param reopened how many times a relapse has reopened it
 * @param owner who looks after it, or after its service
 * @param runbook where to read what to do
 * @param impactEdited whether a person has said when its impact began
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
    Optional<String> owner,
    Optional<String> runbook,
    boolean impactEdited,
    List<SignalView> signals,
    List<StepView> timeline) {
  /**
   * Where an incident leads.
   *
   * @param policies a service's policy, by its name: owner and runbook
   * @param trace the address of a trace, by its id; empty where none is configured
   */
  public record Links(
      Function<String, ServicePolicy> policies, Function<String, Optional<String>> trace) {}

  /**
   * Shows an incident.
   *
   * @param incident the incident
   * @param timeline its steps; empty where they are not asked for
   * @param links where it leads
   * @return the view
   */
  public static IncidentView of(Incident incident, List<Step> timeline, Links links) {
    var policy = links.policies().apply(incident.service());
    return new IncidentView(
        incident.id(),
        incident.service(),
        incident.state().label(),
        incident.severity().label(),
        incident.times(),
        incident.reopened(),
        incident.owner().or(policy::owner),
        policy.runbook(),
        incident.impactEdited(),
        incident.signals().stream().map(signal -> SignalView.of(signal, links)).toList(),
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
   * @param location where the probe sees it from
   * @param traceId the trace of the first failing run, where one was kept
   * @param link to that trace where its address is configured, or to the alert at its source
   */
  public record SignalView(
      String text,
      Optional<String> probe,
      String severity,
      Instant impactStart,
      Instant detectedAt,
      Optional<Instant> restoredAt,
      Optional<Instant> clearedAt,
      Optional<String> location,
      Optional<String> traceId,
      Optional<String> link) {
    static SignalView of(Signal signal, Links links) {
      var traceId = traceOf(signal);
      return new SignalView(
          signal.text(),
          probeOf(signal),
          signal.severity().label(),
          signal.impactStart(),
          signal.detectedAt(),
          signal.cleared().map(Signal.Cleared::restoredAt),
          signal.cleared().map(Signal.Cleared::at),
          locationOf(signal),
          traceId,
          traceId.flatMap(links.trace()).or(() -> linkOf(signal)));
    }

    private static Optional<String> probeOf(Signal signal) {
      return switch (signal) {
        case Signal.ProbeDown down -> Optional.of(down.probe());
        case Signal.BurnAlert _, Signal.External _ -> Optional.empty();
      };
    }

    private static Optional<String> locationOf(Signal signal) {
      return switch (signal) {
        case Signal.ProbeDown down -> Optional.of(down.location());
        case Signal.BurnAlert _, Signal.External _ -> Optional.empty();
      };
    }

    private static Optional<String> traceOf(Signal signal) {
      return switch (signal) {
        case Signal.ProbeDown down -> down.cause().traceId();
        case Signal.BurnAlert _, Signal.External _ -> Optional.empty();
      };
    }

    private static Optional<String> linkOf(Signal signal) {
      return switch (signal) {
        case Signal.External alert -> alert.link();
        case Signal.ProbeDown _, Signal.BurnAlert _ -> Optional.empty();
      };
    }
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
