package dev.nines.engine.pages.probes;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import dev.nines.engine.evidence.Evidence;
import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.Moment;
import dev.nines.engine.pages.text.Staleness;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.schedule.LatestRuns.LatestRun;
import dev.nines.engine.schedule.LatestRuns.UnknownRun;
import dev.nines.probe.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How is a probe, and why did it fail? All that its page prints, ready to print.
 *
 * @param name its name
 * @param displayName its name for people
 * @param service the service it watches
 * @param target what it asks, without user information and query
 * @param rhythm how often it runs and how long a run may take
 * @param asOf when the page was made
 * @param warning why it must not be trusted; empty where it may be
 * @param state up, degraded, down or unknown
 * @param says how it is, in a sentence
 * @param lastRun how its last run went, in a sentence
 * @param unknown why the run after that tells nothing of the target; empty where it does
 * @param certificate of the target, where it is known
 * @param latest what the last run of this instance saw
 * @param locations its last runs
 * @param failures its last failed runs, newest first
 */
public record ProbePage(
    String name,
    String displayName,
    String service,
    String target,
    String rhythm,
    Moment asOf,
    String warning,
    String state,
    String says,
    String lastRun,
    String unknown,
    Optional<CertificateText> certificate,
    Optional<SeenText> latest,
    List<LocationRuns> locations,
    List<FailureCard> failures) {
  private static final String DATABASE_AWAY =
      "The database does not answer: stored runs are not shown";

  /**
   * The last runs at a location.
   *
   * @param location its name
   * @param runs newest first
   */
  public record LocationRuns(String location, List<RunRow> runs) {}

  /**
   * Computes the page.
   *
   * @param facts what is known of the probe
   * @param now the present
   * @param zone the zone that times are shown in
   * @return the page
   */
  static ProbePage of(ProbeFacts facts, Instant now, ZoneId zone) {
    var at = now.atZone(zone);
    var probe = facts.declaration();
    var results = facts.stored().map(ProbeFacts.Stored::results).orElse(List.of());
    var failures = facts.stored().map(ProbeFacts.Stored::failures).orElse(List.of());
    var newest = newest(facts, results);
    var latest = facts.latest().map(run -> Evidence.of(run.run()));
    var kept = failures.stream().map(run -> FailureCard.id(run.key())).collect(toSet());
    return new ProbePage(
        probe.name(),
        probe.displayName(),
        probe.service(),
        probe.target(),
        "every %s, timeout %s"
            .formatted(DurationText.of(probe.interval()), DurationText.of(probe.spec().timeout())),
        Moment.inFull(at),
        facts.stored().isEmpty() ? DATABASE_AWAY : Staleness.warning(facts.evaluatedAt(), now),
        facts.state().label(),
        probe.displayName() + " is " + Standing.of(facts, newest, now),
        newest.map(run -> lastRun(run, now)).orElse("It has not run yet"),
        facts.unknown().map(ProbePage::unknown).orElse(""),
        certificate(latest, failures, at),
        facts.latest().flatMap(run -> latest.map(seen -> SeenText.of(run.result(), seen))),
        locations(results, kept, at),
        failures.stream().map(run -> FailureCard.of(run, at)).toList());
  }

  private static Optional<ProbeResult> newest(ProbeFacts facts, List<ProbeResult> results) {
    return Stream.concat(facts.latest().map(LatestRun::result).stream(), results.stream())
        .max(comparing(run -> run.key().scheduledAt()));
  }

  private static String lastRun(ProbeResult run, Instant now) {
    var ago = Duration.between(run.finishedAt(), now);
    var verdict =
        run.failure().isPresent()
            ? "failed"
            : (run.degraded() ? "slow" : "good") + " in " + DurationText.measured(run.total());
    return "Last run %s ago, %s%s"
        .formatted(
            DurationText.of(ago.isNegative() ? Duration.ZERO : ago),
            verdict,
            run.finding().map(Failure::detail).map(detail -> ": " + detail).orElse(""));
  }

  private static String unknown(UnknownRun run) {
    return "The run after that is unknown, neither good nor bad: " + run.detail();
  }

  /** A run that fails before it has shaken hands says nothing of it. */
  private static Optional<CertificateText> certificate(
      Optional<Evidence> latest, List<ProbeResult> failures, ZonedDateTime now) {
    return latest
        .flatMap(Evidence::certificate)
        .or(() ->
            failures.stream()
                .flatMap(run -> run.evidence().stream())
                .flatMap(seen -> seen.certificate().stream())
                .findFirst())
        .map(certificate -> CertificateText.of(certificate, now));
  }

  private static List<LocationRuns> locations(
      List<ProbeResult> results, Set<String> kept, ZonedDateTime now) {
    return results.stream()
        .collect(groupingBy(run -> run.key().location(), TreeMap::new, toList()))
        .entrySet()
        .stream()
        .map(entry -> new LocationRuns(entry.getKey(), RunRow.of(entry.getValue(), kept, now)))
        .toList();
  }
}
