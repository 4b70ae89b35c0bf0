-- What the last failed runs of each probe and location saw. Why they failed stands in their results.
create table failed_run (
  probe_id integer not null references probe,
  location_id smallint not null references location,
  scheduled_at timestamptz not null,
  evidence jsonb, -- at most 24 KiB; null where there was no room to bring it here
  primary key (probe_id, location_id, scheduled_at)
);

create index failed_run_by_time on failed_run (scheduled_at); -- to drop what is past its retention
