-- Declared alert policies stand beside the default burn-rate rules: each has a state of its own,
-- and an alert of its own for a condition that is met and for data that is missing.
alter table burn_rule_firing add column state text not null default 'firing'
  check (state in ('pending', 'firing', 'no-data'));

alter table burn_alert add column policy text not null default ''; -- '' for the default rules
alter table burn_alert add column no_data boolean not null default false;

drop index one_firing_alert;
create unique index one_firing_alert on burn_alert (slo, objective, urgency, policy, no_data)
  where cleared_at is null;
