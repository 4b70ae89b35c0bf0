package dev.nines.engine.review;

import dev.nines.engine.catalog.Silence;
import dev.nines.engine.dora.Suspect;
import dev.nines.incident.Escalation;
import dev.nines.incident.Incident;
import dev.nines.incident.ServicePolicy;
import dev.nines.incident.Transition.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is known of one incident.
 *
 * @param incident the incident
 * @param service its service's name for people
 * @param policy its service's policy: owner and runbook
 * @param timeline its steps in order
 * @param silence what keeps people from being told of it now; empty where nothing does
 * @param next who is told next unless somebody acknowledges it; empty where nobody is
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
    Optional<Silence> silence,
    Optional<Escalation.Next> next,
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
    return new IncidentReview(
        incident, service, policy, timeline, silence, next, told, strips, spent, cause, at);
  }
}
