package dev.nines.channel;

import dev.nines.incident.Incident;
import dev.nines.incident.IncidentTimes;
import dev.nines.incident.Severity;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Fixtures. */
final class Notifications {
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  static final URI PAGE = URI.create("http://localhost:8080/incidents/42");
  static final Notification OPENED =
      new Notification(
          "incident-42-1-opened-ops",
          Notification.Type.OPENED,
          NOON,
          "shop",
          Severity.CRITICAL,
          "shop: opened: probe web is down at local: timeout in connect",
          PAGE,
          Optional.of(
              new Notification.About(
                  42,
                  Incident.State.OPEN,
                  new IncidentTimes(
                      Optional.of(NOON.minusSeconds(90)),
                      NOON.minusSeconds(60),
                      NOON.minusSeconds(1),
                      NOON,
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty()))));

  private Notifications() {}
}
