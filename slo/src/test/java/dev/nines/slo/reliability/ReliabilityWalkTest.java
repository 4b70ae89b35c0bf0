package dev.nines.slo.reliability;

import static dev.nines.slo.reliability.Moments.at;
import static dev.nines.slo.reliability.Moments.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** The figures against a walk over every second of some days that a machine has made up. */
class ReliabilityWalkTest {
  private static final int DAY = 86_400;
  private static final List<LocalDate> DAYS =
      List.of(
          LocalDate.of(2026, 3, 29), // 23 hours in Berlin
          LocalDate.of(2026, 10, 25), // 25 hours there
          LocalDate.of(2026, 10, 4), // 23.5 hours at Lord Howe
          LocalDate.of(2026, 11, 1), // 25 hours in New York, and the first of a month
          LocalDate.of(2026, 6, 15));
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("UTC"),
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/New_York"),
          ZoneId.of("Australia/Lord_Howe"),
          ZoneId.of("Asia/Kathmandu"));

  /** Seconds of one world, counted from its beginning: three days around a local one. */
  private static final class World {
    private final Random random;
    private final long epoch;
    private final int length = 3 * DAY;
    private final int now;
    private final BitSet maintenance;
    private final List<Probe> probes = new ArrayList<>();
    private final List<Events> incidents = new ArrayList<>();

    World(Random random, Instant epoch) {
      this.random = random;
      this.epoch = epoch.getEpochSecond();
      now = DAY / 2 + random.nextInt(length - DAY / 2);
      maintenance = spans(12, 4 * 3_600);
      for (var count = 1 + random.nextInt(2); count > 0; count--) {
        var places = new ArrayList<Place>();
        for (var at = 1 + random.nextInt(2); at > 0; at--) {
          places.add(new Place(spans(20, 2 * 3_600), spans(20, 5 * 3_600)));
        }
        probes.add(new Probe(random.nextInt(DAY), places));
      }
      for (var count = random.nextInt(60); count > 0; count--) {
        incidents.add(events());
      }
    }

    /** Up to so many spans, which may overlap; none of the future. */
    private BitSet spans(int most, int longest) {
      var seconds = new BitSet(length);
      for (var count = random.nextInt(most + 1); count > 0; count--) {
        var from = random.nextInt(now);
        seconds.set(from, Math.min(now, from + 1 + random.nextInt(longest)));
      }
      return seconds;
    }

    /** An incident second by second: what is after the present has not happened. */
    private Events events() {
      var impact = random.nextInt(now);
      var detected = impact + random.nextInt(120);
      var lastGood = impact - random.nextInt(60) - 1;
      var events =
          new Events(
              impact,
              random.nextInt(4) == 0 ? OptionalInt.empty() : OptionalInt.of(lastGood),
              detected);
      var second = detected + random.nextInt(10);
      events.opened = second;
      while (second < now) {
        second += 1 + random.nextInt(3_600);
        if (second >= now) {
          break;
        }
        switch (random.nextInt(4)) {
          case 0 -> events.acknowledgements.add(second);
          case 1 -> events.turns.add(new Turn(second, Turn.Kind.RESTORED));
          case 2 -> events.turns.add(new Turn(second, Turn.Kind.RELAPSED));
          default -> {
            events.turns.add(new Turn(second, Turn.Kind.RESTORED));
            second += 60;
            if (second < now) {
              events.turns.add(new Turn(second, Turn.Kind.RESOLVED));
            }
            if (random.nextInt(3) > 0) {
              return events;
            }
          }
        }
      }
      return events;
    }

    boolean declared(int second) {
      for (var probe : probes) {
        if (probe.since() <= second) {
          return true;
        }
      }
      return false;
    }

    boolean watched(int second) {
      for (var probe : probes) {
        for (var place : probe.places()) {
          if (probe.since() <= second && !place.blind().get(second)) {
            return true;
          }
        }
      }
      return false;
    }

    boolean down(int second) {
      for (var probe : probes) {
        for (var place : probe.places()) {
          if (place.down().get(second)) {
            return true;
          }
        }
      }
      return false;
    }

    Instant instant(int second) {
      return at(epoch + second);
    }

    Intervals intervals(BitSet seconds) {
      var spans = new ArrayList<Interval>();
      for (var from = seconds.nextSetBit(0); from >= 0; ) {
        var to = seconds.nextClearBit(from);
        spans.add(span(epoch + from, epoch + to));
        from = seconds.nextSetBit(to);
      }
      return new Intervals(spans);
    }

    ServiceHistory history() {
      var downtime = Intervals.NONE;
      var coverages = new ArrayList<Coverage>();
      for (var probe : probes) {
        for (var place : probe.places()) {
          downtime = downtime.union(intervals(place.down()));
        }
        coverages.add(
            new Coverage(
                instant(probe.since()),
                probe.places().stream()
                    .map(place -> intervals(place.blind()))
                    .reduce(Intervals::intersect)
                    .orElseThrow()));
      }
      var since = Math.min(now, probes.stream().mapToInt(Probe::since).min().orElseThrow());
      return new ServiceHistory(
          new Interval(instant(since), instant(now)),
          Coverage.unknownToAll(coverages),
          intervals(maintenance),
          downtime,
          incidents.stream().map(this::times).toList());
    }

    private IncidentTimes times(Events events) {
      return new IncidentTimes(
          instant(events.impact),
          false,
          events.lastGood.isPresent()
              ? Optional.of(instant(events.lastGood.getAsInt()))
              : Optional.empty(),
          instant(events.detected),
          instant(events.opened),
          events.acknowledgements.stream().findFirst().map(this::instant),
          optional(events.restored()),
          optional(events.firstResolved()),
          optional(events.resolved()));
    }

    private Optional<Instant> optional(int second) {
      return second < 0 ? Optional.empty() : Optional.of(instant(second));
    }
  }

  private record Probe(int since, List<Place> places) {}

  private record Place(BitSet down, BitSet blind) {}

  private record Turn(int second, Kind kind) {
    enum Kind {
      RESTORED,
      RELAPSED,
      RESOLVED
    }
  }

  private static final class Events {
    private final int impact;
    private final OptionalInt lastGood;
    private final int detected;
    private int opened;
    private final List<Integer> acknowledgements = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();

    Events(int impact, OptionalInt lastGood, int detected) {
      this.impact = impact;
      this.lastGood = lastGood;
      this.detected = detected;
    }

    /** The last one that no relapse follows, else -1. */
    int restored() {
      var restored = -1;
      for (var turn : turns) {
        switch (turn.kind()) {
          case RESTORED -> restored = turn.second();
          case RELAPSED -> restored = -1;
          case RESOLVED -> {}
        }
      }
      return restored;
    }

    int firstResolved() {
      return turns.stream()
          .filter(turn -> turn.kind() == Turn.Kind.RESOLVED)
          .mapToInt(Turn::second)
          .findFirst()
          .orElse(-1);
    }

    /** Whatever happens after it has reopened it. */
    int resolved() {
      return turns.isEmpty() || turns.getLast().kind() != Turn.Kind.RESOLVED
          ? -1
          : turns.getLast().second();
    }
  }

  @RepeatedTest(60)
  void figuresEqualAWalkOverSeconds(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var zone = ZONES.get(random.nextInt(ZONES.size()));
    var day = DAYS.get(random.nextInt(DAYS.size()));
    var begin = day.atStartOfDay(zone).toInstant();
    var world = new World(random, begin.minusSeconds(DAY + random.nextInt(3_600)));
    var wholeDay = random.nextBoolean();
    var window =
        wholeDay
            ? ReportingWindow.of(begin, day.plusDays(1).atStartOfDay(zone).toInstant(), zone)
            : ReportingWindow.of(
                begin.minusSeconds(random.nextInt(DAY)),
                begin.plusSeconds(1 + random.nextInt(2 * DAY)),
                zone);
    var inWindow = new BitSet();
    for (var second = 0; second < world.length; second++) {
      var instant = world.instant(second);
      inWindow.set(
          second,
          wholeDay
              ? LocalDate.ofInstant(instant, zone).equals(day)
              : !instant.isBefore(window.span().from()) && instant.isBefore(window.span().to()));
    }

    var figures = world.history().figures(window.span());

    checkUptime(world, inWindow, figures.uptime());
    checkIncidents(world, inWindow, figures);
  }

  private static void checkUptime(World world, BitSet inWindow, Uptime uptime) {
    var known = 0;
    var down = 0;
    var unknown = 0;
    for (var second = 0; second < world.now; second++) {
      if (!inWindow.get(second) || !world.declared(second) || world.maintenance.get(second)) {
        continue;
      }
      if (!world.watched(second)) {
        unknown++;
        continue;
      }
      known++;
      if (world.down(second)) {
        down++;
      }
    }
    assertThat(uptime)
        .isEqualTo(
            new Uptime(
                Duration.ofSeconds(known), Duration.ofSeconds(down), Duration.ofSeconds(unknown)));
    if (known > 0) {
      assertThat(uptime.ratio().value().orElseThrow())
          .isCloseTo((double) (known - down) / known, within(1e-15));
      assertThat(uptime.coverage().value().orElseThrow())
          .isCloseTo((double) known / (known + unknown), within(1e-15));
    } else {
      assertThat(uptime.ratio()).isInstanceOf(Figure.NotApplicable.class);
    }
  }

  private static void checkIncidents(World world, BitSet inWindow, ReliabilityFigures figures) {
    var times = new EnumMap<TimeTo, List<Duration>>(TimeTo.class);
    for (var measured : TimeTo.values()) {
      times.put(measured, new ArrayList<>());
    }
    var failures = 0;
    var inMaintenance = 0;
    var running = new ArrayList<Duration>();
    for (var incident : world.incidents) {
      var restored = incident.restored();
      var over = restored < 0 ? world.now : restored;
      var start = incident.impact;
      while (start < over && world.maintenance.get(start)) {
        start++;
      }
      var moved = start > incident.impact;
      if (moved && start == over) {
        inMaintenance += inWindow.get(incident.impact) ? 1 : 0;
        continue;
      }
      if (restored < 0 && start < inWindow.length()) {
        running.add(seconds(start, world.now));
      }
      if (!inWindow.get(start)) {
        continue;
      }
      failures++;
      if (!moved) {
        add(times, TimeTo.DETECT_AT_LEAST, start, incident.detected);
        if (incident.lastGood.isPresent()) {
          add(times, TimeTo.DETECT_AT_MOST, incident.lastGood.getAsInt(), incident.detected);
        }
      }
      if (!incident.acknowledgements.isEmpty()) {
        add(times, TimeTo.ACKNOWLEDGE, incident.opened, incident.acknowledgements.getFirst());
      }
      add(times, TimeTo.RESTORE, start, restored);
      var first = incident.firstResolved();
      add(times, TimeTo.RESOLVE_FIRST, start, first >= start ? first : incident.resolved());
      add(times, TimeTo.RESOLVE, start, incident.resolved());
    }
    for (var measured : TimeTo.values()) {
      var expected = times.getOrDefault(measured, List.of()).stream().sorted().toList();
      var mean = figures.timeTo(measured);
      assertThat(mean.figure().value().map(Times::values).orElse(List.of()))
          .as(measured.name())
          .isEqualTo(expected);
      assertThat(expected.size() + mean.pending() + mean.notApplicable()).isEqualTo(failures);
      assertThat(mean.invalid()).isZero();
    }
    assertThat(figures.timeBetweenFailures().failures()).isEqualTo(failures);
    assertThat(figures.inMaintenance()).isEqualTo(inMaintenance);
    assertThat(figures.running()).containsExactlyInAnyOrderElementsOf(running);
  }

  /** Counted by walking; negative where it has not ended. */
  private static void add(Map<TimeTo, List<Duration>> times, TimeTo measured, int start, int end) {
    if (end >= 0) {
      times.computeIfAbsent(measured, _ -> new ArrayList<>()).add(seconds(start, end));
    }
  }

  private static Duration seconds(int from, int to) {
    var count = 0;
    for (var second = from; second < to; second++) {
      count++;
    }
    return Duration.ofSeconds(count);
  }

  /** A = MTBF / (MTBF + MTTR) where no incident is clipped, overlaps another or is unwatched. */
  @RepeatedTest(50)
  void availabilityFollowsFromTheMeanTimes(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var downtime = new ArrayList<Interval>();
    var incidents = new ArrayList<IncidentTimes>();
    var second = 1 + random.nextInt(900);
    for (var count = 1 + random.nextInt(20); count > 0; count--) {
      var end = second + 1 + random.nextInt(5_000);
      downtime.add(span(second, end));
      incidents.add(
          new IncidentTimes(
              at(second),
              false,
              Optional.empty(),
              at(second),
              at(second),
              Optional.empty(),
              Optional.of(at(end)),
              Optional.of(at(end)),
              Optional.of(at(end))));
      second = end + 1 + random.nextInt(50_000);
    }
    var window = span(0, second);
    var figures =
        new ServiceHistory(
                window, Intervals.NONE, Intervals.NONE, new Intervals(downtime), incidents)
            .figures(window);

    var mtbf = figures.timeBetweenFailures().mean().value().orElseThrow().toNanos();
    var mttr = figures.timeTo(TimeTo.RESTORE).figure().value().orElseThrow().mean().toNanos();
    assertThat(figures.uptime().ratio().value().orElseThrow())
        .isCloseTo((double) mtbf / (mtbf + mttr), within(1e-12)); // means are whole nanoseconds
  }
}
