-- A notification waits until it is delivered, given up (dead), or nobody needs it any more: the
-- resolve of an open that its receiver had refused.
alter table notification add column type text;
update notification set type = body::jsonb ->> 'type';
alter table notification alter column type set not null;
alter table notification add column queued_at timestamptz not null default clock_timestamp(); -- or re-sent: the time to give up runs from here
alter table notification add column unneeded_at timestamptz;
alter table notification add column pending boolean not null
  generated always as (delivered_at is null and dead_at is null and unneeded_at is null) stored;

drop index notification_due;
create index notification_pending on notification (channel, id) where pending;
create index notification_pending_of_incident on notification (incident_id, channel, id)
  where pending;
create index notification_dead on notification (id) where dead_at is not null;

-- Silences that came through the API. Rows are added and ended, never deleted.
create table silence (
  id bigint generated always as identity primary key,
  services text[] not null, -- empty: every service
  severities text[] not null, -- empty: every severity
  labels jsonb not null, -- by key, the values that are good; empty: every service
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  reason text not null,
  author text not null,
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz, -- by a person, before its end
  ended_by text,
  check (starts_at < ends_at),
  check ((ended_at is null) = (ended_by is null))
);

create index silence_by_end on silence (ends_at) where ended_at is null;

-- Whom a silence has kept from being told. Gone once they are told, or it is over.
create table held_notification (
  incident_id bigint references incident,
  alert_id bigint references burn_alert,
  channel text not null,
  silence text not null,
  since timestamptz not null default clock_timestamp(),
  check ((incident_id is null) <> (alert_id is null)),
  unique (incident_id, channel),
  unique (alert_id, channel)
);

-- Heartbeats that have been heard of at least once.
create table heartbeat (
  name text primary key,
  beat_at timestamptz not null, -- the newest good one
  failed_at timestamptz -- a failure that was reported after it
);

-- When nobody was listening: a heartbeat that was due then was not missed. One open row at most,
-- which is that of whoever listens now.
create table heartbeat_listening (
  only_row boolean primary key default true check (only_row),
  heard_until timestamptz not null
);

create table heartbeat_gap (
  from_at timestamptz primary key,
  until_at timestamptz not null,
  check (from_at <= until_at)
);
