-- A signal that ended before anything let it open an incident (quorum, dependency, maintenance) is
-- passed over for good: what is declared later must not open incidents of the past.
alter table outage add column passed_over text;
alter table burn_alert add column passed_over text;

drop index outage_without_incident;
create index outage_without_incident on outage (id)
  where incident_id is null and passed_over is null;

-- What other people's monitoring says. An alert is named by its source, fingerprint and start; told
-- again it is the same, and once ended it stays so.
create table external_alert (
  id bigint generated always as identity primary key,
  source text not null, -- 'alertmanager'
  fingerprint text not null,
  starts_at timestamptz not null, -- by its source
  service text not null,
  name text not null,
  summary text not null, -- may be empty
  link text,
  severity text not null,
  received_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz, -- by its source
  cleared_at timestamptz, -- when that was told
  ended_by text, -- 'resolved' or 'removed by declaration'
  incident_id bigint, -- the incident it is a signal of, once there is one
  passed_over text,
  unique (source, fingerprint, starts_at)
);

create index external_alert_by_end on external_alert (ended_at);
create index external_alert_by_incident on external_alert (incident_id);
