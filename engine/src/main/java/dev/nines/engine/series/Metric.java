package dev.nines.engine.series;

import static dev.nines.engine.series.MetricType.COUNTER;
import static dev.nines.engine.series.MetricType.GAUGE;
import static dev.nines.engine.series.MetricType.HISTOGRAM;
import static dev.nines.engine.series.MetricType.INFO;
import static dev.nines.engine.series.MetricType.SUMMARY;

/**
 * The metrics of Nines itself: the one place that declares them. The {@code probe_} ones have
 * blackbox_exporter's names and help, and its type too: its {@code _info} ones are gauges.
 */
public enum Metric implements OwnMetric {
  /** 1 for a good run. */
  PROBE_SUCCESS(
      "probe_success",
      GAUGE,
      MetricUnit.FLAG,
      "probe service location target",
      "Displays whether or not the probe was a success"),
  /** Duration of the whole run. */
  PROBE_DURATION(
      "probe_duration_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "probe service location target",
      "Returns how long the probe took to complete in seconds"),
  /** The deadline of a run. */
  PROBE_TIMEOUT(
      "probe_timeout_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "probe service location target",
      "Returns how long the probe timeout is in seconds"),
  /** Name resolution. */
  PROBE_DNS(
      "probe_dns_lookup_time_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "probe service location target",
      "Returns the time taken for probe dns lookup in seconds"),
  /** 4 or 6. */
  PROBE_IP_PROTOCOL(
      "probe_ip_protocol",
      GAUGE,
      MetricUnit.NONE,
      "probe service location target",
      "Specifies whether probe ip protocol is IP4 or IP6"),
  /** FNV-1a of the address's bytes, in 32 bits. */
  PROBE_IP_HASH(
      "probe_ip_addr_hash",
      GAUGE,
      MetricUnit.NONE,
      "probe service location target",
      "Specifies the hash of IP address. It's useful to detect if the IP" + " address changes."),
  /** By phase. */
  PROBE_HTTP_DURATION(
      "probe_http_duration_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "probe service location target phase",
      "Duration of http request by phase, summed over all redirects"),
  /** -1 when unknown. */
  PROBE_HTTP_CONTENT_LENGTH(
      "probe_http_content_length",
      GAUGE,
      MetricUnit.BYTES,
      "probe service location target",
      "Length of http content response"),
  /** 1 where a pattern on a body, a header or a line failed the run. */
  PROBE_FAILED_REGEX(
      "probe_failed_due_to_regex",
      GAUGE,
      MetricUnit.FLAG,
      "probe service location target",
      "Indicates if probe failed due to regex"),
  /** 1 where a CEL expression failed the run; only where one is declared. */
  PROBE_FAILED_CEL(
      "probe_failed_due_to_cel",
      GAUGE,
      MetricUnit.FLAG,
      "probe service location target",
      "Indicates if probe failed due to CEL expression not matching"),
  /** 1 where the bytes of a dialogue failed the run. */
  PROBE_FAILED_BYTES(
      "probe_failed_due_to_bytes",
      GAUGE,
      MetricUnit.FLAG,
      "probe service location target",
      "Indicates if probe failed due to bytes"),
  /** What a dialogue noted, as labels that the module names. */
  PROBE_EXPECT_INFO(
      "probe_expect_info",
      GAUGE,
      MetricUnit.FLAG,
      "probe service location target",
      "Explicit content matched"),
  /** Bytes after decoding. */
  PROBE_HTTP_BODY_LENGTH(
      "probe_http_uncompressed_body_length",
      GAUGE,
      MetricUnit.BYTES,
      "probe service location target",
      "Length of uncompressed response body"),
  /** Followed redirects. */
  PROBE_HTTP_REDIRECTS(
      "probe_http_redirects",
      GAUGE,
      MetricUnit.COUNT,
      "probe service location target",
      "The number of redirects"),
  /** 1 where the final hop used TLS. */
  PROBE_HTTP_SSL(
      "probe_http_ssl",
      GAUGE,
      MetricUnit.FLAG,
      "probe service location target",
      "Indicates if SSL was used for the final redirect"),
  /** 0 where no response came. */
  PROBE_HTTP_STATUS(
      "probe_http_status_code",
      GAUGE,
      MetricUnit.NONE,
      "probe service location target",
      "Response HTTP status code"),
  /** 1.0, 1.1 or 2. */
  PROBE_HTTP_VERSION(
      "probe_http_version",
      GAUGE,
      MetricUnit.NONE,
      "probe service location target",
      "Returns the version of HTTP of the probe response"),
  /** Only where the header can be read. */
  PROBE_HTTP_LAST_MODIFIED(
      "probe_http_last_modified_timestamp_seconds",
      GAUGE,
      MetricUnit.UNIXTIME,
      "probe service location target",
      "Returns the Last-Modified HTTP response header in unixtime"),
  /** Earliest expiry of the presented certificates. */
  PROBE_SSL_EXPIRY(
      "probe_ssl_earliest_cert_expiry",
      GAUGE,
      MetricUnit.UNIXTIME,
      "probe service location target",
      "Returns last SSL chain expiry in unixtime"),
  /** Expiry of the verified chain that lasts longest. */
  PROBE_SSL_CHAIN_EXPIRY(
      "probe_ssl_last_chain_expiry_timestamp_seconds",
      GAUGE,
      MetricUnit.UNIXTIME,
      "probe service location target",
      "Returns last SSL chain expiry in timestamp"),
  /** Facts of the leaf certificate as labels. */
  PROBE_SSL_INFO(
      "probe_ssl_last_chain_info",
      GAUGE,
      MetricUnit.FLAG,
      "probe service location target fingerprint_sha256 subject issuer subjectalternative serialnumber",
      "Contains SSL leaf certificate information"),
  /** Of the steps that the last run came to. */
  PROBE_STEP_SUCCESS(
      "probe_step_success",
      GAUGE,
      MetricUnit.FLAG,
      "probe service location target step",
      "Displays whether or not the step was a success"),
  /** By step. */
  PROBE_STEP_DURATION(
      "probe_step_duration_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "probe service location target step",
      "Returns how long the step took to complete in seconds"),
  /** By step and phase. */
  PROBE_STEP_PHASE_DURATION(
      "probe_step_http_duration_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "probe service location target step phase",
      "Duration of the step's http requests by phase, summed over all redirects"),
  /** 0 where no response came. */
  PROBE_STEP_STATUS(
      "probe_step_http_status_code",
      GAUGE,
      MetricUnit.NONE,
      "probe service location target step",
      "Response HTTP status code of the step"),
  /** The version as a label. */
  PROBE_TLS_VERSION(
      "probe_tls_version_info",
      GAUGE,
      MetricUnit.FLAG,
      "probe service location target version",
      "Returns the TLS version used or NaN when unknown"),
  /** The cipher as a label. */
  PROBE_TLS_CIPHER(
      "probe_tls_cipher_info",
      GAUGE,
      MetricUnit.FLAG,
      "probe service location target cipher",
      "Returns the TLS cipher negotiated during handshake"),
  /** Only while the last run failed. */
  PROBE_FAILURE(
      "probe_failure_info",
      INFO,
      MetricUnit.FLAG,
      "probe service location target phase reason",
      "Where and why the last run of the probe failed"),
  /** The objective. */
  SLO_OBJECTIVE(
      "slo_objective_ratio",
      GAUGE,
      MetricUnit.RATIO,
      "service slo objective",
      "Target ratio of good events"),
  /** How the budget is counted. */
  SLO_INFO(
      "slo_info",
      INFO,
      MetricUnit.FLAG,
      "service slo objective window method",
      "Budget window and budgeting method of the objective"),
  /** By window. */
  SLO_SLI(
      "slo_sli_ratio",
      GAUGE,
      MetricUnit.RATIO,
      "service slo objective window",
      "Good events / all events in the window; absent without events"),
  /** By window. */
  SLO_BURN_RATE(
      "slo_burn_rate_ratio",
      GAUGE,
      MetricUnit.TIMES,
      "service slo objective window",
      "(bad / all) / (1 - target) over the window, scaled by history / window"
          + " while it is younger"),
  /** 1 is untouched, below 0 is overspent. */
  SLO_BUDGET_REMAINING(
      "slo_error_budget_remaining_ratio",
      GAUGE,
      MetricUnit.RATIO,
      "service slo objective",
      "Share of the error budget that is left; below 0 when overspent"),
  /** What is left, as time. */
  SLO_BUDGET_REMAINING_TIME(
      "slo_error_budget_remaining_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "service slo objective",
      "What is left of the error budget as time of total outage; below 0 when" + " overspent"),
  /** The whole budget, as time. */
  SLO_BUDGET_TIME(
      "slo_error_budget_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "service slo objective",
      "The whole error budget as time of total outage"),
  /** A projection. */
  SLO_EXHAUSTION(
      "slo_error_budget_exhausted_in_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "service slo objective",
      "When the error budget is used up if it burns on as in the shortest"
          + " window of an hour or more; absent while nothing burns"),
  /** How young the SLI is. */
  SLO_COVERAGE(
      "slo_window_coverage_ratio",
      GAUGE,
      MetricUnit.RATIO,
      "service slo objective",
      "For how much of the budget window there are counts"),
  /** Counter since the SLI began. */
  SLO_GOOD(
      "slo_good_events_total",
      COUNTER,
      MetricUnit.COUNT,
      "service slo objective",
      "Good events of the SLI, as they came: runs one by one, never corrected"),
  /** Counter since the SLI began. */
  SLO_EVENTS(
      "slo_events_total",
      COUNTER,
      MetricUnit.COUNT,
      "service slo objective",
      "Valid events of the SLI, as they came: runs one by one, never corrected"),
  /** {@code critical} pages, {@code warning} is a ticket. */
  SLO_ALERT(
      "slo_alert_active",
      GAUGE,
      MetricUnit.FLAG,
      "service slo objective severity",
      "1 while a burn-rate alert of this severity is firing"),
  /** By rule: of another length of the budget window, other windows. */
  SLO_ALERT_PROXIMITY(
      "slo_alert_proximity_ratio",
      GAUGE,
      MetricUnit.RATIO,
      "service slo objective severity long short",
      "How near a default burn-rate alert is: the smaller of the burn rates over the"
          + " rule's two windows / its factor; above 1 it fires, unless bad events are few"),
  /** One of five is 1. */
  SERVICE_STATE(
      "service_state",
      GAUGE,
      MetricUnit.FLAG,
      "service state",
      "1 for the state the service is in"),
  /** Absent while unknown. */
  SERVICE_UP(
      "service_up",
      GAUGE,
      MetricUnit.FLAG,
      "service",
      "1 up or degraded, 0 down; absent while unknown or in maintenance"),
  /** By window. */
  SERVICE_UPTIME(
      "service_uptime_ratio",
      GAUGE,
      MetricUnit.RATIO,
      "service window",
      "1 - downtime / known time over the window; absent while nothing is known"),
  /** By window. */
  SERVICE_COVERAGE(
      "service_coverage_ratio",
      GAUGE,
      MetricUnit.RATIO,
      "service window",
      "Watched share of the window, or of the time since it was declared"),
  /** By window. */
  SERVICE_KNOWN(
      "service_known_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "service window",
      "Time in the window that the service was watched, maintenance left out"),
  /** By window. */
  SERVICE_DOWNTIME(
      "service_downtime_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "service window",
      "Downtime in the window: the union of the outages within known time"),
  /** By window. */
  SERVICE_UNKNOWN(
      "service_unknown_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "service window",
      "Time in the window that nobody was watching: neither up nor down"),
  /** By window. */
  SERVICE_MAINTENANCE(
      "service_maintenance_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "service window",
      "Declared maintenance in the window since the service was declared:"
          + " neither up nor down"),
  /** Open incidents. */
  SERVICE_INCIDENTS_OPEN(
      "service_incidents_open",
      GAUGE,
      MetricUnit.COUNT,
      "service",
      "Incidents of the service that are not resolved"),
  /** By window. */
  SERVICE_INCIDENTS(
      "service_incidents",
      GAUGE,
      MetricUnit.COUNT,
      "service window",
      "Incidents whose impact began in the window, open ones too; those within"
          + " maintenance are none"),
  /** By window. */
  SERVICE_MTTD(
      "service_mean_time_to_detect_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "service window",
      "Mean of detected - impact start (lower bound) over the window's"
          + " incidents; absent without"),
  /** By window. */
  SERVICE_MTTA(
      "service_mean_time_to_acknowledge_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "service window",
      "Mean of acknowledged - opened over the window's acknowledged incidents;"
          + " absent without"),
  /** By window. */
  SERVICE_MTTR(
      "service_mean_time_to_restore_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "service window",
      "Mean of restored - impact start over the window's restored incidents;" + " absent without"),
  /** By window. */
  SERVICE_MEDIAN_TTR(
      "service_median_time_to_restore_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "service window",
      "Median of restored - impact start over the window's restored incidents;"
          + " absent without"),
  /** By window. */
  SERVICE_P90_TTR(
      "service_p90_time_to_restore_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "service window",
      "What nine tenths of the window's restored incidents did not exceed;" + " absent without"),
  /** By window. */
  SERVICE_LONGEST_TTR(
      "service_longest_time_to_restore_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "service window",
      "Longest restored - impact start of the window's restored incidents;" + " absent without"),
  /** By window. */
  SERVICE_DETECTED(
      "service_incidents_detected",
      GAUGE,
      MetricUnit.COUNT,
      "service window",
      "How many incidents the mean time to detect is of"),
  /** By window. */
  SERVICE_ACKNOWLEDGED(
      "service_incidents_acknowledged",
      GAUGE,
      MetricUnit.COUNT,
      "service window",
      "How many incidents the mean time to acknowledge is of"),
  /** By window. */
  SERVICE_RESTORED(
      "service_incidents_restored",
      GAUGE,
      MetricUnit.COUNT,
      "service window",
      "How many incidents the times to restore are of"),
  /** By window. */
  SERVICE_MTBF(
      "service_mean_time_between_failures_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "service window",
      "(Known time - downtime) / failures over the window; absent without" + " failures"),
  /** Each incident once. */
  INCIDENT_DETECT(
      "incident_time_to_detect_seconds",
      HISTOGRAM,
      MetricUnit.SECONDS,
      "service",
      "Detected - impact start (lower bound) of each incident"),
  /** Each incident that was acknowledged, once. */
  INCIDENT_ACKNOWLEDGE(
      "incident_time_to_acknowledge_seconds",
      HISTOGRAM,
      MetricUnit.SECONDS,
      "service",
      "Acknowledged - opened of each incident that was acknowledged"),
  /** Each resolved incident, once. */
  INCIDENT_RESTORE(
      "incident_time_to_restore_seconds",
      HISTOGRAM,
      MetricUnit.SECONDS,
      "service",
      "Restored - impact start of each incident, when it was first resolved"),
  /** Counter of all that is stored. */
  DORA_DEPLOYMENTS(
      "dora_deployments_total",
      COUNTER,
      MetricUnit.COUNT,
      "service",
      "Deployments to production that succeeded, rollbacks too, as far back as"
          + " they are recorded; 0 before the first"),
  /** n of the frequency and of the rates. */
  DORA_DEPLOYMENTS_IN(
      "dora_deployments_in_window",
      GAUGE,
      MetricUnit.COUNT,
      "service window",
      "Deployments to production that succeeded in the window, rollbacks too"),
  /** By window. */
  DORA_FREQUENCY(
      "dora_deployments_per_day",
      GAUGE,
      MetricUnit.PER_DAY,
      "service window",
      "Deployment frequency over the window; absent without any"),
  /** By window. */
  DORA_LEAD_TIME(
      "dora_change_lead_time_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "service window",
      "Median of deployed - committed over the window's changes; absent without"),
  /** n of the lead time. */
  DORA_CHANGES(
      "dora_changes",
      GAUGE,
      MetricUnit.COUNT,
      "service window",
      "How many changes the change lead time is of"),
  /** By window and cause. */
  DORA_FAIL_RATE(
      "dora_change_fail_ratio",
      GAUGE,
      MetricUnit.RATIO,
      "service window cause",
      "Failed deployments / deployments of the window, by declared causes alone"
          + " or by all; absent without deployments"),
  /** By window and cause. */
  DORA_FAILED(
      "dora_failed_deployments",
      GAUGE,
      MetricUnit.COUNT,
      "service window cause",
      "Failed deployments of the window, by declared causes alone or by all"),
  /** By window and cause. */
  DORA_RECOVERY(
      "dora_failed_deployment_recovery_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "service window cause",
      "Median of recovered - deployed over the window's failed deployments;" + " absent without"),
  /** n of the recovery time. */
  DORA_RECOVERED(
      "dora_recovered_deployments",
      GAUGE,
      MetricUnit.COUNT,
      "service window cause",
      "How many failed deployments the recovery time is of"),
  /** By window. */
  DORA_REWORK(
      "dora_rework_ratio",
      GAUGE,
      MetricUnit.RATIO,
      "service window",
      "Unplanned deployments / deployments of which it was told; absent where" + " of none"),
  /** n of the rework rate. */
  DORA_REWORK_KNOWN(
      "dora_rework_known_deployments",
      GAUGE,
      MetricUnit.COUNT,
      "service window",
      "How many deployments the rework rate is of: those of which it was told"
          + " whether they were unplanned"),
  /** By outcome. */
  RUNS(
      "nines_probe_runs_total",
      COUNTER,
      MetricUnit.COUNT,
      "success",
      "Probe runs made by this instance"),
  /** Beside the gauge of the last run, which has blackbox_exporter's name. */
  RUN_DURATION(
      "nines_probe_run_duration_seconds",
      HISTOGRAM,
      MetricUnit.SECONDS,
      "probe service location",
      "Duration of the runs of a probe, failed ones too; exemplars have the"
          + " trace_id of traced runs"),
  /** Old where the scheduler hangs. */
  LAST_RUN(
      "nines_probe_last_run_timestamp_seconds",
      GAUGE,
      MetricUnit.UNIXTIME,
      "probe service location",
      "When the last run that has a result was due"),
  /** As declared. */
  PROBE_INTERVAL(
      "nines_probe_interval_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "probe service location",
      "How often a probe that runs here is due"),
  /** By cause. */
  UNKNOWN_RUNS(
      "nines_runs_unknown_total",
      COUNTER,
      MetricUnit.COUNT,
      "cause",
      "Runs that were due and have no result, by cause"),
  /** From the grid. */
  LATENESS(
      "nines_probe_start_lateness_seconds",
      HISTOGRAM,
      MetricUnit.SECONDS,
      "",
      "Start of a run after its scheduled time, in seconds"),
  /** At present. */
  RUNS_UNDER_WAY(
      "nines_probe_runs_under_way",
      GAUGE,
      MetricUnit.COUNT,
      "",
      "Runs under way now, scheduled ones and those on demand"),
  /** Those of this location. */
  PROBES("nines_probes", GAUGE, MetricUnit.COUNT, "", "Probes that are declared"),
  /** Declared ones. */
  SLOS("nines_slos", GAUGE, MetricUnit.COUNT, "", "SLOs that are declared"),
  /** By gate. */
  REQUESTS_DROPPED(
      "nines_probe_requests_dropped_total",
      COUNTER,
      MetricUnit.COUNT,
      "gate",
      "Requests to /probe that a full gate turned away, by gate"),
  /** blackbox_exporter's own. */
  MODULES_UNKNOWN(
      "blackbox_module_unknown_total",
      COUNTER,
      MetricUnit.COUNT,
      "",
      "Count of unknown modules requested by probes"),
  /** 0 while cut off. */
  SELF_CHECK(
      "nines_self_check_up",
      GAUGE,
      MetricUnit.FLAG,
      "",
      "1 where a self-check target answers, 0 where none does; absent where" + " none is asked"),
  /** Each once. */
  RESULTS_STORED(
      "nines_results_stored_total",
      COUNTER,
      MetricUnit.COUNT,
      "",
      "Results stored by this instance, each once"),
  /** Of a replay. */
  RESULTS_REPEATED(
      "nines_results_repeated_total",
      COUNTER,
      MetricUnit.COUNT,
      "",
      "Results that were stored already when they came"),
  /** No room anywhere. */
  RESULTS_LOST(
      "nines_results_lost_total",
      COUNTER,
      MetricUnit.COUNT,
      "",
      "Results that neither database nor spool had room for; their runs are" + " unknown"),
  /** No room for more. */
  EVIDENCE_LOST(
      "nines_evidence_lost_total",
      COUNTER,
      MetricUnit.COUNT,
      "",
      "Failed runs whose answer and phases there was no room to keep; their"
          + " results are stored"),
  /** How long the database took. */
  BATCH_DURATION(
      "nines_result_batch_duration_seconds",
      SUMMARY,
      MetricUnit.SECONDS,
      "",
      "How long the database took for a batch of results, refused ones too"),
  /** Refused ones. */
  BATCHES_FAILED(
      "nines_result_batches_failed_total",
      COUNTER,
      MetricUnit.COUNT,
      "",
      "Batches that the database refused; they wait in the spool"),
  /** In memory. */
  RESULTS_WAITING(
      "nines_results_waiting",
      GAUGE,
      MetricUnit.COUNT,
      "",
      "Results waiting in memory to be stored"),
  /** On disk. */
  SPOOL_BYTES(
      "nines_spool_bytes", GAUGE, MetricUnit.BYTES, "", "Bytes waiting on disk to be stored"),
  /** The configured bound. */
  SPOOL_LIMIT(
      "nines_spool_limit_bytes",
      GAUGE,
      MetricUnit.BYTES,
      "",
      "Most bytes that may wait on disk: beyond it the oldest results go"),
  /** Grows with every evaluation; 0 before the first. */
  EVALUATED_AT(
      "nines_evaluation_timestamp_seconds",
      GAUGE,
      MetricUnit.UNIXTIME,
      "",
      "When the SLO and service series were computed, in unixtime; old while"
          + " the database is away"),
  /** The engine's recurring work. */
  CHORE_DURATION(
      "nines_chore_duration_seconds",
      SUMMARY,
      MetricUnit.SECONDS,
      "chore",
      "How long the engine's recurring work took: evaluation, reloading," + " housekeeping..."),
  /** Faults of Nines itself. */
  CHORES_FAILED(
      "nines_chores_failed_total",
      COUNTER,
      MetricUnit.COUNT,
      "chore",
      "How often recurring work ended with a fault of Nines itself"),
  /** 0 where an edit was refused. */
  CONFIG_GOOD(
      "nines_config_last_reload_successful",
      GAUGE,
      MetricUnit.FLAG,
      "",
      "1 where the newest edit of the declarations was taken over"),
  /** When declarations were last taken over. */
  CONFIG_AT(
      "nines_config_last_reload_success_timestamp_seconds",
      GAUGE,
      MetricUnit.UNIXTIME,
      "",
      "When declarations were last taken over"),
  /** As labels. */
  BUILD("nines_build_info", INFO, MetricUnit.FLAG, "version", "Version of this instance"),
  /** As OpenTelemetry has it, to join with. */
  TARGET(
      "target_info",
      INFO,
      MetricUnit.FLAG,
      "service_name service_version location",
      "The resource that these metrics are of"),
  /** By OpenTelemetry's name. */
  REQUEST_DURATION(
      "http_server_request_duration_seconds",
      HISTOGRAM,
      MetricUnit.SECONDS,
      "http_request_method http_route http_response_status_code",
      "Duration of requests to Nines by route, never by address; exemplars have"
          + " the trace_id of traced ones"),
  /** A full gate. */
  SCRAPES_DROPPED(
      "nines_scrapes_dropped_total",
      COUNTER,
      MetricUnit.COUNT,
      "",
      "Requests to /metrics that were turned away because others were still" + " being answered"),
  /** By channel and outcome. */
  NOTIFICATION_ATTEMPTS(
      "nines_notification_attempts_total",
      COUNTER,
      MetricUnit.COUNT,
      "channel outcome",
      "Attempts to tell a channel, by outcome: delivered, retry, dead"),
  /** By channel. */
  NOTIFICATIONS_PENDING(
      "nines_notifications_pending",
      GAUGE,
      MetricUnit.COUNT,
      "channel",
      "Notifications that wait to be delivered"),
  /** By channel. */
  NOTIFICATIONS_DEAD(
      "nines_notifications_dead",
      GAUGE,
      MetricUnit.COUNT,
      "channel",
      "Notifications that were given up and not re-sent"),
  /** By channel. */
  NOTIFICATION_AGE(
      "nines_notification_oldest_pending_seconds",
      GAUGE,
      MetricUnit.SECONDS,
      "channel",
      "How long the oldest notification has waited to be delivered; 0 where" + " none waits"),
  /** Of both kinds. */
  SILENCES(
      "nines_silences_active",
      GAUGE,
      MetricUnit.COUNT,
      "",
      "Silences that hold, declared and through the API"),
  /** 0 where it is late. */
  HEARTBEAT(
      "nines_heartbeat_up",
      GAUGE,
      MetricUnit.FLAG,
      "heartbeat service",
      "1 where a heartbeat is in time, 0 where it is not; absent before the" + " first beat"),
  /** By outcome. */
  DEAD_MANS_SWITCH(
      "nines_dead_mans_switch_beats_total",
      COUNTER,
      MetricUnit.COUNT,
      "outcome",
      "Beats of the dead man's switch, by outcome: sent, failed, withheld"),
  /** By signal and reason. */
  TELEMETRY_DROPPED(
      "nines_telemetry_dropped_total",
      COUNTER,
      MetricUnit.COUNT,
      "signal reason",
      "Spans (traces), points (metrics) and lines (logs) that were to be sent by OTLP and are lost,"
          + " by reason: queue_full, export_failed"),
  /** By outcome. */
  REMOTE_WRITE_SAMPLES(
      "nines_remote_write_samples_total",
      COUNTER,
      MetricUnit.COUNT,
      "outcome",
      "Samples of remote write, by outcome: sent, refused by the receiver, dropped because there"
          + " was no room for them"),
  /** Each attempt that came to nothing. */
  REMOTE_WRITE_RETRIES(
      "nines_remote_write_retries_total",
      COUNTER,
      MetricUnit.COUNT,
      "",
      "Requests of remote write that failed and are sent again"),
  /** In memory. */
  REMOTE_WRITE_WAITING(
      "nines_remote_write_samples_waiting",
      GAUGE,
      MetricUnit.COUNT,
      "",
      "Samples that wait to be sent by remote write"),
  /** Old while nothing is taken. */
  REMOTE_WRITE_SENT_AT(
      "nines_remote_write_sent_timestamp_seconds",
      GAUGE,
      MetricUnit.UNIXTIME,
      "",
      "When the newest samples were taken that remote write has sent, in unixtime; absent before"
          + " the first"),
  /** By hook and outcome. */
  HOOK_DELIVERIES(
      "nines_hook_deliveries_total",
      COUNTER,
      MetricUnit.COUNT,
      "hook outcome",
      "Deliveries to hooks, by outcome: accepted, unauthorized, malformed,"
          + " too_large, unprocessable, unavailable, failed"),
  /** By data source and outcome. */
  DATASOURCE_REQUESTS(
      "nines_datasource_requests_total",
      COUNTER,
      MetricUnit.COUNT,
      "data_source outcome",
      "Queries put to a data source, by outcome: answered, refused,"
          + " unreachable, too_slow, too_large"),
  /** By data source. */
  DATASOURCE_FAILING(
      "nines_datasource_slis_failing",
      GAUGE,
      MetricUnit.COUNT,
      "data_source",
      "SLIs of a data source whose newest reading came to nothing"),
  /** By data source. */
  DATASOURCE_READ_UP_TO(
      "nines_datasource_read_up_to_timestamp_seconds",
      GAUGE,
      MetricUnit.UNIXTIME,
      "data_source",
      "Until when the SLIs of a data source are read that were ever answered:"
          + " the least of them; absent before the first answer");

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts and enums is
  private final Declaration declaration;

  Metric(String metricName, MetricType type, MetricUnit unit, String labels, String help) {
    declaration = new Declaration(metricName, type, unit, labels, help);
  }

  @Override
  public Declaration declaration() {
    return declaration;
  }
}
