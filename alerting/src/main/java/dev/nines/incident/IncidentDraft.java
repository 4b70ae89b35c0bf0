package dev.nines.incident;

import dev.nines.incident.Transition.Kind;
import dev.nines.incident.Transition.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An incident while one transition is made of it: each change writes its own line of the timeline.
 * Lives within one call, on one thread.
 */
final class IncidentDraft {
  private static final String NINES = IncidentLifecycle.NINES;

  private final Optional<Incident> before;
  private final String service;
  private final Instant at;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Signal> signals = new LinkedHashMap<>();
  private Incident.State state;
  private Severity severity;
  private IncidentTimes times;
  private int reopened;
  private Optional<String> owner = Optional.empty();
  private boolean impactEdited;

  /** A new incident. */
  IncidentDraft(String service, Signal earliest, String why, Instant at) {
    this.before = Optional.empty();
    this.service = service;
    this.at = at;
    this.state = Incident.State.OPEN;
    this.severity = earliest.severity();
    this.times =
        new IncidentTimes(
            lastGood(earliest),
            earliest.impactStart(),
            earliest.detectedAt(),
            at,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    step(Kind.OPENED, NINES, earliest.text() + inBrackets(why));
  }

  /** A known incident. */
  IncidentDraft(Incident incident, Instant at) {
    this.before = Optional.of(incident);
    this.service = incident.service();
    this.at = later(at, incident.updatedAt());
    this.state = incident.state();
    this.severity = incident.severity();
    this.times = incident.times();
    this.reopened = incident.reopened();
    this.owner = incident.owner();
    this.impactEdited = incident.impactEdited();
    incident.signals().forEach(signal -> signals.put(signal.key(), signal));
  }

  void reopen(Signal relapse) {
    state = Incident.State.OPEN;
    reopened++;
    times = times(times.acknowledged(), times.restored(), Optional.empty());
    step(Kind.REOPENED, NINES, "relapse within the flap window: " + relapse.text());
  }

  /**
   * Takes in a new signal; {@code why} says what let it open an incident, where it must be said.
   */
  void add(Signal signal, String why) {
    signals.put(signal.key(), signal);
    var earlier = !impactEdited && signal.impactStart().isBefore(times.impactStart());
    var impactStart = earlier ? signal.impactStart() : times.impactStart();
    var detected = later(signal.detectedAt(), impactStart);
    times =
        new IncidentTimes(
            earlier ? lastGood(signal) : times.lastGood(),
            impactStart,
            times.detected().isBefore(detected) ? times.detected() : detected,
            times.opened(),
            times.acknowledged(),
            times.restored(),
            times.resolved());
    sharpenImpact();
    step(
        Kind.SIGNAL_ADDED,
        NINES,
        signal.text() + " since " + signal.impactStart() + inBrackets(why));
    signal.cleared().ifPresent(cleared -> clear(signal, cleared));
  }

  /**
   * A page knows only the minute in which the first bad event was. An outage that began in that
   * minute, before anything was noticed, knows the run.
   */
  private void sharpenImpact() {
    var minute = times.impactStart();
    var others =
        signals.values().stream()
            .filter(signal -> !isPageOf(signal, minute))
            .sorted(Comparator.comparing(Signal::impactStart))
            .toList();
    var known = others.stream().anyMatch(signal -> isOutageIn(signal, minute));
    if (impactEdited || !known || !others.getFirst().impactStart().isAfter(minute)) {
      return;
    }
    times =
        new IncidentTimes(
            lastGood(others.getFirst()),
            others.getFirst().impactStart(),
            times.detected(),
            times.opened(),
            times.acknowledged(),
            times.restored(),
            times.resolved());
  }

  private static boolean isPageOf(Signal signal, Instant minute) {
    return signal instanceof Signal.BurnAlert && signal.impactStart().equals(minute);
  }

  private boolean isOutageIn(Signal signal, Instant minute) {
    var start = signal.impactStart();
    return signal instanceof Signal.ProbeDown
        && start.truncatedTo(ChronoUnit.MINUTES).equals(minute)
        && !start.isAfter(times.detected());
  }

  /** Takes in what a known signal has become. */
  void update(Signal signal) {
    var known = signals.put(signal.key(), signal);
    if (known != null && known.active()) {
      signal.cleared().ifPresent(cleared -> clear(signal, cleared));
    }
  }

  private void clear(Signal signal, Signal.Cleared cleared) {
    step(
        Kind.SIGNAL_CLEARED,
        NINES,
        "no longer: %s (%s at %s)".formatted(signal.text(), cleared.why(), cleared.restoredAt()));
  }

  void acknowledge(String person, String note) {
    state = Incident.State.ACKNOWLEDGED;
    times =
        times(times.acknowledged().or(() -> Optional.of(at)), times.restored(), times.resolved());
    step(Kind.ACKNOWLEDGED, person, note.isEmpty() ? "taken on" : note);
  }

  void resolve(String person, String reason) {
    var active =
        signals.values().stream()
            .filter(Signal::active)
            .map(Signal::text)
            .collect(Collectors.joining("; "));
    state = Incident.State.RESOLVED;
    times = times(times.acknowledged(), times.restored(), Optional.of(at));
    step(
        Kind.RESOLVED,
        person,
        reason + inBrackets(active.isEmpty() ? "" : "still active: " + active));
  }

  void note(String person, String text) {
    step(Kind.NOTE_ADDED, person, text);
  }

  void nameCause(String person, String text) {
    step(Kind.CAUSE_NAMED, person, text);
  }

  void own(String person, String newOwner) {
    if (!owner.equals(Optional.of(newOwner))) {
      step(
          Kind.OWNER_CHANGED,
          person,
          owner.map(before -> before + " -> " + newOwner).orElse(newOwner));
      owner = Optional.of(newOwner);
    }
  }

  void moveImpact(String person, Instant impactStart, String reason) {
    if (impactStart.equals(times.impactStart()) && impactEdited) {
      return;
    }
    step(
        Kind.IMPACT_EDITED,
        person,
        "impact start %s -> %s: %s".formatted(times.impactStart(), impactStart, reason));
    impactEdited = true;
    times =
        new IncidentTimes(
            times.lastGood().filter(good -> !good.isAfter(impactStart)),
            impactStart,
            times.detected(),
            times.opened(),
            times.acknowledged(),
            times.restored(),
            times.resolved());
  }

  /**
   * The worst active signal's severity; with none active, only what has just joined can raise it,
   * if it was ever heard of as active.
   */
  void followSeverity() {
    var worst =
        signals.values().stream()
            .filter(Signal::active)
            .map(Signal::severity)
            .reduce(Severity::worst);
    var known = before.map(Incident::signals).orElse(List.of()).stream().map(Signal::key).toList();
    var next =
        worst.orElseGet(() ->
            signals.values().stream()
                .filter(signal -> !known.contains(signal.key()))
                .filter(signal -> before.isEmpty() || !signal.overWhenHeard())
                .map(Signal::severity)
                .reduce(severity, Severity::worst));
    if (next == severity) {
      return;
    }
    if (before.isPresent()) {
      step(Kind.SEVERITY_CHANGED, NINES, severity.label() + " -> " + next.label());
    }
    severity = next;
  }

  void followRestored() {
    var known = times.restored();
    var next = restored();
    if (next.equals(known)) {
      return;
    }
    times = times(times.acknowledged(), next, times.resolved());
    if (known.isPresent() && next.stream().allMatch(known.get()::isBefore)) {
      step(Kind.RELAPSED, NINES, "not restored at " + known.get() + " after all");
    }
    next.ifPresent(instant -> step(Kind.RESTORED, NINES, "good again since " + instant));
  }

  /** Design rule 8: beside a signal that adds downtime, one that adds none does not count. */
  private Optional<Instant> restored() {
    var down = signals.values().stream().filter(Signal::downtime).toList();
    var deciding = down.isEmpty() ? List.copyOf(signals.values()) : down;
    if (deciding.stream().anyMatch(Signal::active)) {
      return Optional.empty();
    }
    return deciding.stream()
        .flatMap(signal -> signal.cleared().stream())
        .map(Signal.Cleared::restoredAt)
        .max(Instant::compareTo)
        .map(end -> later(end, times.impactStart())); // a person may have said when that was
  }

  void resolveAfter(Duration holdTime) {
    var quiet = Incident.quietSince(List.copyOf(signals.values()));
    if (quiet.isPresent() && !at.isBefore(quiet.get().plus(holdTime))) {
      state = Incident.State.RESOLVED;
      times = times(times.acknowledged(), times.restored(), Optional.of(at));
      step(Kind.RESOLVED, NINES, "every signal clear since " + quiet.get());
    }
  }

  /** Nobody was waiting for its end, so there is nothing to hold it open for. */
  void resolveAtOnce() {
    state = Incident.State.RESOLVED;
    times = times(times.acknowledged(), times.restored(), Optional.of(at));
    step(Kind.RESOLVED, NINES, "it was over before it was heard of");
  }

  /** {@return the transition; nothing where no step was made} */
  Optional<Transition> finish() {
    if (steps.isEmpty()) {
      return Optional.empty();
    }
    var after =
        new Incident(
            before.map(Incident::id).orElse(Incident.UNSAVED),
            before.map(Incident::version).orElse(0) + 1,
            service,
            state,
            severity,
            times,
            RememberedSignals.of(signals.values(), before.map(Incident::signals).orElse(List.of())),
            reopened,
            at,
            owner,
            impactEdited);
    return Optional.of(new Transition(before, after, steps));
  }

  private IncidentTimes times(
      Optional<Instant> acknowledged, Optional<Instant> restored, Optional<Instant> resolved) {
    return new IncidentTimes(
        times.lastGood(),
        times.impactStart(),
        times.detected(),
        times.opened(),
        acknowledged,
        restored,
        resolved);
  }

  private void step(Kind kind, String actor, String text) {
    steps.add(new Step(kind, at, actor, text));
  }

  private static Optional<Instant> lastGood(Signal signal) {
    return switch (signal) {
      case Signal.ProbeDown down -> down.lastGood();
      case Signal.BurnAlert _, Signal.External _ -> Optional.empty();
    };
  }

  private static String inBrackets(String text) {
    return text.isEmpty() ? "" : " (" + text + ")";
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
