package dev.nines.engine.alerts;

import dev.nines.alerting.AlertState;
import dev.nines.alerting.BurnAlertRules;
import dev.nines.alerting.BurnRateRule;
import dev.nines.alerting.Urgency;
import dev.nines.engine.alerts.BurnAlertTable.BurnAlertRow;
import dev.nines.engine.alerts.BurnAlertTable.RuleKey;
import dev.nines.engine.sli.SliBook;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Objective;
import dev.nines.slo.Slo;
import dev.nines.slo.WindowReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Folds every SLO's windows into burn-rate alerts: one alert an objective and urgency, from the
 * first rule that holds to the last one that no longer does.
 */
public final class BurnAlerts {
  private final SliBook book;

  /**
   * Reads a book.
   *
   * @param book the windows
   */
  public BurnAlerts(SliBook book) {
    this.book = book;
  }

  /**
   * The windows that must be kept of an SLO.
   *
   * @param slo the SLO
   * @return its budget window, and those of its alert rules
   */
  public static Set<BudgetWindow> windowsOf(Slo slo) {
    var windows = new HashSet<BudgetWindow>();
    rulesOf(slo).windows().forEach(length -> windows.add(new BudgetWindow.Rolling(length)));
    windows.add(slo.window());
    return windows;
  }

  private static BurnAlertRules rulesOf(Slo slo) {
    return switch (slo.settings().burnAlerts()) {
      case DEFAULT -> BurnAlertRules.forWindow(slo.window().nominal());
      case NONE -> new BurnAlertRules(List.of());
    };
  }

  /**
   * What changed in one evaluation.
   *
   * @param fired alerts that fired just now
   * @param cleared alerts that cleared just now
   */
  public record Changes(List<BurnAlertRow> fired, List<BurnAlertRow> cleared) {
    /** Copies the lists. */
    public Changes {
      fired = List.copyOf(fired);
      cleared = List.copyOf(cleared);
    }
  }

  /**
   * Evaluates all rules, and keeps what changed.
   *
   * @param handle the transaction
   * @param slos the declared SLOs; alerts of others are cleared
   * @param now the present
   * @return what changed
   */
  public Changes evaluate(Handle handle, List<Slo> slos, Instant now) {
    var states = BurnAlertTable.firingRules(handle);
    var firing =
        BurnAlertTable.current(handle).stream().filter(a -> a.clearedAt().isEmpty()).toList();
    var fired = new ArrayList<BurnAlertRow>();
    var cleared = new ArrayList<BurnAlertRow>();
    var declared = new HashSet<String>();
    for (var slo : slos) {
      for (var objective : slo.objectives()) {
        declared.add(slo.name() + "/" + objective.name());
        for (var urgency : Urgency.values()) {
          var holding = holding(handle, states, slo, objective, urgency, now);
          var open =
              firing.stream()
                  .filter(a ->
                      a.slo().equals(slo.name())
                          && a.objective().equals(objective.name())
                          && a.urgency() == urgency)
                  .findFirst();
          if (holding.isPresent() && open.isEmpty()) {
            BurnAlertTable.fire(handle, alert(slo, objective, urgency, holding.get(), now))
                .ifPresent(fired::add);
          } else if (holding.isEmpty() && open.isPresent()) {
            BurnAlertTable.clear(handle, open.get().id(), now, "burns slowly again")
                .ifPresent(cleared::add);
          }
        }
      }
    }
    var rules =
        slos.stream()
            .flatMap(slo ->
                slo.objectives().stream()
                    .flatMap(objective ->
                        rulesOf(slo).rules().stream()
                            .map(rule -> new RuleKey(slo.name(), objective.name(), rule.text()))))
            .collect(Collectors.toSet());
    states.keySet().stream()
        .filter(key -> !rules.contains(key))
        .forEach(key -> BurnAlertTable.store(handle, key, new AlertState.Quiet()));
    for (var alert : firing) {
      if (!declared.contains(alert.slo() + "/" + alert.objective())) {
        BurnAlertTable.clear(handle, alert.id(), now, "removed by declaration")
            .ifPresent(cleared::add);
      }
    }
    return new Changes(fired, cleared);
  }

  /** Folds the rules of one urgency; the first of them that holds afterwards. */
  private Optional<BurnRateRule> holding(
      Handle handle,
      Map<RuleKey, AlertState> states,
      Slo slo,
      Objective objective,
      Urgency urgency,
      Instant now) {
    Optional<BurnRateRule> first = Optional.empty();
    for (var rule : rulesOf(slo).rules()) {
      if (rule.urgency() == urgency) {
        var key = new RuleKey(slo.name(), objective.name(), rule.text());
        var before = states.getOrDefault(key, new AlertState.Quiet());
        var after =
            rule.next(
                before,
                objective,
                read(slo, objective, rule.longWindow()),
                read(slo, objective, rule.shortWindow()),
                now);
        if (!after.equals(before)) {
          BurnAlertTable.store(handle, key, after);
        }
        if (first.isEmpty() && after instanceof AlertState.Firing) {
          first = Optional.of(rule);
        }
      }
    }
    return first;
  }

  private WindowReading read(Slo slo, Objective objective, Duration window) {
    return book.read(slo.name(), objective.name(), new BudgetWindow.Rolling(window));
  }

  private BurnAlertRow alert(
      Slo slo, Objective objective, Urgency urgency, BurnRateRule rule, Instant now) {
    return new BurnAlertRow(
        0,
        slo.service(),
        slo.name(),
        objective.name(),
        urgency,
        rule.text(),
        book.firstBadMinute(slo.name(), objective.name(), rule.shortWindow(), now),
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
