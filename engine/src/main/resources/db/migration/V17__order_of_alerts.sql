-- What is told of one alert goes to a channel in its order, as what is told of one incident does.
-- No foreign key, as the outbox of years does not hold an alert's row back.
alter table notification add column alert_id bigint; -- null for what an incident is told of
update notification set alert_id = split_part(idempotency_key, '-', 2)::bigint
  where incident_id is null and idempotency_key ~ '^alert-[0-9]+-alert_(fired|cleared)-';
create index notification_pending_of_alert on notification (alert_id, channel, id) where pending;

-- Each tick reads the incidents that are open or were resolved lately.
create index incident_by_resolution on incident (resolved_at);
