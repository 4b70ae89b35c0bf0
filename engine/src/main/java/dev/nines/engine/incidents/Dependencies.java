package dev.nines.engine.incidents;

import static java.util.stream.Collectors.groupingBy;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.Subject;
import dev.nines.engine.incidents.OutageTable.OutageRow;
import dev.nines.incident.FailureStreak;
import dev.nines.incident.Signal;
import dev.nines.incident.opening.Admission;
import dev.nines.incident.opening.Hold;
import dev.nines.incident.opening.Quorum;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** When were the things down that others depend on? Lives within one tick, on one thread. */
final class Dependencies {
  private final Catalog catalog;
  private final Map<String, ProbeDeclaration> probes = new HashMap<>();
  private final Map<String, List<OutageRow>> outages;
  private final Observations seen;
  private final Function<String, Map<String, Intervals>> known;
  private final Function<String, Optional<FailureStreak>> streaks;
  private final Map<String, List<Quorum.Count>> counts = new HashMap<>();
  private final Map<Subject, Intervals> down = new HashMap<>();

  /**
   * Over what is declared and seen.
   *
   * @param known when a probe was watching, by location, by its name
   * @param streaks a probe's failed runs in a row that are no outage yet, by its name
   */
  Dependencies(
      Catalog catalog,
      Observations seen,
      Function<String, Map<String, Intervals>> known,
      Function<String, Optional<FailureStreak>> streaks) {
    this.catalog = catalog;
    this.seen = seen;
    this.known = known;
    this.streaks = streaks;
    catalog.probes().forEach(probe -> probes.put(probe.name(), probe));
    outages = seen.outages().stream().collect(groupingBy(OutageRow::probe));
  }

  Optional<ProbeDeclaration> probe(String name) {
    return Optional.ofNullable(probes.get(name));
  }

  /** How many locations see a probe down; empty where one is enough. */
  Optional<Admission.Votes> votes(String name) {
    return probe(name)
        .map(probe -> probe.incident().quorum())
        .filter(quorum -> quorum > 1)
        .map(quorum ->
            new Admission.Votes(
                new Quorum(quorum),
                counts.computeIfAbsent(name, _ -> new Quorum(quorum).count(views(name)))));
  }

  private List<Quorum.View> views(String probe) {
    var times = known.apply(probe);
    var rows = outages.getOrDefault(probe, List.of());
    var locations = new LinkedHashSet<>(times.keySet());
    rows.stream().map(OutageRow::location).forEach(locations::add);
    return locations.stream()
        .map(location ->
            new Quorum.View(
                times.getOrDefault(location, Intervals.NONE),
                new Intervals(
                    rows.stream()
                        .filter(row -> row.location().equals(location))
                        .map(Dependencies::noticed)
                        .toList())))
        .toList();
  }

  /**
   * What holds a probe's failing back, each from where its dependency went down to a while after it
   * has recovered.
   *
   * @param linger that while
   */
  List<Hold> holds(ProbeDeclaration probe, Duration linger) {
    var holds = new ArrayList<Hold>();
    for (var subject : probe.dependsOn()) {
      for (var span : down(subject).spans()) {
        var lasts = span.to().equals(Admission.OPEN_END);
        holds.add(
            new Hold(
                lasts ? span : new Interval(span.from(), span.to().plus(linger)),
                "depends on %s %s, down %s"
                    .formatted(
                        subject.kind().label(),
                        subject.name(),
                        lasts
                            ? "since " + second(span.from())
                            : "from " + second(span.from()) + " to " + second(span.to()))));
      }
    }
    return holds;
  }

  /**
   * What may yet turn out to hold it back: a dependency that fails, but not often enough in a row
   * to be down. For no longer than that takes.
   */
  Optional<Admission.Pending> pending(ProbeDeclaration probe) {
    return probe.dependsOn().stream()
        .flatMap(this::probesOf)
        .filter(other -> streaks.apply(other.name()).isPresent())
        .findFirst()
        .map(other ->
            new Admission.Pending(
                "depends on probe " + other.name() + ", whose last runs have failed",
                other.interval().multipliedBy(other.incident().outage().failures() + 1L)));
  }

  private Stream<ProbeDeclaration> probesOf(Subject subject) {
    return switch (subject.kind()) {
      case PROBE -> probe(subject.name()).stream();
      case SERVICE -> catalog.probesOf(subject.name()).stream();
    };
  }

  private Intervals down(Subject subject) {
    var times = down.get(subject);
    if (times == null) {
      times =
          switch (subject.kind()) {
            case PROBE -> downOfProbe(subject.name());
            case SERVICE -> downOfService(subject.name());
          };
      down.put(subject, times);
    }
    return times;
  }

  private Intervals downOfProbe(String probe) {
    var rows = outages.getOrDefault(probe, List.of());
    if (rows.isEmpty()) {
      return Intervals.NONE;
    }
    var single = new Intervals(rows.stream().map(Dependencies::harm).toList());
    return votes(probe)
        .map(votes -> Quorum.reached(votes.counts()))
        // From the first bad run, as with one location.
        .map(reached -> touching(single, reached))
        .orElse(single);
  }

  private static Intervals touching(Intervals all, Intervals reached) {
    return new Intervals(
        all.spans().stream().filter(span -> !reached.clip(span).isEmpty()).toList());
  }

  /** One of its probes is, or something else is wrong with it that its incidents know of. */
  private Intervals downOfService(String service) {
    var ofProbes =
        catalog.probesOf(service).stream()
            .map(probe -> down(new Subject(Subject.Kind.PROBE, probe.name())))
            .reduce(Intervals.NONE, Intervals::union);
    var others =
        seen.incidents().stream()
            .filter(incident -> incident.service().equals(service))
            .flatMap(incident -> incident.signals().stream())
            .filter(signal -> !(signal instanceof Signal.ProbeDown))
            .map(signal -> span(signal.impactStart(), signal.cleared().map(Signal.Cleared::at)))
            .toList();
    return ofProbes.union(new Intervals(others));
  }

  /** From the first bad run to where its end was certain. */
  private static Interval harm(OutageRow row) {
    return span(row.impactStart(), row.recoveredAt());
  }

  /** From where it was known to be down to where its end was certain. */
  static Interval noticed(OutageRow row) {
    return span(row.detectedAt(), row.recoveredAt());
  }

  /** What lasted no time was there all the same. */
  static Interval span(Instant from, Optional<Instant> to) {
    return new Interval(
        from,
        to.map(end -> end.isAfter(from) ? end : from.plusNanos(1)).orElse(Admission.OPEN_END));
  }

  private static Instant second(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
