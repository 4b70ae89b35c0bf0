-- Names are stored once; everything else refers to them by number.
create table probe (
  id integer generated always as identity primary key,
  name text not null unique,
  service text -- it watches, or has last watched
);

create table location (
  id smallint generated always as identity primary key,
  name text not null unique
);

create table criterion (
  id integer generated always as identity primary key,
  text text not null unique -- canonical, e.g. 'success and total < 300ms'
);

-- On which grid a probe was meant to run at a location, and since when: expected runs are counted
-- from here, so that unknown = expected - stored is derived and never stored.
create table probe_grid (
  probe_id integer not null references probe,
  location_id smallint not null references location,
  from_at timestamptz not null,
  until_at timestamptz, -- null while it is declared
  interval_millis bigint not null check (interval_millis > 0),
  primary key (probe_id, location_id, from_at)
);

-- One row a run. The key is the run's identity: storing it twice counts once.
create table result (
  probe_id integer not null,
  location_id smallint not null,
  scheduled_at timestamptz not null,
  lateness_us bigint not null, -- start of the run after scheduled_at
  total_us bigint not null,
  resolve_us bigint,
  connect_us bigint,
  tls_us bigint,
  processing_us bigint,
  transfer_us bigint,
  success boolean not null,
  status smallint,
  failure_phase text,
  failure_reason text,
  failure_detail text,
  trace_id text,
  primary key (probe_id, location_id, scheduled_at)
) partition by range (scheduled_at);

-- When a probe was not watching: between two stored runs that do not follow each other on the grid.
create table run_gap (
  probe_id integer not null references probe,
  location_id smallint not null references location,
  from_at timestamptz not null, -- when the first missing run was due
  until_at timestamptz not null, -- when the next stored run was due
  primary key (probe_id, location_id, from_at)
);

create index run_gap_by_end on run_gap (until_at);

-- One row per (probe, location, criterion, hour) with its sixty minutes.
-- version grows with every change of a row, so that another instance can read what changed.
create sequence sli_hour_version;

create table sli_hour (
  probe_id integer not null references probe,
  location_id smallint not null references location,
  criterion_id integer not null references criterion,
  hour timestamptz not null,
  good smallint[], -- null once the minutes are past their retention
  total smallint[],
  good_sum bigint not null,
  total_sum bigint not null,
  version bigint not null default nextval('sli_hour_version'),
  primary key (probe_id, location_id, criterion_id, hour)
) with (fillfactor = 60);

create index sli_hour_by_hour on sli_hour (hour) where good is not null;

-- Everything that was ever counted, so that neither a start nor a counter has to add up all hours.
create table sli_total (
  probe_id integer not null references probe,
  location_id smallint not null references location,
  criterion_id integer not null references criterion,
  first_hour timestamptz not null,
  good bigint not null,
  total bigint not null,
  primary key (probe_id, location_id, criterion_id)
) with (fillfactor = 60);
