package dev.nines.engine.pages;

import dev.nines.engine.evaluation.ServiceState;
import dev.nines.engine.evaluation.ServiceStatus;
import dev.nines.engine.evaluation.SloStatus;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.text.Count;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Is everything well? In one sentence, and one more on incidents and budgets.
 *
 * @param state label of the worst state of a service
 * @param text such as {@code 1 of 3 services down: Checkout}
 * @param brief such as {@code 1 of 3 services down}, for the browser's tab
 * @param rest on incidents and error budgets
 */
public record Verdict(String state, String text, String brief, String rest) {
  /** What to tell first. */
  private static final List<ServiceState> TROUBLE =
      List.of(
          ServiceState.DOWN, ServiceState.DEGRADED, ServiceState.UNKNOWN, ServiceState.MAINTENANCE);

  private static final int MOST_NAMES = 4;

  static Verdict of(Snapshot snapshot) {
    var names = new EnumMap<ServiceState, List<String>>(ServiceState.class);
    for (var status : snapshot.services()) {
      names
          .computeIfAbsent(status.state(), _ -> new ArrayList<>())
          .add(status.service().displayName());
    }
    var troubles = TROUBLE.stream().filter(names::containsKey).toList();
    var services = services(snapshot.services());
    if (troubles.isEmpty()) {
      var brief = snapshot.services().isEmpty() ? "No services declared" : allUp(services);
      var state = snapshot.services().isEmpty() ? ServiceState.UNKNOWN : ServiceState.UP;
      return new Verdict(state.label(), brief, brief, rest(snapshot));
    }
    var brief =
        count(names, troubles.getFirst()) + " of " + services + " " + words(troubles.getFirst());
    return new Verdict(
        troubles.getFirst().label(),
        troubles.stream()
            .map(state ->
                (state == troubles.getFirst() ? brief : count(names, state) + " " + words(state))
                    + ": "
                    + named(names.getOrDefault(state, List.of())))
            .collect(Collectors.joining("; ")),
        brief,
        rest(snapshot));
  }

  private static String named(List<String> names) {
    var more = names.size() - MOST_NAMES;
    return more <= 0
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST_NAMES)) + " and " + more + " more";
  }

  private static String allUp(String services) {
    return (services.startsWith("1 ") ? services : "All " + services) + " up";
  }

  private static String services(List<ServiceStatus> services) {
    return Count.of(services.size(), "service");
  }

  private static int count(Map<ServiceState, List<String>> names, ServiceState state) {
    return names.getOrDefault(state, List.of()).size();
  }

  private static String words(ServiceState state) {
    return switch (state) {
      case UP, DEGRADED, DOWN, UNKNOWN -> state.label();
      case MAINTENANCE -> "in maintenance";
    };
  }

  private static String rest(Snapshot snapshot) {
    var open = snapshot.incidents().stream().filter(incident -> incident.open()).count();
    var objectives = snapshot.slos().stream().map(SloStatus::objectives).mapToInt(List::size).sum();
    var overspent =
        snapshot.slos().stream()
            .flatMap(slo -> slo.objectives().stream())
            .flatMap(objective -> objective.budget().stream())
            .filter(budget -> budget.remainingRatio() < 0)
            .count();
    var incidents = open == 0 ? "No open incidents" : Count.of(open, "open incident");
    return objectives == 0
        ? incidents
        : incidents
            + ", "
            + (overspent == 0
                ? "no error budget overspent"
                : overspent + " of " + Count.of(objectives, "error budget") + " overspent");
  }
}
