package dev.nines.alerting;

import dev.nines.slo.Objective;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which burn rates are worth telling somebody of, for a budget window of a given length?
 *
 * <p>For 30 days it is the table of the SRE Workbook:
 *
 * <table>
 *   <caption>Multiwindow, multi-burn-rate alerts</caption>
 *   <tr><th>urgency</th><th>factor</th><th>long</th><th>short</th><th>share of the budget</th></tr>
 *   <tr><td>page</td><td>14.4</td><td>1 h</td><td>5 min</td><td>2 %</td></tr>
 *   <tr><td>page</td><td>6</td><td>6 h</td><td>30 min</td><td>5 %</td></tr>
 *   <tr><td>ticket</td><td>3</td><td>1 d</td><td>2 h</td><td>10 %</td></tr>
 *   <tr><td>ticket</td><td>1</td><td>3 d</td><td>6 h</td><td>10 %</td></tr>
 * </table>
 *
 * <p>A factor f over a long window l of a budget window w spends {@code f * l / w} of the budget.
 * For another w the windows scale with it and the factors stay, so each rule keeps its share. (To
 * keep the windows and scale the factors would give factors below 1, which alert on a budget that
 * is spent as planned, for every w below 2 days.) The windows are whole minutes because counts are;
 * where w is so short that they would vanish or be equal, each long window is at least 2 minutes
 * and one minute longer than that of the rule above, and the shares are larger.
 *
 * @param rules the rules, fastest burn first
 * @see <a href="https://sre.google/workbook/alerting-on-slos/">SRE Workbook, ch. 5, table 5-8</a>
 */
public record BurnAlertRules(List<BurnRateRule> rules) {
  private static final Duration TABLE_WINDOW = Duration.ofDays(30);
  private static final List<Row> TABLE =
      List.of(
          new Row(Urgency.PAGE, 14.4, Duration.ofHours(1)),
          new Row(Urgency.PAGE, 6, Duration.ofHours(6)),
          new Row(Urgency.TICKET, 3, Duration.ofDays(1)),
          new Row(Urgency.TICKET, 1, Duration.ofDays(3)));

  /** In every row of the table the short window is this part of the long one. */
  private static final int SHORT_PART = 12;

  /** Copies the rules. */
  public BurnAlertRules {
    rules = List.copyOf(rules);
  }

  /**
   * Scales the table.
   *
   * @param window length of the budget window, at least 2 minutes
   * @return its rules; a rule whose long window would outlast {@code window} is left out
   * @throws IllegalArgumentException if no rule fits
   */
  public static BurnAlertRules forWindow(Duration window) {
    var rules = new ArrayList<BurnRateRule>();
    var longest = 1L;
    for (var row : TABLE) {
      var scaled = wholeMinutes(row.longWindow(), window, TABLE_WINDOW);
      var longMinutes = Math.max(scaled, longest + 1);
      var shortMinutes = Math.max(1, Math.round((double) longMinutes / SHORT_PART));
      if (longMinutes > window.toMinutes()) {
        break;
      }
      var shortWindow = Duration.ofMinutes(shortMinutes);
      rules.add(
          new BurnRateRule(
              row.urgency(),
              row.factor(),
              Duration.ofMinutes(longMinutes),
              shortWindow,
              shortWindow.dividedBy(2)));
      longest = longMinutes;
    }
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("window not at least 2 minutes: " + window);
    }
    return new BurnAlertRules(rules);
  }

  /** {@return the lengths of all windows the rules read} */
  public Set<Duration> windows() {
    var windows = new HashSet<Duration>();
    for (var rule : rules) {
      windows.add(rule.longWindow());
      windows.add(rule.shortWindow());
    }
    return Set.copyOf(windows);
  }

  /**
   * Finds the rules that can never fire.
   *
   * @param objective the objective they are to watch
   * @return one sentence for people each
   */
  public List<String> lint(Objective objective) {
    return rules.stream().flatMap(rule -> rule.lint(objective).stream()).toList();
  }

  private static long wholeMinutes(Duration length, Duration window, Duration tableWindow) {
    return Math.round((double) length.toMinutes() * window.toMinutes() / tableWindow.toMinutes());
  }

  private record Row(Urgency urgency, double factor, Duration longWindow) {}
}
