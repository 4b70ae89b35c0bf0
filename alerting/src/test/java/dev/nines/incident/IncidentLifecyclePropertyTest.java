package dev.nines.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.incident.Transition.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random signals, evaluated at random times, against a store in memory. */
class IncidentLifecyclePropertyTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final ServicePolicy POLICY =
      new ServicePolicy(
          Duration.ofSeconds(20), Duration.ofSeconds(40), Optional.empty(), Optional.empty());
  private static final IncidentLifecycle LIFECYCLE = new IncidentLifecycle(POLICY);

  @Test
  void whateverComes_theRulesHold() {
    for (var seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var world = world(random, 15);
      var store = new Store("seed " + seed);
      for (var t = 0; t < 700; t += 1 + random.nextInt(random.nextInt(5) == 0 ? 200 : 12)) {
        store.evaluate(seenAt(world, NOON.plusSeconds(t)), NOON.plusSeconds(t));
        if (random.nextInt(8) == 0) {
          store.byHand(random, NOON.plusSeconds(t));
        }
      }
      store.evaluate(world, NOON.plusSeconds(2_000));

      assertThat(store.incidents.values())
          .as("seed %d: all over, all resolved, all restored", seed)
          .allMatch(incident -> incident.state() == Incident.State.RESOLVED)
          .noneMatch(Incident::unsettled)
          .allMatch(incident -> incident.times().restored().isPresent());
      assertThat(store.attached)
          .as("seed %d: every signal in exactly one incident", seed)
          .hasSameSizeAs(world);
    }
  }

  /**
   * The oracle: merge spans sorted by start whenever the gap is within hold + flap window. Signals
   * are noticed in the order they began, since one noticed late may lie between two incidents that
   * are already told, and these stay two.
   */
  @Test
  void sameSignalsMakeSameIncidents_howeverSeldomTheyAreLookedAt() {
    for (var seed = 0; seed < 100; seed++) {
      var world = world(new Random(seed), 1);
      var expected = new ArrayList<Instant>();
      var quiet = Instant.MIN;
      for (var signal : world.stream().sorted(Comparator.comparing(Signal::impactStart)).toList()) {
        if (quiet.equals(Instant.MIN)
            || signal
                .impactStart()
                .isAfter(quiet.plus(POLICY.holdTime()).plus(POLICY.flapWindow()))) {
          expected.add(signal.impactStart());
        }
        var end = signal.cleared().orElseThrow().at();
        quiet = end.isAfter(quiet) ? end : quiet;
      }

      for (var step : List.of(1, 30, 250, 2_000)) {
        var store = new Store("seed %d step %d".formatted(seed, step));
        for (var t = 0; t <= 2_000; t += step) {
          store.evaluate(seenAt(world, NOON.plusSeconds(t)), NOON.plusSeconds(t));
        }

        assertThat(store.incidents.values())
            .as(store.name)
            .extracting(incident -> incident.times().impactStart())
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  /** The oracle: what somebody writes down who looks at the signals every second, by the rules. */
  @Test
  void incidentsAreThoseOfAWalkSecondBySecond_alsoOfAnEvaluatorThatIsAway() {
    for (var seed = 0; seed < 100; seed++) {
      var world = world(new Random(seed), 1);
      var walked = Walk.of(world);

      for (var step : List.of(1, 7, 400)) {
        var store = new Store("seed %d step %d".formatted(seed, step));
        for (var t = 0; t <= 2_000; t += step) {
          store.evaluate(seenAt(world, NOON.plusSeconds(t)), NOON.plusSeconds(t));
        }

        assertThat(store.incidents.values().stream().map(Walk.Noted::of))
            .as(store.name)
            .containsExactlyInAnyOrderElementsOf(walked.stream().map(Walk::noted).toList());
        if (step == 1) {
          assertThat(store.incidents.values())
              .as(store.name)
              .extracting(incident -> incident.times().resolved().orElseThrow())
              .containsExactlyInAnyOrderElementsOf(
                  walked.stream().map(walk -> walk.resolved.orElseThrow()).toList());
          assertThat(store.incidents.values())
              .as(store.name)
              .extracting(Incident::reopened)
              .containsExactlyInAnyOrderElementsOf(
                  walked.stream().map(walk -> walk.reopened).toList());
        }
      }
    }
  }

  @Test
  void whatIsUnknownChangesNothing() {
    for (var seed = 0; seed < 100; seed++) {
      var random = new Random(seed);
      var store = new Store("seed " + seed);
      var world = world(random, 15);
      store.evaluate(seenAt(world, NOON.plusSeconds(250)), NOON.plusSeconds(250));
      var before = Map.copyOf(store.incidents);

      var open = store.latest().filter(incident -> incident.quietSince().isEmpty());
      if (open.isPresent()) {
        assertThat(LIFECYCLE.evaluate("shop", open, List.of(), NOON.plusSeconds(100_000)))
            .isEmpty();
      }
      assertThat(store.incidents).isEqualTo(before);
    }
  }

  /** An incident as it is written down by hand, a second at a time. */
  private static final class Walk {
    private final List<Signal> signals = new ArrayList<>();
    private Optional<Instant> resolved = Optional.empty();
    private int reopened;

    record Noted(Instant impactStart, Instant detected, Optional<Instant> restored, int signals) {
      static Noted of(Incident incident) {
        var times = incident.times();
        return new Noted(
            times.impactStart(), times.detected(), times.restored(), incident.signals().size());
      }
    }

    Noted noted() {
      var down = signals.stream().filter(signal -> !(signal instanceof Signal.BurnAlert)).toList();
      var downtime =
          down.stream()
              .filter(signal -> !(signal instanceof Signal.External other) || other.downtime())
              .toList();
      return new Noted(
          signals.stream().map(Signal::impactStart).min(Instant::compareTo).orElseThrow(),
          signals.stream().map(Signal::detectedAt).min(Instant::compareTo).orElseThrow(),
          (downtime.isEmpty() ? signals : downtime)
              .stream()
                  .map(signal -> signal.cleared().orElseThrow().restoredAt())
                  .max(Instant::compareTo),
          signals.size());
    }

    private Instant quiet() {
      return signals.stream()
          .map(signal -> signal.cleared().orElseThrow().at())
          .max(Instant::compareTo)
          .orElseThrow();
    }

    static List<Walk> of(List<Signal> world) {
      var walks = new ArrayList<Walk>();
      for (var t = NOON; t.isBefore(NOON.plusSeconds(2_000)); t = t.plusSeconds(1)) {
        var now = t;
        for (var signal : world) {
          if (signal.detectedAt().equals(now)) {
            walkOf(signal, walks).signals.add(signal);
          }
        }
        if (!walks.isEmpty() && walks.getLast().resolved.isEmpty()) {
          var open = walks.getLast();
          if (!now.isBefore(open.quiet().plus(POLICY.holdTime()))) {
            open.resolved = Optional.of(now);
          }
        }
      }
      return walks;
    }

    private static Walk walkOf(Signal signal, List<Walk> walks) {
      if (!walks.isEmpty()) {
        var last = walks.getLast();
        var until = last.quiet().plus(POLICY.holdTime()).plus(POLICY.flapWindow());
        if (!signal.impactStart().isAfter(until)) {
          if (last.resolved.isPresent()) {
            last.reopened++;
            last.resolved = Optional.empty();
          }
          return last;
        }
      }
      walks.add(new Walk());
      return walks.getLast();
    }
  }

  /** What the engine does: attaches, checks versions, keeps one incident open. */
  private static final class Store {
    private final String name;
    private final Map<Long, Incident> incidents = new TreeMap<>();
    private final Map<Long, List<Transition.Step>> timelines = new TreeMap<>();
    private final Map<String, Long> attached = new TreeMap<>();

    Store(String name) {
      this.name = name;
    }

    void evaluate(List<Signal> seen, Instant now) {
      var latest = latest();
      var given = given(latest, seen);
      var transitions = LIFECYCLE.evaluate("shop", latest, given, now);
      transitions.forEach(this::commit);
      unsettled()
          .forEach(
              incident -> IncidentLifecycle.follow(incident, seen, now).ifPresent(this::commit));
      var after = latest();
      assertThat(LIFECYCLE.evaluate("shop", after, given(after, seen), now))
          .as("%s at %s: same input, no step", name, now)
          .isEmpty();
    }

    private List<Incident> unsettled() {
      var latest = latest();
      return incidents.values().stream()
          .filter(incident -> incident.unsettled() && !incident.equals(latest.orElseThrow()))
          .toList();
    }

    void byHand(Random random, Instant now) {
      latest()
          .flatMap(
              incident -> IncidentLifecycle.byHand(incident, "ada", action(incident, random), now))
          .ifPresent(this::commit);
    }

    private static ByHand action(Incident incident, Random random) {
      return switch (random.nextInt(5)) {
        case 0 -> new ByHand.Acknowledge("");
        case 1 -> new ByHand.Resolve("enough");
        case 2 -> new ByHand.Note("hm");
        case 3 -> new ByHand.SetOwner("bob" + random.nextInt(2));
        default ->
            new ByHand.MoveImpact(
                incident.latestImpactStart().minusSeconds(random.nextInt(90)), "seen in a log");
      };
    }

    private Optional<Incident> latest() {
      return incidents.values().stream()
          .max(
              Comparator.comparing(Incident::open)
                  .thenComparing(incident -> incident.times().impactStart()));
    }

    private List<Signal> given(Optional<Incident> latest, List<Signal> seen) {
      var id = latest.map(Incident::id).orElse(Incident.UNSAVED);
      return seen.stream().filter(s -> attached.getOrDefault(s.key(), id).equals(id)).toList();
    }

    private void commit(Transition transition) {
      var before = transition.before();
      before.ifPresent(b -> assertThat(incidents.get(b.id())).as(name).isEqualTo(b));
      var after =
          before.isPresent() ? transition.after() : transition.after().withId(incidents.size() + 1);
      incidents.put(after.id(), after);
      timelines.computeIfAbsent(after.id(), _ -> new ArrayList<>()).addAll(transition.steps());
      after.signals().forEach(signal -> attached.put(signal.key(), after.id()));
      check(after);
    }

    private void check(Incident incident) {
      assertThat(incidents.values().stream().filter(Incident::open).count())
          .as("%s: open incidents", name)
          .isLessThanOrEqualTo(1);
      var times = incident.times();
      assertThat(times.detected()).as(name).isBetween(times.impactStart(), times.opened());
      times
          .lastGood()
          .ifPresent(good -> assertThat(good).as(name).isBeforeOrEqualTo(times.impactStart()));
      times
          .restored()
          .ifPresent(
              restored -> assertThat(restored).as(name).isAfterOrEqualTo(times.impactStart()));
      times
          .resolved()
          .ifPresent(resolved -> assertThat(resolved).as(name).isAfterOrEqualTo(times.opened()));
      assertThat(times.resolved().isPresent()).as(name).isEqualTo(!incident.open());
      assertThat(incident.quietSince().isEmpty() || times.restored().isPresent()).as(name).isTrue();
      var steps = timelines.get(incident.id());
      assertThat(steps).as(name).isSortedAccordingTo(Comparator.comparing(Transition.Step::at));
      assertThat(steps.getFirst().kind()).as(name).isEqualTo(Kind.OPENED);
      alternates(steps, Kind.RESTORED, Kind.RELAPSED);
      alternates(steps, Kind.RESOLVED, Kind.REOPENED);
    }

    private void alternates(List<Transition.Step> steps, Kind first, Kind second) {
      var found =
          steps.stream()
              .map(Transition.Step::kind)
              .filter(kind -> kind == first || kind == second)
              .toList();
      for (var i = 0; i < found.size(); i++) {
        assertThat(found.get(i)).as(name).isEqualTo(i % 2 == 0 ? first : second);
      }
    }
  }

  /** What can be known of the signals at an instant. */
  private static List<Signal> seenAt(List<Signal> world, Instant now) {
    var seen = new ArrayList<Signal>();
    for (var signal : world) {
      if (!signal.detectedAt().isAfter(now)) {
        var over = signal.cleared().filter(cleared -> !cleared.at().isAfter(now));
        seen.add(with(signal, over));
      }
    }
    return seen;
  }

  private static Signal with(Signal signal, Optional<Signal.Cleared> cleared) {
    return signal.as(signal.severity(), cleared);
  }

  private static List<Signal> world(Random random, int slowestDetection) {
    var signals = new ArrayList<Signal>();
    var keys = new HashSet<String>();
    for (var i = 0; i < 1 + random.nextInt(7); i++) {
      var start = NOON.plusSeconds(random.nextInt(500));
      var detected = start.plusSeconds(random.nextInt(slowestDetection));
      var restored = detected.plusSeconds(random.nextInt(60));
      var heardOver = slowestDetection > 1 && random.nextInt(2) == 0;
      var severity = Severity.values()[random.nextInt(Severity.values().length)];
      var signal =
          switch (random.nextInt(6)) {
            case 0 ->
                new Signal.BurnAlert(
                    "slo", "99.9", "6x", severity, start, detected, cleared(restored, 0));
            case 1 ->
                new Signal.External(
                    "alertmanager",
                    "f" + random.nextInt(3),
                    "DiskFull",
                    "",
                    Optional.empty(),
                    severity,
                    random.nextBoolean(),
                    start,
                    start,
                    heardOver ? restored.plusSeconds(1) : detected,
                    cleared(heardOver ? restored : restored.plusSeconds(1), 0));
            default ->
                new Signal.ProbeDown(
                    "probe-" + random.nextInt(3),
                    "local",
                    Optional.of(start.minusSeconds(1)),
                    start,
                    detected,
                    severity,
                    new Run.Failure("connect", "timeout", "timeout in connect", Optional.empty()),
                    cleared(restored, random.nextInt(10)));
          };
      if (keys.add(signal.key())) {
        signals.add(signal);
      }
    }
    return signals;
  }

  private static Optional<Signal.Cleared> cleared(Instant restored, int streak) {
    return Optional.of(new Signal.Cleared(restored, restored.plusSeconds(streak), "recovered"));
  }
}
