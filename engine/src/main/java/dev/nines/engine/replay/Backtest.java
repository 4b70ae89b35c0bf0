package dev.nines.engine.replay;

import dev.nines.alerting.ObjectiveAlerts;
import dev.nines.alerting.Urgency;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Objective;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * When would the alerts of an objective have fired? The rules are those of the present, evaluated
 * once a minute, and nothing was on before the first one.
 *
 * @param objective the objective, with the target that was tried
 * @param alerts every alert that would have fired, first one first
 */
public record Backtest(Objective objective, List<Alert> alerts) {
  /** Copies the list. */
  public Backtest {
    alerts = List.copyOf(alerts);
  }

  /**
   * An alert that would have fired.
   *
   * @param key which
   * @param text what held when it fired, for people
   * @param firedAt when
   * @param clearedAt when it would have cleared; empty where it would still be on at the end
   */
  public record Alert(
      ObjectiveAlerts.Key key, String text, Instant firedAt, Optional<Instant> clearedAt) {}

  /**
   * Counts the alerts of an urgency.
   *
   * @param urgency the urgency
   * @return how many would have fired
   */
  public long count(Urgency urgency) {
    return alerts.stream().filter(alert -> alert.key().urgency() == urgency).count();
  }

  /**
   * Goes through recorded minutes.
   *
   * @param alerts the alerts of the objective
   * @param replay its windows, before the first minute
   * @param first the first minute that is evaluated, counted from the Unix epoch
   * @param last the last one
   * @return what would have been told
   */
  public static Backtest run(ObjectiveAlerts alerts, Replay replay, long first, long last) {
    var on = new HashMap<ObjectiveAlerts.Key, Integer>(); // its place in the list
    var told = new ArrayList<Alert>();
    var outcome = ObjectiveAlerts.Outcome.QUIET;
    for (var minute = first; minute <= last; minute++) {
      if (!replay.advanceTo(minute)) {
        continue;
      }
      var now = Instant.ofEpochSecond(minute * 60);
      outcome =
          alerts.next(
              outcome.states(), length -> replay.read(new BudgetWindow.Rolling(length)), now);
      var active = outcome.active();
      on.entrySet()
          .removeIf(entry -> {
            var over = active.stream().noneMatch(alert -> alert.key().equals(entry.getKey()));
            if (over) {
              var alert = told.get(entry.getValue());
              told.set(
                  entry.getValue(),
                  new Alert(alert.key(), alert.text(), alert.firedAt(), Optional.of(now)));
            }
            return over;
          });
      for (var alert : active) {
        if (!on.containsKey(alert.key())) {
          on.put(alert.key(), told.size());
          told.add(new Alert(alert.key(), alert.text(), now, Optional.empty()));
        }
      }
    }
    return new Backtest(alerts.objective(), told);
  }
}
