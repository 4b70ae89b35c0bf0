package dev.nines.engine.alerts;

import dev.nines.alerting.AlertState;
import dev.nines.alerting.ObjectiveAlerts;
import dev.nines.alerting.Urgency;
import dev.nines.engine.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of burn-rate alerts, and where their rules and policies stand. */
public final class BurnAlertTable {
  private static final String PENDING = "pending";
  private static final String FIRING = "firing";
  private static final String NO_DATA = "no-data";

  private BurnAlertTable() {}

  /**
   * A burn-rate alert.
   *
   * @param id its number
   * @param service the SLO's service
   * @param slo the SLO
   * @param objective the objective's name
   * @param key which of the objective's alerts
   * @param rule what held when it fired, for people: of the default rules the first one
   * @param impactStart when the run of bad minutes began
   * @param detectedAt when it fired
   * @param clearedAt when it cleared; empty while it fires
   * @param endedBy what cleared it
   * @param incident the incident it is a signal of, once there is one
   */
  public record BurnAlertRow(
      long id,
      String service,
      String slo,
      String objective,
      ObjectiveAlerts.Key key,
      String rule,
      Instant impactStart,
      Instant detectedAt,
      Optional<Instant> clearedAt,
      Optional<String> endedBy,
      Optional<Long> incident) {
    /** {@return what it asks of people} */
    public Urgency urgency() {
      return key.urgency();
    }
  }

  /** Which rule of which objective. */
  record RuleKey(String slo, String objective, String rule) {}

  static Map<RuleKey, AlertState> firingRules(Handle handle) {
    var firing = new HashMap<RuleKey, AlertState>();
    handle
        .createQuery("select * from burn_rule_firing")
        .map((rs, _) ->
            firing.put(
                new RuleKey(rs.getString("slo"), rs.getString("objective"), rs.getString("rule")),
                state(rs)))
        .forEach(_ -> {});
    return firing;
  }

  private static AlertState state(ResultSet rs) throws SQLException {
    var since = rs.getObject("since", OffsetDateTime.class).toInstant();
    return switch (rs.getString("state")) {
      case PENDING -> new AlertState.Pending(since);
      case NO_DATA -> new AlertState.NoData(since);
      default -> new AlertState.Firing(since, Rows.instant(rs, "slow_since"));
    };
  }

  static void store(Handle handle, RuleKey key, AlertState state) {
    switch (state) {
      case AlertState.Quiet _ ->
          handle.execute(
              "delete from burn_rule_firing where slo = ? and objective = ? and rule = ?",
              key.slo(),
              key.objective(),
              key.rule());
      case AlertState.Pending(var since) -> store(handle, key, PENDING, since, Optional.empty());
      case AlertState.NoData(var since) -> store(handle, key, NO_DATA, since, Optional.empty());
      case AlertState.Firing(var since, var slowSince) ->
          store(handle, key, FIRING, since, slowSince);
    }
  }

  private static void store(
      Handle handle, RuleKey key, String state, Instant since, Optional<Instant> slowSince) {
    handle
        .createUpdate(
            """
            insert into burn_rule_firing (slo, objective, rule, state, since, slow_since)
            values (:slo, :objective, :rule, :state, :since, :slowSince)
            on conflict (slo, objective, rule) do update set
              state = :state, since = :since, slow_since = :slowSince
            """)
        .bind("slo", key.slo())
        .bind("objective", key.objective())
        .bind("rule", key.rule())
        .bind("state", state)
        .bind("since", since)
        .bind("slowSince", slowSince)
        .execute();
  }

  /**
   * Reads the alerts that are firing, and those that an incident still has to learn of.
   *
   * @param handle the database
   * @return by their number
   */
  public static List<BurnAlertRow> current(Handle handle) {
    return handle
        .createQuery(
            """
            select * from burn_alert a
            where cleared_at is null
              or (incident_id is null and urgency = 'page' and passed_over is null)
              or incident_id in (select id from incident
                where state <> 'resolved' or (resolved_at > now() - interval '30 days'
                  and body @@ '$.signals[*].cleared == null'))
            order by id
            """)
        .map((rs, _) -> row(rs))
        .list();
  }

  /**
   * Reads the alerts that fire.
   *
   * @param handle the database
   * @return by their number
   */
  public static List<BurnAlertRow> firing(Handle handle) {
    return handle
        .createQuery("select * from burn_alert where cleared_at is null order by id")
        .map((rs, _) -> row(rs))
        .list();
  }

  /**
   * Reads the alerts that fire or did so lately.
   *
   * @param handle the database
   * @param since when those that have cleared did so at the earliest
   * @return by their number
   */
  public static List<BurnAlertRow> standing(Handle handle, Instant since) {
    return handle
        .createQuery(
            """
            select * from burn_alert where cleared_at is null or cleared_at > :since order by id
            """)
        .bind("since", since)
        .map((rs, _) -> row(rs))
        .list();
  }

  static Optional<BurnAlertRow> fire(Handle handle, BurnAlertRow alert) {
    return handle
        .createQuery(
            """
            insert into burn_alert
              (service, slo, objective, urgency, policy, no_data, rule, impact_start, detected_at)
            values (:service, :slo, :objective, :urgency, :policy, :noData, :rule, :impactStart,
              :detectedAt)
            on conflict (slo, objective, urgency, policy, no_data) where cleared_at is null
              do nothing
            returning *
            """)
        .bind("service", alert.service())
        .bind("slo", alert.slo())
        .bind("objective", alert.objective())
        .bind("urgency", label(alert.urgency()))
        .bind("policy", alert.key().policy().orElse(""))
        .bind("noData", alert.key().noData())
        .bind("rule", alert.rule())
        .bind("impactStart", alert.impactStart())
        .bind("detectedAt", alert.detectedAt())
        .map((rs, _) -> row(rs))
        .findOne();
  }

  static Optional<BurnAlertRow> clear(Handle handle, long id, Instant now, String endedBy) {
    return handle
        .createQuery(
            """
            update burn_alert set cleared_at = greatest(:now, detected_at), ended_by = :endedBy
            where id = :id and cleared_at is null returning *
            """)
        .bind("id", id)
        .bind("now", now)
        .bind("endedBy", endedBy)
        .map((rs, _) -> row(rs))
        .findOne();
  }

  private static BurnAlertRow row(ResultSet rs) throws SQLException {
    return new BurnAlertRow(
        rs.getLong("id"),
        rs.getString("service"),
        rs.getString("slo"),
        rs.getString("objective"),
        new ObjectiveAlerts.Key(
            Urgency.valueOf(rs.getString("urgency").toUpperCase(Locale.ROOT)),
            Optional.of(rs.getString("policy")).filter(name -> !name.isEmpty()),
            rs.getBoolean("no_data")),
        rs.getString("rule"),
        rs.getObject("impact_start", OffsetDateTime.class).toInstant(),
        rs.getObject("detected_at", OffsetDateTime.class).toInstant(),
        Rows.instant(rs, "cleared_at"),
        Optional.ofNullable(rs.getString("ended_by")),
        Optional.ofNullable(rs.getObject("incident_id", Long.class)));
  }

  private static String label(Urgency urgency) {
    return urgency.name().toLowerCase(Locale.ROOT);
  }
}
