package dev.nines.engine.review;

import dev.nines.engine.dora.Suspect;
import dev.nines.incident.Incident;
import dev.nines.incident.ServicePolicy;
import dev.nines.incident.Transition.Step;
import java.time.Instant;
import java.util.List;

/**
 * Everything that is known of one incident.
 *
 * @param incident the incident
 * @param service its service's name for people
 * @param policy its service's policy: owner and runbook
 * @param timeline its steps in order
 * @param told what channels were told of it, in order
 * @param strips what its probes saw around it
 * @param budgets what it spent of its service's error budgets
 * @param cause which deployments may have caused it
 * @param at the present, by the database's clock
 */
public record IncidentReview(
    Incident incident,
    String service,
    ServicePolicy policy,
    List<Step> timeline,
    List<Told> told,
    List<RunStrip> strips,
    List<SpentBudget> budgets,
    Suspect.Known cause,
    Instant at) {
  /** Copies the lists. */
  public IncidentReview {
    timeline = List.copyOf(timeline);
    told = List.copyOf(told);
    strips = List.copyOf(strips);
    budgets = List.copyOf(budgets);
  }

  IncidentReview with(List<SpentBudget> spent) {
    return new IncidentReview(incident, service, policy, timeline, told, strips, spent, cause, at);
  }
}
