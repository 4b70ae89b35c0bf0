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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is a channel told of an incident, of an alert that opens none, or of a deployment?
 *
 * @param key the idempotency key: the same over all retries, another for each type, version,
 *     incident, alert or deployment, and channel
 * @param type what happened
 * @param at when it happened
 * @param service the service it is about
 * @param severity how bad it is now
 * @param summary one sentence for people, at most {@value #LONGEST_SUMMARY} characters
 * @param url where to read more
 * @param incident the incident; empty for all else
 * @param burn the alert that opens no incident; empty for all else
 * @param deployment the deployment; empty for all else
 * @param background what is declared of the service
 */
public record Notification(
    String key,
    Type type,
    Instant at,
    String service,
    Severity severity,
    String summary,
    URI url,
    Optional<About> incident,
    Optional<Burn> burn,
    Optional<Deployed> deployment,
    Background background) {
  /** Keeps the body well below the 20 kB that Standard Webhooks allows. */
  static final int LONGEST_SUMMARY = 1_000;

  private static final Pattern ALERT_KEY =
      Pattern.compile("(alert-.+?)-alert_(?:fired|cleared)-.*");

  /** Shortens the summary where it must be. */
  public Notification {
    summary = cut(summary, LONGEST_SUMMARY);
  }

  /**
   * A notification of whose service nothing is declared.
   *
   * @param key the idempotency key
   * @param type what happened
   * @param at when it happened
   * @param service the service it is about
   * @param severity how bad it is now
   * @param summary one sentence for people
   * @param url where to read more
   * @param incident the incident; empty for all else
   */
  public Notification(
      String key,
      Type type,
      Instant at,
      String service,
      Severity severity,
      String summary,
      URI url,
      Optional<About> incident) {
    this(
        key,
        type,
        at,
        service,
        severity,
        summary,
        url,
        incident,
        Optional.empty(),
        Optional.empty(),
        Background.NONE);
  }

  /**
   * Adds what is declared of the service.
   *
   * @param known what is declared
   * @return the same notification with it
   */
  public Notification with(Background known) {
    return new Notification(
        key, type, at, service, severity, summary, url, incident, burn, deployment, known);
  }

  /**
   * Adds which alert it tells of.
   *
   * @param alert the alert
   * @return the same notification with it
   */
  public Notification with(Burn alert) {
    return new Notification(
        key,
        type,
        at,
        service,
        severity,
        summary,
        url,
        incident,
        Optional.of(alert),
        deployment,
        background);
  }

  /**
   * Adds what caused the incident.
   *
   * @param artifact what was deployed, a package URL, where it is known
   * @return the same notification with it
   */
  public Notification causedBy(Optional<String> artifact) {
    return new Notification(
        key,
        type,
        at,
        service,
        severity,
        summary,
        url,
        incident.map(about -> about.causedBy(artifact)),
        burn,
        deployment,
        background);
  }

  /**
   * {@return a text that names the incident, alert or deployment, the same in everything that a
   * channel is told of it, such as {@code incident-42}}
   */
  public String subject() {
    return incident
        .map(about -> "incident-" + about.id())
        .or(() -> deployment.map(deployed -> "deployment-" + deployed.id()))
        .orElseGet(() -> {
          var alert = ALERT_KEY.matcher(key);
          return alert.matches() ? alert.group(1) : key;
        });
  }

  /** {@return whether what it tells of is over} */
  public boolean over() {
    return switch (type) {
      case RESOLVED, ALERT_CLEARED, DEPLOYED -> true;
      case OPENED, UPDATED, ALERT_FIRED -> false;
    };
  }

  /** {@return when the harm began, as far as it is known} */
  public Instant since() {
    return incident
        .map(about -> about.times().impactStart())
        .or(() -> burn.map(Burn::since))
        .orElse(at);
  }

  /**
   * Shortens a text, never by half of a character.
   *
   * @param text the text
   * @param longest how many characters it may have, at least 2
   * @return the text, or its start and an ellipsis
   */
  public static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    var end = longest - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /**
   * What one transition has to tell a channel.
   *
   * @param transition the transition; its incident has its number
   * @param channel the channel's name
   * @param url the incident's page
   * @return opened, updated, resolved, in this order, at most one of each; an update beside another
   *     is left out, since that one tells the same; none where only signals came and went, or
   *     people spoke, or of an incident that was resolved and is so still: its resolve was the
   *     last; none of an incident that was over before anything of it was heard
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
    if (transition.before().isEmpty()
        && incident.signals().stream().allMatch(Signal::overWhenHeard)) {
      return List.of();
    }
    var told = new EnumMap<Type, Transition.Step>(Type.class);
    for (var step : transition.steps()) {
      switch (step.kind()) {
        case OPENED, REOPENED -> told.putIfAbsent(Type.OPENED, step);
        case RESOLVED -> told.put(Type.RESOLVED, step);
        case SEVERITY_CHANGED, ACKNOWLEDGED, RELAPSED, RESTORED -> told.put(Type.UPDATED, step);
        case SIGNAL_ADDED -> {
          // who works on it must know that there is more; before, the alarm is sounding anyhow
          if (transition
              .before()
              .filter(b -> b.state() == Incident.State.ACKNOWLEDGED)
              .isPresent()) {
            told.putIfAbsent(Type.UPDATED, step);
          }
        }
        case SIGNAL_CLEARED, ESCALATED, NOTE_ADDED, OWNER_CHANGED, IMPACT_EDITED, CAUSE_NAMED -> {}
      }
    }
    if (told.size() > 1) {
      told.remove(Type.UPDATED);
    }
    return told.entrySet().stream()
        .map(entry ->
            about(transition.before(), incident, entry.getKey(), entry.getValue(), channel, url))
        .toList();
  }

  private static Notification about(
      Optional<Incident> before,
      Incident incident,
      Type type,
      Transition.Step step,
      String channel,
      URI url) {
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
        Optional.of(
            About.of(incident)
                .formerly(
                    before.map(Incident::severity).filter(was -> was != incident.severity()))));
  }

  /**
   * What a channel is told of an incident that has been open for a while.
   *
   * @param incident the incident; it has its number
   * @param knows whether the channel has been told of it before
   * @param why why it is told now, a clause
   * @param at since when that holds
   * @param channel the channel's name
   * @param url the incident's page
   * @return opened, or updated where the channel knows of it; one for each version of the incident
   */
  public static Notification late(
      Incident incident, boolean knows, String why, Instant at, String channel, URI url) {
    var type = knows ? Type.UPDATED : Type.OPENED;
    return new Notification(
        "incident-%d-%d-%s-%s"
            .formatted(
                incident.id(), incident.version(), type.name().toLowerCase(Locale.ROOT), channel),
        type,
        at,
        incident.service(),
        incident.severity(),
        "%s: %s%s".formatted(incident.service(), why, stillWrong(incident)),
        url,
        Optional.of(About.of(incident)));
  }

  /**
   * What holds of an incident now, for a channel that wants to be told again and again.
   *
   * @param incident the incident
   * @param channel the channel's name
   * @param url the incident's page
   * @return opened, or resolved where it is over
   */
  public static Notification standing(Incident incident, String channel, URI url) {
    var over = incident.times().resolved().filter(_ -> !incident.open());
    return new Notification(
        "incident-%d-standing-%s".formatted(incident.id(), channel),
        over.isPresent() ? Type.RESOLVED : Type.OPENED,
        over.orElse(incident.times().opened()),
        incident.service(),
        incident.severity(),
        incident.service() + (over.isPresent() ? ": resolved" : ": open") + stillWrong(incident),
        url,
        Optional.of(About.of(incident)));
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
   * What is told of a deployment that has reached users: once, as of no interest to a pager.
   *
   * @param service what was deployed
   * @param deployed the deployment
   * @param channel the channel's name
   * @param url where to read more
   * @return the notification
   */
  public static Notification ofDeployment(
      String service, Deployed deployed, String channel, URI url) {
    return new Notification(
        "deployment-%d-%s".formatted(deployed.id(), channel),
        Type.DEPLOYED,
        deployed.finishedAt(),
        service,
        Severity.INFO,
        deployed.summary(service),
        url,
        Optional.empty(),
        Optional.empty(),
        Optional.of(deployed),
        Background.NONE);
  }

  /**
   * The incident it tells of.
   *
   * @param id its number
   * @param state where it stands now
   * @param times its times
   * @param formerSeverity how bad it was until now, where that has changed
   * @param causes what is wrong, once it is over what was: one clause each for people; at most
   *     {@value #MOST_CAUSES}
   * @param locations where it is or was seen from
   * @param artifact what was deployed that is declared to have caused it: a package URL, where one
   *     is known
   */
  public record About(
      long id,
      Incident.State state,
      IncidentTimes times,
      Optional<Severity> formerSeverity,
      List<String> causes,
      List<String> locations,
      Optional<String> artifact) {
    static final int MOST_CAUSES = 8;
    static final int LONGEST_CAUSE = 300;

    /** Copies the lists, as far as they go. */
    public About {
      causes = causes.stream().limit(MOST_CAUSES).map(cause -> cut(cause, LONGEST_CAUSE)).toList();
      locations = locations.stream().limit(MOST_CAUSES).toList();
    }

    /**
     * An incident that no deployment is declared to have caused.
     *
     * @param id its number
     * @param state where it stands now
     * @param times its times
     * @param formerSeverity how bad it was until now, where that has changed
     * @param causes what is wrong
     * @param locations where it is or was seen from
     */
    public About(
        long id,
        Incident.State state,
        IncidentTimes times,
        Optional<Severity> formerSeverity,
        List<String> causes,
        List<String> locations) {
      this(id, state, times, formerSeverity, causes, locations, Optional.empty());
    }

    /**
     * An incident of which no more is known.
     *
     * @param id its number
     * @param state where it stands now
     * @param times its times
     */
    public About(long id, Incident.State state, IncidentTimes times) {
      this(id, state, times, Optional.empty(), List.of(), List.of());
    }

    private static About of(Incident incident) {
      var active = incident.signals().stream().filter(Signal::active).toList();
      var signals = active.isEmpty() ? incident.signals() : active;
      return new About(
          incident.id(),
          incident.state(),
          incident.times(),
          Optional.empty(),
          signals.stream().map(Signal::text).distinct().toList(),
          signals.stream().flatMap(About::location).distinct().toList());
    }

    private static Stream<String> location(Signal signal) {
      return switch (signal) {
        case Signal.ProbeDown down -> Stream.of(down.location());
        case Signal.BurnAlert _, Signal.External _ -> Stream.empty();
      };
    }

    private About formerly(Optional<Severity> severity) {
      return new About(id, state, times, severity, causes, locations, artifact);
    }

    private About causedBy(Optional<String> deployed) {
      return new About(id, state, times, formerSeverity, causes, locations, deployed);
    }
  }

  /**
   * An alert that opens no incident.
   *
   * @param name what fires, the same each time: of the default rules {@code default}, else the
   *     policy's name
   * @param slo whose budget burns
   * @param objective of which objective
   * @param noData whether it is for want of data
   * @param since when the harm began
   */
  public record Burn(String name, String slo, String objective, boolean noData, Instant since) {}

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
    ALERT_CLEARED("alert.cleared"),
    /** A deployment has reached the users of a service. */
    DEPLOYED("deployment.succeeded");

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
