package dev.nines.engine.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nines.engine.endtoend.History.Outage;
import dev.nines.engine.endtoend.History.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Uptime and MTTR of a service, worked out from the stored runs of its probes alone, moment by
 * moment. A run that is missing is unknown: every stored run stands for the second it was due in.
 *
 * @param from the first moment at which all probes were known
 * @param to when the last stored run was due that all probes have reached
 * @param down for how long it was down and known
 * @param known for how long any of the probes was known
 * @param incidents what the outages make, by the documented rule
 */
record Reckoning(
    Instant from, Instant to, Duration down, Duration known, List<Happening> incidents) {
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** An incident that is over, without what only Nines' own clock tells. */
  record Happening(Instant impactStart, Instant restored) {
    private Duration lasted() {
      return Duration.between(impactStart, restored);
    }
  }

  /**
   * Counts.
   *
   * @param history what is stored
   * @param probes of one service, which run every second
   * @param failures in a row that make an outage
   * @param recoveries in a row that end it
   * @param calm how long all must be well before what comes then is another incident: the hold time
   *     and the flap window
   */
  static Reckoning of(
      History history, Collection<String> probes, int failures, int recoveries, Duration calm) {
    var runs = history.runs().stream().filter(run -> probes.contains(run.probe())).toList();
    var from = edge(history, probes, Comparator.reverseOrder(), List::getFirst);
    var to = edge(history, probes, Comparator.naturalOrder(), List::getLast);
    var outages =
        probes.stream()
            .flatMap(probe -> history.outagesByHand(probe, failures, recoveries).stream())
            .sorted(Comparator.comparing(Outage::impactStart))
            .toList();
    var down = Duration.ZERO;
    var known = Duration.ZERO;
    var moments = moments(runs, outages, from, to);
    for (var i = 1; i < moments.size(); i++) {
      var moment = moments.get(i - 1);
      var length = Duration.between(moment, moments.get(i));
      if (runs.stream().anyMatch(run -> covers(run, moment))) {
        known = known.plus(length);
        if (outages.stream().anyMatch(outage -> covers(outage, moment))) {
          down = down.plus(length);
        }
      }
    }
    return new Reckoning(from, to, down, known, incidents(outages, calm));
  }

  private static Instant edge(
      History history,
      Collection<String> probes,
      Comparator<Instant> order,
      Function<List<Run>, Run> end) {
    return probes.stream()
        .map(probe -> end.apply(history.runsOf(probe)).scheduledAt())
        .min(order)
        .orElseThrow();
  }

  /** Between two of these in a row nothing changes. */
  private static List<Instant> moments(
      List<Run> runs, List<Outage> outages, Instant from, Instant to) {
    var all = new TreeSet<Instant>(List.of(from, to));
    runs.forEach(run -> all.addAll(List.of(run.scheduledAt(), run.scheduledAt().plus(EVERY))));
    outages.forEach(outage -> {
      all.add(outage.impactStart());
      outage.restoredAt().ifPresent(all::add);
    });
    return List.copyOf(all.subSet(from, true, to, true));
  }

  private static boolean covers(Run run, Instant moment) {
    return !moment.isBefore(run.scheduledAt()) && moment.isBefore(run.scheduledAt().plus(EVERY));
  }

  private static boolean covers(Outage outage, Instant moment) {
    return !moment.isBefore(outage.impactStart())
        && outage.restoredAt().map(moment::isBefore).orElse(true);
  }

  private static List<Happening> incidents(List<Outage> outages, Duration calm) {
    var found = new ArrayList<Happening>();
    var quiet = Optional.<Instant>empty();
    for (var outage : outages) { // by impact start
      var own = new Happening(outage.impactStart(), outage.restoredAt().orElseThrow());
      var joins = quiet.filter(since -> !own.impactStart.isAfter(since.plus(calm))).isPresent();
      if (joins) {
        var last = found.removeLast();
        found.add(new Happening(last.impactStart, later(last.restored, own.restored)));
      } else {
        found.add(own);
      }
      var recovered = outage.recoveredAt().orElseThrow();
      quiet = Optional.of(joins ? later(quiet.orElseThrow(), recovered) : recovered);
    }
    return found;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /** Asks Nines for the same span, and for its incidents. */
  void check(Api api, String service) {
    var figures =
        api.json("services/%s/reliability?from=%s&to=%s".formatted(service, from, to))
            .path("figures");

    assertThat(figures.path("knownSeconds").asDouble()).isEqualTo(seconds(known), offset(1e-6));
    assertThat(figures.path("unknownSeconds").asDouble())
        .isEqualTo(seconds(Duration.between(from, to).minus(known)), offset(1e-6));
    assertThat(figures.path("downtimeSeconds").asDouble()).isEqualTo(seconds(down), offset(1e-6));
    assertThat(figures.at("/uptime/value").asDouble())
        .isEqualTo(1 - seconds(down) / seconds(known), offset(1e-9));
    assertThat(happenings(api, service)).isEqualTo(incidents);
    assertThat(figures.at("/timeToRestore/n").asInt()).isEqualTo(incidents.size());
    var mean = incidents.stream().mapToDouble(one -> seconds(one.lasted())).average();
    if (mean.isPresent()) {
      assertThat(figures.at("/timeToRestore/meanSeconds").asDouble())
          .isEqualTo(mean.getAsDouble(), offset(1e-6));
    } else {
      assertThat(figures.at("/timeToRestore/meanSeconds").isNull()).isTrue();
    }
  }

  /** Oldest first. */
  private static List<Happening> happenings(Api api, String service) {
    return api.list("incidents?limit=1000&service=" + service).stream()
        .map(incident ->
            new Happening(instant(incident, "impactStart"), instant(incident, "restored")))
        .sorted(Comparator.comparing(Happening::impactStart))
        .toList();
  }

  private static Instant instant(JsonNode incident, String time) {
    return Instant.parse(incident.path("times").path(time).asText());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
