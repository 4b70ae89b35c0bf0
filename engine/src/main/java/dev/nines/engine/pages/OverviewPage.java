package dev.nines.engine.pages;

import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.Moment;
import dev.nines.engine.pages.text.Staleness;
import dev.nines.incident.Incident;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How is everything? All that the overview prints, ready to print.
 *
 * @param location where this instance runs
 * @param asOf the snapshot's time; empty before the first one
 * @param warning why the figures must not be trusted; empty where they may be
 * @param refusal why the newest edit of the declarations is not in force; empty where it is
 * @param givenUp how many notifications were given up; empty where none was
 * @param cutOffSince since when this instance reaches no target of its self-check, where it does
 *     not
 * @param verdict the answer in a sentence
 * @param uptimeWindows lengths of the windows that uptime is shown over
 * @param openIncidents incidents that are not resolved, newest first
 * @param services the services, in the order of declaration
 * @param objectives objectives of the SLOs, in the order of declaration
 * @param recentIncidents the newest incidents, resolved or not, newest first
 */
public record OverviewPage(
    String location,
    Optional<Moment> asOf,
    String warning,
    String refusal,
    String givenUp,
    Optional<Moment> cutOffSince,
    Verdict verdict,
    List<String> uptimeWindows,
    List<IncidentRow> openIncidents,
    List<ServiceRow> services,
    List<ObjectiveRow> objectives,
    List<IncidentRow> recentIncidents) {
  private static final int RECENT = 10;
  private static final Verdict STARTING =
      new Verdict("unknown", "Starting: no evaluation yet", "starting", "");

  /** Copies the lists. */
  public OverviewPage {
    uptimeWindows = List.copyOf(uptimeWindows);
    openIncidents = List.copyOf(openIncidents);
    services = List.copyOf(services);
    objectives = List.copyOf(objectives);
    recentIncidents = List.copyOf(recentIncidents);
  }

  /**
   * Computes the page.
   *
   * @param snapshot what is to be shown
   * @param trouble what is wrong with this instance itself
   * @param now the present, to tell how old the snapshot is
   * @param zone the zone that times are shown in
   * @param location where this instance runs
   * @return the page
   */
  public static OverviewPage of(
      Snapshot snapshot, EngineTrouble trouble, Instant now, ZoneId zone, String location) {
    var started = snapshot.at().isAfter(Instant.EPOCH);
    var at = snapshot.at().atZone(zone);
    Function<String, String> names = name -> displayName(snapshot, name);
    var sources = SourceCell.teller(trouble.readings(), at);
    return new OverviewPage(
        location,
        started ? Optional.of(Moment.inFull(at)) : Optional.empty(),
        Staleness.warning(snapshot.at(), now),
        trouble.refusal(),
        trouble.givenUp(),
        trouble.cutOffSince().map(since -> Moment.of(since, now.atZone(zone))),
        started ? Verdict.of(snapshot) : STARTING,
        ServiceRow.UPTIME_WINDOWS.stream().map(OverviewPage::windowName).toList(),
        snapshot.incidents().stream()
            .filter(Incident::open)
            .map(incident -> row(incident, names, at))
            .toList(),
        snapshot.services().stream().map(status -> ServiceRow.of(status, at)).toList(),
        snapshot.slos().stream()
            .flatMap(slo -> ObjectiveRow.of(slo, names.apply(slo.slo().service()), sources))
            .toList(),
        snapshot.incidents().stream()
            .limit(RECENT)
            .map(incident -> row(incident, names, at))
            .toList());
  }

  private static IncidentRow row(
      Incident incident, Function<String, String> names, ZonedDateTime now) {
    return IncidentRow.of(incident, names.apply(incident.service()), now);
  }

  private static String displayName(Snapshot snapshot, String service) {
    return snapshot.service(service).map(status -> status.service().displayName()).orElse(service);
  }

  /** People say 24 hours, not one day. */
  private static String windowName(Duration window) {
    return window.equals(Duration.ofDays(1)) ? "24 h" : DurationText.of(window);
  }
}
