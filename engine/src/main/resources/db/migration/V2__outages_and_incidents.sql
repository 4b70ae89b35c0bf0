-- Downtime of one probe at one location, made by its open/close rule alone and in the same
-- transaction as the results that made it.
create table outage (
  id bigint generated always as identity primary key,
  probe_id integer not null references probe,
  location_id smallint not null references location,
  service text, -- that the probe watched then
  last_good_at timestamptz, -- the last good run before it, where there was one
  impact_start timestamptz not null, -- first bad run of the opening streak
  detected_at timestamptz not null, -- end of the run that completed the opening streak
  restored_at timestamptz, -- first good run of the closing streak
  recovered_at timestamptz, -- end of the run that completed the closing streak
  ended_by text, -- 'recovered' or 'removed by declaration'
  failure_phase text not null,
  failure_reason text not null,
  failure_detail text not null,
  trace_id text, -- of the first bad run
  incident_id bigint, -- the incident it is a signal of, once there is one
  unique (probe_id, location_id, impact_start)
);

create unique index one_open_outage on outage (probe_id, location_id) where recovered_at is null;
create index outage_by_restoration on outage (restored_at);
create index outage_without_incident on outage (id) where incident_id is null;

create table incident (
  id bigint generated always as identity primary key,
  service text not null,
  state text not null check (state in ('open', 'acknowledged', 'resolved')),
  severity text not null,
  version integer not null,
  impact_start timestamptz not null,
  opened_at timestamptz not null,
  resolved_at timestamptz,
  body jsonb not null -- the whole incident as its life cycle knows it
);

create unique index one_open_incident on incident (service) where state <> 'resolved';
create index incident_by_service on incident (service, impact_start);
create index incident_by_impact on incident (impact_start);

create table incident_step (
  incident_id bigint not null references incident,
  position integer not null,
  version integer not null, -- the incident's version that it led to
  at timestamptz not null,
  kind text not null,
  actor text not null,
  reason text not null,
  primary key (incident_id, position)
);

-- A burn-rate rule that holds; gone once it does not.
create table burn_rule_firing (
  slo text not null,
  objective text not null,
  rule text not null, -- e.g. '14.4x over 1h and 5m'
  since timestamptz not null,
  slow_since timestamptz,
  primary key (slo, objective, rule)
);

-- From the first rule of an urgency that holds for an objective to the last one that no longer does.
create table burn_alert (
  id bigint generated always as identity primary key,
  service text not null,
  slo text not null,
  objective text not null,
  urgency text not null check (urgency in ('page', 'ticket')),
  rule text not null, -- that fired first
  impact_start timestamptz not null,
  detected_at timestamptz not null,
  cleared_at timestamptz,
  ended_by text, -- 'burns slowly again' or 'removed by declaration'
  incident_id bigint -- the incident it is a signal of, once there is one; tickets have none
);

create unique index one_firing_alert on burn_alert (slo, objective, urgency)
  where cleared_at is null;
create index burn_alert_by_incident on burn_alert (incident_id);

-- The outbox: a notification is written with the step it tells of.
create table notification (
  id bigint generated always as identity primary key,
  idempotency_key text not null unique,
  incident_id bigint references incident, -- null for tickets, which open none
  channel text not null,
  body text not null, -- as it is sent, byte for byte
  created_at timestamptz not null default now(),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  delivered_at timestamptz,
  dead_at timestamptz,
  last_error text
);

create index notification_due on notification (next_attempt_at)
  where delivered_at is null and dead_at is null;
create index notification_by_incident on notification (incident_id, channel, id);
