-- Alertmanager tells again and again of what fires: an alert that it tells of no more is over, though
-- the message that says so was lost.
alter table external_alert add column told_at timestamptz; -- when it was last told that it fires
update external_alert set told_at = received_at;
alter table external_alert alter column told_at set not null;

-- One that is told of again after that fires again: as a row of its own, from then on. This is the
-- start by which its source still knows it.
alter table external_alert add column told_start timestamptz;
update external_alert set told_start = starts_at;
alter table external_alert alter column told_start set not null;
alter table external_alert add column untold boolean not null default false; -- ended for want of news

create unique index one_firing_external_alert on external_alert (source, fingerprint, told_start)
  where ended_at is null;
create index external_alert_by_told_start on external_alert (source, fingerprint, told_start);
