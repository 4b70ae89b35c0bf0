package dev.nines.engine.incidents;

import dev.nines.alerting.BurnRateRule;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.incidents.ExternalAlertTable.ExternalAlertRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Ends the alerts of Alertmanagers of which nobody tells any more: the message that they are over
 * has been lost, or they were silenced there. One that is told of again fires again. Ticks come one
 * at a time.
 */
public final class UntoldAlerts {
  /**
   * Three times Alertmanager's {@code group_interval} as it is by default: so soon it tells again
   * what it could not tell while nobody was there to hear it.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private Optional<Instant> lastTick = Optional.empty();
  private Instant listeningSince = Instant.MIN;

  /** Has not listened yet. */
  public UntoldAlerts() {}

  /**
   * Ends those that are due.
   *
   * @param jdbi the database
   * @param catalog after how long, for each service
   * @param alerts those that are known, among others those that fire
   * @param now the present, by the database's clock
   * @return whether any ended
   */
  public boolean end(Jdbi jdbi, Catalog catalog, List<ExternalAlertRow> alerts, Instant now) {
    if (lastTick.filter(last -> !now.isAfter(last.plus(PATIENCE))).isEmpty()) {
      listeningSince = now;
    }
    lastTick = Optional.of(now);
    if (now.isBefore(listeningSince.plus(PATIENCE))) {
      return false;
    }
    var due = alerts.stream().filter(alert -> isDue(alert, catalog, now)).toList();
    return !due.isEmpty()
        && jdbi.inTransaction(handle ->
            due.stream()
                    .filter(alert ->
                        ExternalAlertTable.endUntold(
                            handle, alert, now, why(endAfter(alert, catalog))))
                    .count()
                > 0);
  }

  /** Heartbeats are told of once, and end by themselves. */
  private static boolean isDue(ExternalAlertRow alert, Catalog catalog, Instant now) {
    return alert.told().source().equals(ExternalAlertTable.ALERTMANAGER)
        && alert.told().endedAt().isEmpty()
        && !now.isBefore(alert.toldAt().plus(endAfter(alert, catalog)));
  }

  private static Duration endAfter(ExternalAlertRow alert, Catalog catalog) {
    return catalog.policyOf(alert.told().service()).externalAlerts().endAfter();
  }

  /** In the timeline, the time at which it was last told comes after it. */
  private static String why(Duration endAfter) {
    var days = endAfter.toDays();
    var length =
        days > 0 && endAfter.equals(Duration.ofDays(days))
            ? days + "d"
            : BurnRateRule.text(endAfter);
    return "not told of again for " + length + " after it was last told";
  }
}
