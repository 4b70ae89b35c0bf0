package dev.nines.alerting;

import dev.nines.slo.Objective;
import dev.nines.slo.Slo;
import dev.nines.slo.WindowReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Which alerts are on for one objective? Of the default rules one for each urgency, from the first
 * rule that holds to the last one that no longer does; of the declared policies one each.
 *
 * @param objective the objective
 * @param rules the default rules that apply
 * @param policies the declared policies
 * @param guard how much must have been seen
 */
public record ObjectiveAlerts(
    Objective objective, BurnAlertRules rules, List<AlertPolicy> policies, AlertGuard guard) {
  /** Copies the policies. */
  public ObjectiveAlerts {
    policies = List.copyOf(policies);
  }

  /**
   * The alerts of an objective.
   *
   * @param slo its SLO
   * @param term the objective and what is counted for it
   * @param policies the SLO's declared policies
   * @return its alerts
   */
  public static ObjectiveAlerts of(Slo slo, Slo.Term term, List<AlertPolicy> policies) {
    var rules =
        switch (slo.settings().burnAlerts()) {
          case DEFAULT -> BurnAlertRules.forWindow(slo.window().nominal());
          case NONE -> new BurnAlertRules(List.of());
        };
    return new ObjectiveAlerts(term.objective(), rules, policies, AlertGuard.of(slo, term));
  }

  /** {@return the lengths of all windows that are read} */
  public Set<Duration> windows() {
    var windows = new HashSet<>(rules.windows());
    policies.forEach(policy -> windows.add(policy.condition().lookbackWindow()));
    return windows;
  }

  /**
   * Which alert of an objective: of each at most one is on.
   *
   * @param urgency what it asks of people
   * @param policy the declared policy; empty for the default rules
   * @param noData whether it tells that there is no data
   */
  public record Key(Urgency urgency, Optional<String> policy, boolean noData) {}

  /** {@return the keys of all alerts that there can be} */
  public Set<Key> keys() {
    var keys = new HashSet<Key>();
    rules.rules().forEach(rule -> keys.add(new Key(rule.urgency(), Optional.empty(), false)));
    for (var policy : policies) {
      var name = Optional.of(policy.name());
      if (policy.followsBurnRate()) {
        keys.add(new Key(policy.urgency(), name, false));
      }
      if (policy.alertWhenNoData()) {
        keys.add(new Key(Urgency.TICKET, name, true));
      }
    }
    return keys;
  }

  /**
   * An alert that is on.
   *
   * @param key which
   * @param text what holds, for people, such as {@code 14.4x over 1h and 5m}
   * @param window in which the harm that it tells of began
   */
  public record Active(Key key, String text, Duration window) {}

  /**
   * What came of an evaluation.
   *
   * @param states where each rule and policy stands that is not quiet, by its name
   * @param active the alerts that are on
   */
  public record Outcome(Map<String, AlertState> states, List<Active> active) {
    /** Nothing is on. */
    public static final Outcome QUIET = new Outcome(Map.of(), List.of());

    /** Copies the collections. */
    public Outcome {
      states = Map.copyOf(states);
      active = List.copyOf(active);
    }
  }

  /**
   * Decides what the newest readings make of the alerts.
   *
   * @param states where each rule and policy stood, by its name; those that are missing were quiet
   * @param read reads the rolling window of a length
   * @param now the time of the readings
   * @return where they stand
   */
  public Outcome next(
      Map<String, AlertState> states, Function<Duration, WindowReading> read, Instant now) {
    var after = new HashMap<String, AlertState>();
    var active = new ArrayList<Active>();
    for (var rule : rules.rules()) {
      var state = next(rule, before(states, rule::text), read, now);
      if (state instanceof AlertState.Quiet) {
        continue; // nearly always, and texts are what would take longest
      }
      after.put(rule.text(), state);
      var key = new Key(rule.urgency(), Optional.empty(), false);
      if (state instanceof AlertState.Firing
          && active.stream().noneMatch(other -> other.key().equals(key))) {
        active.add(new Active(key, rule.text(), rule.shortWindow()));
      }
    }
    for (var policy : policies) {
      var lookback = policy.condition().lookbackWindow();
      var before = before(states, () -> name(policy));
      var state = policy.next(before, objective, read.apply(lookback), guard, now);
      if (!(state instanceof AlertState.Quiet)) {
        after.put(name(policy), state);
        active(policy, state).ifPresent(active::add);
      }
    }
    return new Outcome(after, active);
  }

  private AlertState next(
      BurnRateRule rule, AlertState state, Function<Duration, WindowReading> read, Instant now) {
    var reading = read.apply(rule.longWindow());
    return guard.isLowTraffic(reading)
        ? state
        : rule.next(state, objective, reading, read.apply(rule.shortWindow()), now);
  }

  private static Optional<Active> active(AlertPolicy policy, AlertState state) {
    var lookback = policy.condition().lookbackWindow();
    var name = Optional.of(policy.name());
    return switch (state) {
      case AlertState.Quiet _, AlertState.Pending _ -> Optional.empty();
      case AlertState.Firing _ ->
          Optional.of(
              new Active(
                  new Key(policy.urgency(), name, false),
                  "%s (policy %s)".formatted(policy.condition().text(), policy.name()),
                  lookback));
      case AlertState.NoData _ -> // nothing is known to be broken: it opens nothing
          Optional.of(
              new Active(
                  new Key(Urgency.TICKET, name, true),
                  "no data over %s (policy %s)"
                      .formatted(BurnRateRule.text(lookback), policy.name()),
                  lookback));
    };
  }

  private static String name(AlertPolicy policy) {
    return "policy " + policy.name();
  }

  private static AlertState before(Map<String, AlertState> states, Supplier<String> name) {
    return states.isEmpty()
        ? new AlertState.Quiet()
        : states.getOrDefault(name.get(), new AlertState.Quiet());
  }
}
