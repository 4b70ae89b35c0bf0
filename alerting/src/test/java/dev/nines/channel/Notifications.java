package dev.nines.channel;

import dev.nines.incident.Incident;
import dev.nines.incident.IncidentTimes;
import dev.nines.incident.Severity;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Fixtures. */
public final class Notifications {
  public static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  public static final URI PAGE = URI.create("http://localhost:8080/incidents/42");
  public static final Notification OPENED =
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
                      Optional.empty()),
                  Optional.empty(),
                  List.of("probe web is down at local: timeout in connect"),
                  List.of("local"))));

  /** A deployment of everything that can be told. */
  public static final Deployed DEPLOYED =
      new Deployed(
          7,
          "production",
          Optional.of("1.4.2 <b>timeout</b> & more"),
          false,
          Optional.of(NOON.minusSeconds(180)),
          NOON,
          Optional.of("a10867b14bb761a232cd80139fbd4c0d33264240"),
          Optional.of("pkg:oci/shop@sha256%3A1f"),
          Optional.of("pipeline"),
          Optional.of("https://ci.example.com/shop/1042"));

  private static final Background SHOP =
      new Background(
          "Shop",
          Map.of("team", "payments"),
          Optional.of("https://wiki.example.com/shop"),
          Optional.of("the shop team"));

  /** One of every type, of a service of which much is declared. */
  public static Notification of(Notification.Type type) {
    if (type == Notification.Type.DEPLOYED) {
      return Notification.ofDeployment(
              "shop", DEPLOYED, "ops", URI.create("http://localhost:8080/services/shop"))
          .with(SHOP);
    }
    var alert = type == Notification.Type.ALERT_FIRED || type == Notification.Type.ALERT_CLEARED;
    var over = type == Notification.Type.RESOLVED;
    var times =
        new IncidentTimes(
            Optional.of(NOON.minusSeconds(90)),
            NOON.minusSeconds(60),
            NOON.minusSeconds(1),
            NOON,
            Optional.empty(),
            over ? Optional.of(NOON.plusSeconds(300)) : Optional.empty(),
            over ? Optional.of(NOON.plusSeconds(420)) : Optional.empty());
    var about =
        new Notification.About(
            42,
            over ? Incident.State.RESOLVED : Incident.State.OPEN,
            times,
            Optional.empty(),
            List.of("probe web is down at local: <b>timeout</b> & more"),
            List.of("local"));
    var notification =
        new Notification(
            alert
                ? "alert-7-" + type.name().toLowerCase(Locale.ROOT) + "-ops"
                : "incident-42-1-x-ops",
            type,
            over ? NOON.plusSeconds(420) : NOON,
            "shop",
            alert ? Severity.WARNING : Severity.CRITICAL,
            "shop: opened: probe web is down at local: <b>timeout</b> & more",
            PAGE,
            alert ? Optional.empty() : Optional.of(about));
    var known = notification.with(SHOP);
    return alert
        ? known.with(
            new Notification.Burn(
                "default", "shop-available", "available", false, NOON.minusSeconds(60)))
        : known;
  }

  /** The same with another state, severity and former severity. */
  public static Notification updated(
      Incident.State state, Severity severity, Optional<Severity> former) {
    var told = of(Notification.Type.UPDATED);
    var about = told.incident().orElseThrow();
    return new Notification(
        told.key(),
        told.type(),
        told.at(),
        told.service(),
        severity,
        told.summary(),
        told.url(),
        Optional.of(
            new Notification.About(
                about.id(), state, about.times(), former, about.causes(), about.locations())),
        told.burn(),
        told.deployment(),
        told.background());
  }

  private Notifications() {}
}
