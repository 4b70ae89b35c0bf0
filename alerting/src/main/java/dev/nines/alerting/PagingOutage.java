package dev.nines.alerting;

import dev.nines.slo.BudgetWindow;
import dev.nines.slo.SliWindows;
import dev.nines.slo.Slo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many bad events in a row page, where all was well for as long as the alerts look back? Found
 * by playing such an outage to the alerts themselves, so that every guard has its say.
 *
 * @param events how many: with the last of them it pages; at most one fewer where the first is not
 *     at the beginning of its minute
 * @param after from the first to the last of them
 * @param rule which alert is the first, for people
 */
public record PagingOutage(int events, Duration after, String rule) {
  private static final int MINUTE = 60;

  /** The first minute of the outage: any will do that begins an hour. */
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /**
   * Plays an outage.
   *
   * @param slo an SLO
   * @param term one of its objectives
   * @param policies its declared alert policies
   * @param spacing how far apart events are, above 0
   * @return the first page; empty where not even an outage as long as its windows pages
   */
  public static Optional<PagingOutage> of(
      Slo slo, Slo.Term term, List<AlertPolicy> policies, Duration spacing) {
    var alerts = paging(ObjectiveAlerts.of(slo, term, policies));
    var longest = alerts.windows().stream().max(Duration::compareTo);
    if (longest.isEmpty()) {
      return Optional.empty();
    }
    var end = START.plus(longest.get());
    var windows = new ArrayList<BudgetWindow>();
    alerts.windows().forEach(length -> windows.add(new BudgetWindow.Rolling(length)));
    var begin = START.minus(longest.get().multipliedBy(2)); // slices begin before their windows
    var sli = new SliWindows(windows, term.objective().method(), begin);
    sli.advanceTo(minute(START));
    sli.pauseCounting();
    for (var at = START.minus(spacing); !at.isBefore(begin); at = at.minus(spacing)) {
      sli.add(minute(at), 1, 1);
    }
    sli.count();
    Map<String, AlertState> states = Map.of();
    var events = 0;
    for (var at = START; at.isBefore(end); at = at.plus(spacing)) {
      sli.advanceTo(minute(at));
      sli.add(minute(at), 0, 1);
      events++;
      var outcome = alerts.next(states, sli::read, at);
      if (!outcome.active().isEmpty()) {
        return Optional.of(
            new PagingOutage(
                events, Duration.between(START, at), outcome.active().getFirst().text()));
      }
      states = outcome.states();
    }
    return Optional.empty();
  }

  /**
   * Says it to people.
   *
   * @param what bad events are called, such as {@code bad runs}
   * @return such as {@code 3 bad runs in a row page, 1m after the first (14.4x over 1h and 5m)}
   */
  public String text(String what) {
    return "%d %s in a row page, %s after the first (%s)"
        .formatted(events, what, BurnRateRule.text(Duration.ofSeconds(after.toSeconds())), rule);
  }

  /** Those alone that wake somebody up because too much fails. */
  private static ObjectiveAlerts paging(ObjectiveAlerts alerts) {
    return new ObjectiveAlerts(
        alerts.objective(),
        new BurnAlertRules(
            alerts.rules().rules().stream()
                .filter(rule -> rule.urgency() == Urgency.PAGE)
                .toList()),
        alerts.policies().stream()
            .filter(policy -> policy.urgency() == Urgency.PAGE)
            .filter(policy -> policy.condition().isUpward())
            .map(AlertPolicy::withoutNoData)
            .toList(),
        alerts.guard());
  }

  private static long minute(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), MINUTE);
  }
}
