-- What the histograms of incidents have counted: each time of each incident once, as it was first
-- known. Counters cannot take back, so what is edited or reopened later changes the reports alone.
create table incident_duration (
  incident_id bigint not null references incident,
  measure text not null check (measure in ('detect', 'acknowledge', 'restore')),
  seconds double precision not null check (seconds >= 0),
  primary key (incident_id, measure)
);
