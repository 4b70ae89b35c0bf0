package dev.nines.channel;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What does somebody read who is woken at night: what, since when, how bad, and where to look?
 *
 * @param title one line of at most {@value #LONGEST_TITLE} characters
 * @param text what happened
 * @param facts what else is known, by name, in the order of reading
 */
public record Wording(String title, String text, List<Fact> facts) {
  /** What every receiver shows whole; Slack's headers are the shortest. */
  static final int LONGEST_TITLE = 150;

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.ENGLISH);

  /** Takes out what would break a line of a title, and shortens it where it must be. */
  public Wording {
    title =
        Notification.cut(
            title.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ").strip(), LONGEST_TITLE);
    facts = List.copyOf(facts);
  }

  /**
   * Something known.
   *
   * @param name what it is
   * @param value what is known
   */
  public record Fact(String name, String value) {}

  /**
   * The usual words.
   *
   * @param notification what is told
   * @param zone the zone of the reader's times
   * @return the words
   */
  public static Wording of(Notification notification, ZoneId zone) {
    return new Wording(title(notification), text(notification), facts(notification, zone));
  }

  /** {@return everything in lines, for receivers that know nothing but text} */
  public String plain() {
    var lines = new StringBuilder(text);
    if (!facts.isEmpty()) {
      lines.append('\n');
    }
    facts.forEach(fact -> lines.append('\n').append(fact.name()).append(": ").append(fact.value()));
    return lines.toString();
  }

  private static String title(Notification notification) {
    var service = name(notification);
    var number = notification.incident().map(about -> " #" + about.id()).orElse("");
    var severity = notification.severity().label().toUpperCase(Locale.ROOT);
    return switch (notification.type()) {
      case OPENED -> "[%s] %s: incident%s opened".formatted(severity, service, number);
      case UPDATED ->
          "[%s] %s: incident%s %s".formatted(severity, service, number, step(notification));
      case RESOLVED -> "[RESOLVED] %s: incident%s is over".formatted(service, number);
      case ALERT_FIRED -> "[%s] %s: %s".formatted(severity, service, burning(notification));
      case ALERT_CLEARED -> "[CLEARED] %s: %s".formatted(service, burning(notification));
      case DEPLOYED ->
          notification
              .deployment()
              .map(deployed -> deployed.title(service))
              .orElseGet(notification::summary);
    };
  }

  /** The summary's second clause names the step. */
  private static String step(Notification notification) {
    var clauses = notification.summary().split(": ", 3);
    return clauses.length > 1 && clauses[1].length() <= 20 ? clauses[1] : "changed";
  }

  private static String burning(Notification notification) {
    return notification
        .burn()
        .map(burn ->
            (burn.noData() ? "no data for %s (%s)" : "error budget of %s (%s)")
                .formatted(burn.slo(), burn.objective()))
        .orElse("error budget");
  }

  private static String name(Notification notification) {
    var shown = notification.background().displayName();
    return shown.isEmpty() ? notification.service() : shown;
  }

  private static String text(Notification notification) {
    var causes = notification.incident().map(Notification.About::causes).orElse(List.of());
    return switch (notification.type()) {
      case OPENED -> causes.isEmpty() ? notification.summary() : String.join("\n", causes);
      case RESOLVED ->
          causes.isEmpty() ? notification.summary() : "It was: " + String.join("\n", causes);
      case UPDATED, ALERT_FIRED, ALERT_CLEARED, DEPLOYED -> notification.summary();
    };
  }

  private static List<Fact> facts(Notification notification, ZoneId zone) {
    var facts = new ArrayList<Fact>();
    var service = name(notification);
    facts.add(
        new Fact(
            "Service",
            service.equals(notification.service())
                ? service
                : "%s (%s)".formatted(service, notification.service())));
    notification
        .deployment()
        .ifPresentOrElse(
            deployed -> facts.addAll(deployed.facts(zone)), () -> harm(facts, notification, zone));
    facts.add(new Fact("Look at", notification.url().toString()));
    return facts;
  }

  private static void harm(List<Fact> facts, Notification notification, ZoneId zone) {
    facts.add(
        new Fact(
            "Severity",
            notification.severity().label()
                + notification
                    .incident()
                    .flatMap(Notification.About::formerSeverity)
                    .map(was -> ", was " + was.label())
                    .orElse("")));
    facts.add(new Fact("Since", moment(notification.since(), zone)));
    lasted(notification).ifPresent(duration -> facts.add(new Fact("Lasted", words(duration))));
    notification
        .incident()
        .ifPresent(about -> {
          facts.add(new Fact("State", about.state().label()));
          if (!about.locations().isEmpty()) {
            facts.add(new Fact("Seen from", String.join(", ", about.locations())));
          }
        });
    notification.background().owner().ifPresent(owner -> facts.add(new Fact("Owner", owner)));
    notification
        .background()
        .runbook()
        .ifPresent(runbook -> facts.add(new Fact("Runbook", runbook)));
  }

  /** The harm's time, which ended before the incident was resolved. */
  static Optional<Duration> lasted(Notification notification) {
    var end =
        notification
            .incident()
            .flatMap(about -> about.times().restored())
            .or(() -> Optional.of(notification.at()).filter(_ -> notification.over()));
    return end.map(at -> Duration.between(notification.since(), at))
        .filter(duration -> !duration.isNegative());
  }

  static String moment(Instant at, ZoneId zone) {
    // Java names the offset of nothing Z, which nobody says at night.
    return MOMENT.format(at.atZone(zone.equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone));
  }

  /** The two largest units: nobody needs the seconds of a day. */
  static String words(Duration duration) {
    if (duration.toDays() > 0) {
      return "%d d %d h".formatted(duration.toDays(), duration.toHoursPart());
    }
    if (duration.toHours() > 0) {
      return "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
    }
    return duration.toMinutes() > 0
        ? "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart())
        : duration.toSeconds() + " s";
  }
}
