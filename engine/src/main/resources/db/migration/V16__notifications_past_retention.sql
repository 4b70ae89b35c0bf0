-- Notifications are deleted a while after they were delivered, given up or no longer needed.
create index notification_ended on notification (coalesce(delivered_at, dead_at, unneeded_at))
  where not pending;
