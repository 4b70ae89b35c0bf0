-- People who let a service be deployed whatever held it. Rows are added and ended, never deleted.
create table gate_override (
  id bigint generated always as identity primary key,
  service text not null,
  reason text not null,
  actor text not null,
  created_at timestamptz not null default clock_timestamp(),
  until_at timestamptz not null,
  ended_at timestamptz, -- by a person, before its end
  ended_by text,
  check (created_at < until_at),
  check ((ended_at is null) = (ended_by is null))
);

create index gate_override_by_end on gate_override (until_at) where ended_at is null;
