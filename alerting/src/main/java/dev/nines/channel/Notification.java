package dev.nines.channel;

import dev.nines.incident.Incident;
import dev.nines.incident.IncidentTimes;
import dev.nines.incident.Severity;
import dev.nines.incident.Signal;
import dev.nines.incident.Transition;
import java.net.URI;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is a channel told of an incident, or of an alert that opens none?
 *
 * @param key the idempotency key: the same over all retries, another for each type, version,
 *     incident or alert, and channel
 * @param type what happened
 * @param at when it happened
 * @param service the service it is about
 * @param severity how bad it is now
 * @param summary one sentence for people, at most {@value #LONGEST_SUMMARY} characters
 * @param url where to read more
 * @param incident the incident; empty for an alert that opens none
 */
public record Notification(
    String key,
    Type type,
    Instant at,
    String service,
    Severity severity,
    String summary,
    URI url,
    Optional<About> incident) {
  /** Keeps the body well below the 20 kB that Standard Webhooks allows. */
  static final int LONGEST_SUMMARY = 1_000;

  /** Shortens the summary where it must be. */
  public Notification {
    if (summary.length() > LONGEST_SUMMARY) {
      summary = summary.substring(0, LONGEST_SUMMARY - 1) + "…";
    }
  }

  /**
   * What one transition has to tell a channel.
   *
   * @param transition the transition; its incident has its number
   * @param channel the channel's name
   * @param url the incident's page
   * @return opened, updated, resolved, in this order, at most one of each; an update beside another
   *     is left out, since that one tells the same; none where only signals came and went, or
   *     people spoke, or of an incident that was resolved and is so still: its resolve was the last
   * @throws IllegalArgumentException if the incident has no number yet
   */
  public static List<Notification> of(Transition transition, String channel, URI url) {
    var incident = transition.after();
    if (incident.id() == Incident.UNSAVED) {
      throw new IllegalArgumentException("incident not saved: " + incident.service());
    }
    if (!incident.open() && transition.before().filter(before -> !before.open()).isPresent()) {
      return List.of();
    }
    var told = new EnumMap<Type, Transition.Step>(Type.class);
    for (var step : transition.steps()) {
      switch (step.kind()) {
        case OPENED, REOPENED -> told.putIfAbsent(Type.OPENED, step);
        case RESOLVED -> told.put(Type.RESOLVED, step);
        case SEVERITY_CHANGED, ACKNOWLEDGED, RELAPSED, RESTORED -> told.put(Type.UPDATED, step);
        case SIGNAL_ADDED, SIGNAL_CLEARED, NOTE_ADDED, OWNER_CHANGED, IMPACT_EDITED -> {}
      }
    }
    if (told.size() > 1) {
      told.remove(Type.UPDATED);
    }
    return told.entrySet().stream()
        .map(entry -> about(incident, entry.getKey(), entry.getValue(), channel, url))
        .toList();
  }

  private static Notification about(
      Incident incident, Type type, Transition.Step step, String channel, URI url) {
    var name = type.name().toLowerCase(Locale.ROOT);
    return new Notification(
        "incident-%d-%d-%s-%s".formatted(incident.id(), incident.version(), name, channel),
        type,
        step.at(),
        incident.service(),
        incident.severity(),
        "%s: %s: %s%s"
            .formatted(
                incident.service(),
                step.kind().label().replace('_', ' '),
                step.text(),
                type == Type.UPDATED ? stillWrong(incident) : ""),
        url,
        Optional.of(new About(incident.id(), incident.state(), incident.times())));
  }

  /** Who reads an update alone must see what it is about. */
  private static String stillWrong(Incident incident) {
    var active =
        incident.signals().stream()
            .filter(Signal::active)
            .map(Signal::text)
            .collect(Collectors.joining("; "));
    return active.isEmpty() ? "" : " (" + active + ")";
  }

  /**
   * What is told of a burn-rate alert itself, not of an incident.
   *
   * @param alert a text that names this alert for ever
   * @param type {@link Type#ALERT_FIRED} or {@link Type#ALERT_CLEARED}
   * @param at when it did
   * @param service the SLO's service
   * @param severity how bad it is
   * @param summary one sentence for people
   * @param channel the channel's name
   * @param url where to read more
   * @return the notification
   */
  public static Notification ofAlert(
      String alert,
      Type type,
      Instant at,
      String service,
      Severity severity,
      String summary,
      String channel,
      URI url) {
    var key = alertKey(alert, type, channel);
    return new Notification(key, type, at, service, severity, summary, url, Optional.empty());
  }

  /**
   * The idempotency key of what is told of an alert.
   *
   * @param alert a text that names this alert for ever
   * @param type {@link Type#ALERT_FIRED} or {@link Type#ALERT_CLEARED}
   * @param channel the channel's name
   * @return the key
   */
  public static String alertKey(String alert, Type type, String channel) {
    return "alert-%s-%s-%s".formatted(alert, type.name().toLowerCase(Locale.ROOT), channel);
  }

  /**
   * The incident it tells of.
   *
   * @param id its number
   * @param state where it stands now
   * @param times its times
   */
  public record About(long id, Incident.State state, IncidentTimes times) {}

  /** What happened; the webhook's {@code type}. */
  public enum Type {
    /** A new incident, or one that a relapse has opened again. */
    OPENED("incident.opened"),
    /** Acknowledged, restored, relapsed or of another severity. */
    UPDATED("incident.updated"),
    /** It is over. */
    RESOLVED("incident.resolved"),
    /** A burn-rate alert that opens no incident has fired. */
    ALERT_FIRED("alert.fired"),
    /** It has cleared. */
    ALERT_CLEARED("alert.cleared");

    private final String label;

    Type(String label) {
      this.label = label;
    }

    /** {@return the name on the wire} */
    public String label() {
      return label;
    }
  }
}
