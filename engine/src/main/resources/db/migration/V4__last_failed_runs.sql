-- When the last failed runs of each probe and location were due, newest first, in one row that is
-- updated in place: what a new run pushes out is known without visiting the others.
create table last_failed_runs (
  probe_id integer not null references probe,
  location_id smallint not null references location,
  scheduled_at timestamptz[] not null,
  primary key (probe_id, location_id)
) with (fillfactor = 50);

insert into last_failed_runs (probe_id, location_id, scheduled_at)
select probe_id, location_id, array_agg(scheduled_at order by scheduled_at desc)
from failed_run group by probe_id, location_id;

drop table failed_run;
