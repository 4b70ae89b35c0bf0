package dev.nines.engine.api;

import dev.nines.alerting.Urgency;
import dev.nines.engine.replay.Backtest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * When the alerts of an SLO would have fired.
 *
 * @param slo its name
 * @param from the first minute that was gone through
 * @param to the last one
 * @param objectives its objectives
 */
public record BacktestView(
    String slo, Instant from, Instant to, List<ObjectiveBacktestView> objectives) {
  /**
   * An objective.
   *
   * @param name its name, unique in its SLO
   * @param target the target that was tried
   * @param pages how many pages there would have been
   * @param tickets how many tickets
   * @param alerts the first thousand of them, in order of time
   */
  public record ObjectiveBacktestView(
      String name, double target, long pages, long tickets, List<AlertView> alerts) {
    private static final int MOST = 1_000;

    static ObjectiveBacktestView of(Backtest backtest) {
      return new ObjectiveBacktestView(
          backtest.objective().name(),
          backtest.objective().target(),
          backtest.count(Urgency.PAGE),
          backtest.count(Urgency.TICKET),
          backtest.alerts().stream().limit(MOST).map(AlertView::of).toList());
    }
  }

  /**
   * An alert.
   *
   * @param urgency {@code page} or {@code ticket}
   * @param policy the declared policy; null for the default rules
   * @param noData whether it tells that there was no data
   * @param text what held when it fired
   * @param firedAt when it would have fired
   * @param clearedAt when it would have cleared; null where it would still be on
   */
  public record AlertView(
      String urgency,
      Optional<String> policy,
      boolean noData,
      String text,
      Instant firedAt,
      Optional<Instant> clearedAt) {
    static AlertView of(Backtest.Alert alert) {
      return new AlertView(
          alert.key().urgency().name().toLowerCase(Locale.ROOT),
          alert.key().policy(),
          alert.key().noData(),
          alert.text(),
          alert.firedAt(),
          alert.clearedAt());
    }
  }
}
