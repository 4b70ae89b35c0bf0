-- What SLIs of data sources were answered, under the canonical text of their question, so that SLOs
-- that ask the same share it. The minutes from from_minute up to to_minute (excluded) are read;
-- those from settled_minute on are read again, and the carry is what was left over before them.
create table metric (
  id integer generated always as identity primary key,
  question text not null unique,
  from_minute bigint, -- since the Unix epoch; null before the first answer
  settled_minute bigint,
  to_minute bigint,
  carry_part double precision not null default 0,
  carry_total double precision not null default 0,
  first_minute bigint, -- the oldest with events
  good bigint not null default 0, -- all events ever counted
  total bigint not null default 0
) with (fillfactor = 60);

-- One row per (question, hour) with its sixty minutes.
create table metric_hour (
  metric_id integer not null references metric,
  hour timestamptz not null,
  good integer[], -- null once the minutes are past their retention
  total integer[],
  good_sum bigint not null default 0,
  total_sum bigint not null default 0,
  primary key (metric_id, hour)
) with (fillfactor = 60);

create index metric_hour_by_hour on metric_hour (hour) where good is not null;
