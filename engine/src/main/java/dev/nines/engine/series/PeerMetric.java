package dev.nines.engine.series;

import static dev.nines.engine.series.MetricType.GAUGE;

/**
 * What other programs call that, and {@code metrics.compatibility} asks for: with it their
 * dashboards read Nines. {@code <window>} in a name is a window such as {@code 5m}.
 */
public enum PeerMetric implements OwnMetric {
  /** Sloth's, a name a window. */
  SLOTH_ERROR_RATIO(
      "slo:sli_error:ratio_rate<window>",
      GAUGE,
      MetricUnit.RATIO,
      "sloth_id sloth_service sloth_slo sloth_window",
      "1 - slo_sli_ratio over the window"),
  /** Sloth's. */
  SLOTH_OBJECTIVE(
      "slo:objective:ratio",
      GAUGE,
      MetricUnit.RATIO,
      "sloth_id sloth_service sloth_slo",
      "Target ratio of good events"),
  /** Sloth's. */
  SLOTH_BUDGET(
      "slo:error_budget:ratio",
      GAUGE,
      MetricUnit.RATIO,
      "sloth_id sloth_service sloth_slo",
      "1 - target"),
  /** Sloth's. */
  SLOTH_PERIOD(
      "slo:time_period:days",
      GAUGE,
      MetricUnit.DAYS,
      "sloth_id sloth_service sloth_slo",
      "Length of the budget window"),
  /** Sloth's. */
  SLOTH_CURRENT_BURN(
      "slo:current_burn_rate:ratio",
      GAUGE,
      MetricUnit.TIMES,
      "sloth_id sloth_service sloth_slo",
      "Error ratio of the window nearest to five minutes / error budget"),
  /** Sloth's. */
  SLOTH_PERIOD_BURN(
      "slo:period_burn_rate:ratio",
      GAUGE,
      MetricUnit.RATIO,
      "sloth_id sloth_service sloth_slo",
      "Spent share of the error budget of the whole window"),
  /** Sloth's. */
  SLOTH_REMAINING(
      "slo:period_error_budget_remaining:ratio",
      GAUGE,
      MetricUnit.RATIO,
      "sloth_id sloth_service sloth_slo",
      "Share of the error budget that is left; below 0 when overspent"),
  /** Sloth's. */
  SLOTH_INFO(
      "sloth_slo_info",
      GAUGE,
      MetricUnit.FLAG,
      "sloth_id sloth_service sloth_slo sloth_version sloth_mode sloth_spec sloth_objective",
      "Facts of the SLO as labels"),
  /** Pyrra's. */
  PYRRA_OBJECTIVE(
      "pyrra_objective", GAUGE, MetricUnit.RATIO, "slo service", "Target ratio of good events"),
  /** Pyrra's. */
  PYRRA_WINDOW(
      "pyrra_window", GAUGE, MetricUnit.SECONDS, "slo service", "Length of the budget window"),
  /** Pyrra's. */
  PYRRA_AVAILABILITY(
      "pyrra_availability",
      GAUGE,
      MetricUnit.RATIO,
      "slo service",
      "Good events / all events of the budget window, or slices of it; absent" + " without events"),
  /** Pyrra's. */
  PYRRA_REQUESTS(
      "pyrra_requests:rate5m",
      GAUGE,
      MetricUnit.PER_SECOND,
      "slo service",
      "Events a second in the window nearest to five minutes"),
  /** Pyrra's. */
  PYRRA_ERRORS(
      "pyrra_errors:rate5m",
      GAUGE,
      MetricUnit.PER_SECOND,
      "slo service",
      "Bad events a second in the window nearest to five minutes"),
  /** blackbox_exporter's. */
  BLACKBOX_CONFIG_GOOD(
      "blackbox_exporter_config_last_reload_successful",
      GAUGE,
      MetricUnit.FLAG,
      "",
      "Blackbox exporter config loaded successfully."),
  /** blackbox_exporter's. */
  BLACKBOX_CONFIG_AT(
      "blackbox_exporter_config_last_reload_success_timestamp_seconds",
      GAUGE,
      MetricUnit.UNIXTIME,
      "",
      "Timestamp of the last successful configuration reload.");

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts and enums is
  private final Declaration declaration;

  PeerMetric(String metricName, MetricType type, MetricUnit unit, String labels, String help) {
    declaration = new Declaration(metricName, type, unit, labels, help);
  }

  @Override
  public Declaration declaration() {
    return declaration;
  }
}
