package dev.nines.engine.metrics;

/**
 * The metrics that Nines renders from its snapshots: the one place that names them. The {@code
 * probe_} ones have blackbox_exporter's names and help.
 */
public enum Metric {
  /** 1 for a good run. */
  PROBE_SUCCESS("probe_success", "Displays whether or not the probe was a success"),
  /** Duration of the whole run. */
  PROBE_DURATION(
      "probe_duration_seconds", "Returns how long the probe took to complete in seconds"),
  /** The deadline of a run. */
  PROBE_TIMEOUT("probe_timeout_seconds", "Returns how long the probe timeout is in seconds"),
  /** Name resolution. */
  PROBE_DNS(
      "probe_dns_lookup_time_seconds", "Returns the time taken for probe dns lookup in seconds"),
  /** 4 or 6. */
  PROBE_IP_PROTOCOL("probe_ip_protocol", "Specifies whether probe ip protocol is IP4 or IP6"),
  /** FNV-1a of the address's bytes, in 32 bits. */
  PROBE_IP_HASH(
      "probe_ip_addr_hash",
      "Specifies the hash of IP address. It's useful to detect if the IP address changes."),
  /** Label {@code phase}. */
  PROBE_HTTP_DURATION(
      "probe_http_duration_seconds",
      "Duration of http request by phase, summed over all redirects"),
  /** -1 when unknown. */
  PROBE_HTTP_CONTENT_LENGTH("probe_http_content_length", "Length of http content response"),
  /** 1 where a pattern on a body, a header or a line failed the run. */
  PROBE_FAILED_REGEX("probe_failed_due_to_regex", "Indicates if probe failed due to regex"),
  /** 1 where a CEL expression failed the run; only where one is declared. */
  PROBE_FAILED_CEL(
      "probe_failed_due_to_cel", "Indicates if probe failed due to CEL expression not matching"),
  /** 1 where the bytes of a dialogue failed the run. */
  PROBE_FAILED_BYTES("probe_failed_due_to_bytes", "Indicates if probe failed due to bytes"),
  /** What a dialogue noted, as labels. */
  PROBE_EXPECT_INFO("probe_expect_info", "Explicit content matched"),
  /** Bytes after decoding. */
  PROBE_HTTP_BODY_LENGTH(
      "probe_http_uncompressed_body_length", "Length of uncompressed response body"),
  /** Followed redirects. */
  PROBE_HTTP_REDIRECTS("probe_http_redirects", "The number of redirects"),
  /** 1 where the final hop used TLS. */
  PROBE_HTTP_SSL("probe_http_ssl", "Indicates if SSL was used for the final redirect"),
  /** 0 where no response came. */
  PROBE_HTTP_STATUS("probe_http_status_code", "Response HTTP status code"),
  /** 1.0, 1.1 or 2. */
  PROBE_HTTP_VERSION("probe_http_version", "Returns the version of HTTP of the probe response"),
  /** Only where the header can be read. */
  PROBE_HTTP_LAST_MODIFIED(
      "probe_http_last_modified_timestamp_seconds",
      "Returns the Last-Modified HTTP response header in unixtime"),
  /** Earliest expiry of the presented certificates. */
  PROBE_SSL_EXPIRY("probe_ssl_earliest_cert_expiry", "Returns last SSL chain expiry in unixtime"),
  /** Expiry of the verified chain that lasts longest. */
  PROBE_SSL_CHAIN_EXPIRY(
      "probe_ssl_last_chain_expiry_timestamp_seconds",
      "Returns last SSL chain expiry in timestamp"),
  /** Facts of the leaf certificate as labels. */
  PROBE_SSL_INFO("probe_ssl_last_chain_info", "Contains SSL leaf certificate information"),
  /** Label {@code step}; of the steps that the last run came to. */
  PROBE_STEP_SUCCESS("probe_step_success", "Displays whether or not the step was a success"),
  /** Label {@code step}. */
  PROBE_STEP_DURATION(
      "probe_step_duration_seconds", "Returns how long the step took to complete in seconds"),
  /** Labels {@code step} and {@code phase}. */
  PROBE_STEP_PHASE_DURATION(
      "probe_step_http_duration_seconds",
      "Duration of the step's http requests by phase, summed over all redirects"),
  /** Label {@code step}; 0 where no response came. */
  PROBE_STEP_STATUS("probe_step_http_status_code", "Response HTTP status code of the step"),
  /** Label {@code version}. */
  PROBE_TLS_VERSION("probe_tls_version_info", "Returns the TLS version used or NaN when unknown"),
  /** Label {@code cipher}. */
  PROBE_TLS_CIPHER("probe_tls_cipher_info", "Returns the TLS cipher negotiated during handshake"),
  /** Labels {@code phase} and {@code reason}; only while the last run failed. */
  PROBE_FAILURE("probe_failure_info", "Where and why the last run of the probe failed"),
  /** Grows with every evaluation; 0 before the first. */
  EVALUATED_AT(
      "nines_evaluation_timestamp_seconds",
      "When the SLO and service series were computed, in unixtime; old while the database is away"),
  /** The objective. */
  SLO_OBJECTIVE("slo_objective_ratio", "Target ratio of good events"),
  /** Label {@code window}. */
  SLO_SLI("slo_sli_ratio", "Good events / all events in the window; absent without events"),
  /** Label {@code window}. */
  SLO_BURN_RATE(
      "slo_burn_rate_ratio",
      "(bad / all) / (1 - target) over the window, scaled by history / window while it is younger"),
  /** 1 is untouched, below 0 is overspent. */
  SLO_BUDGET_REMAINING(
      "slo_error_budget_remaining_ratio",
      "Share of the error budget that is left; below 0 when overspent"),
  /** Counter since the SLI began. */
  SLO_GOOD(
      "slo_good_events_total",
      "Good events of the SLI, as they came: runs one by one, never corrected"),
  /** Counter since the SLI began. */
  SLO_EVENTS(
      "slo_events_total",
      "Valid events of the SLI, as they came: runs one by one, never corrected"),
  /** Label {@code severity}. */
  SLO_ALERT("slo_alert_active", "1 while a burn-rate alert of this severity is firing"),
  /** Label {@code state}, one of five is 1. */
  SERVICE_STATE("service_state", "1 for the state the service is in"),
  /** Absent while unknown. */
  SERVICE_UP("service_up", "1 up or degraded, 0 down; absent while unknown or in maintenance"),
  /** Label {@code window}. */
  SERVICE_UPTIME(
      "service_uptime_ratio",
      "1 - downtime / known time over the window; absent while nothing is known"),
  /** Label {@code window}. */
  SERVICE_COVERAGE(
      "service_coverage_ratio",
      "Watched share of the window, or of the time since it was declared"),
  /** Open incidents. */
  SERVICE_INCIDENTS_OPEN(
      "service_incidents_open", "Incidents of the service that are not resolved"),
  /** Label {@code window}. */
  SERVICE_MTTD(
      "service_mean_time_to_detect_seconds",
      "Mean of detected - impact start (lower bound) over the window's incidents; absent without"),
  /** Label {@code window}. */
  SERVICE_MTTA(
      "service_mean_time_to_acknowledge_seconds",
      "Mean of acknowledged - opened over the window's acknowledged incidents; absent without"),
  /** Label {@code window}. */
  SERVICE_MTTR(
      "service_mean_time_to_restore_seconds",
      "Mean of restored - impact start over the window's restored incidents; absent without"),
  /** Label {@code window}. */
  SERVICE_MTBF(
      "service_mean_time_between_failures_seconds",
      "(Known time - downtime) / failures over the window; absent without failures"),
  /** Counter of all that is stored. */
  DORA_DEPLOYMENTS(
      "dora_deployments_total",
      "Deployments to production that succeeded, rollbacks too, as far back as they are recorded"),
  /** Label {@code window}. */
  DORA_FREQUENCY(
      "dora_deployments_per_day", "Deployment frequency over the window; absent without any"),
  /** Label {@code window}. */
  DORA_LEAD_TIME(
      "dora_change_lead_time_seconds",
      "Median of deployed - committed over the window's changes; absent without"),
  /** Labels {@code window} and {@code cause}. */
  DORA_FAIL_RATE(
      "dora_change_fail_ratio",
      "Failed deployments / deployments of the window, by declared causes alone or by all; absent"
          + " without deployments"),
  /** Labels {@code window} and {@code cause}. */
  DORA_RECOVERY(
      "dora_failed_deployment_recovery_seconds",
      "Median of recovered - deployed over the window's failed deployments; absent without"),
  /** Label {@code window}. */
  DORA_REWORK(
      "dora_rework_ratio",
      "Unplanned deployments / deployments of which it was told; absent where of none");

  private final String metricName;
  private final String help;

  Metric(String metricName, String help) {
    this.metricName = metricName;
    this.help = help;
  }

  /** {@return its name in the exposition, counters with {@code _total}} */
  public String metricName() {
    return metricName;
  }

  /** {@return its help text} */
  public String help() {
    return help;
  }
}
