-- The last failed runs of each probe and location; why they failed stands in their results. Narrow,
-- so that what a new one pushes out is found among twenty without reading what they saw.
create table failed_run (
  probe_id integer not null references probe,
  location_id smallint not null references location,
  scheduled_at timestamptz not null,
  primary key (probe_id, location_id, scheduled_at)
);

-- What a failed run saw; missing where there was no room to bring it here.
create table failed_run_evidence (
  probe_id integer not null,
  location_id smallint not null,
  scheduled_at timestamptz not null,
  evidence jsonb not null, -- at most 24 KiB
  primary key (probe_id, location_id, scheduled_at)
);
