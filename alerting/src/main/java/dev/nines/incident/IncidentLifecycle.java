package dev.nines.incident;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must happen to a service's incident now? Pure: the same input always has the same answer,
 * and its answer, once committed, has none.
 *
 * <p>Signals belong to one incident when no more than the hold time and the flap window of quiet
 * lies between them. That is read off the signals' own times, not off when they were looked at, so
 * that an evaluation that was away for hours makes of the same outages the same incidents. (Only a
 * signal that is noticed late and lies between two incidents already told leaves them two.)
 *
 * @param policy when the service's incidents close
 */
public record IncidentLifecycle(ServicePolicy policy) {
  /** The actor of every step that no person took. */
  public static final String NINES = "nines";

  private static final Comparator<Signal> EARLIEST_FIRST =
      Comparator.comparing(Signal::impactStart).thenComparing(Signal::key);

  /**
   * Decides.
   *
   * <p>A signal of {@code latest} that is not given stays as it was: what is unknown neither opens
   * nor closes. A signal that has cleared stays clear.
   *
   * @param service the service
   * @param latest its incident that is not resolved; else, of the resolved ones, that with the
   *     latest impact
   * @param signals those attached to {@code latest}, and every one that may open an incident and
   *     was never attached to any, cleared or not
   * @param now the time, from the clock all instances share
   * @return what to commit, in order, each to another incident; mostly nothing
   */
  public List<Transition> evaluate(
      String service,
      Optional<Incident> latest,
      Collection<? extends Signal> signals,
      Instant now) {
    return evaluate(service, latest, signals, Map.of(), now);
  }

  /**
   * Decides, and tells in the timeline what let a signal open an incident.
   *
   * @param service the service
   * @param latest its incident that is not resolved; else, of the resolved ones, that with the
   *     latest impact
   * @param signals those attached to {@code latest}, and every one that may open an incident and
   *     was never attached to any, cleared or not
   * @param admissions what let a signal open an incident, by its key, where there is something to
   *     say
   * @param now the time, from the clock all instances share
   * @return what to commit, in order, each to another incident; mostly nothing
   */
  public List<Transition> evaluate(
      String service,
      Optional<Incident> latest,
      Collection<? extends Signal> signals,
      Map<String, String> admissions,
      Instant now) {
    var given = byKey(signals);
    var current = latest.map(incident -> current(incident, given)).orElse(List.of());
    latest.ifPresent(incident -> incident.signals().forEach(known -> given.remove(known.key())));
    var fresh = new ArrayList<>(given.values().stream().sorted(EARLIEST_FIRST).toList());
    var at = noEarlierThanSeen(latest, fresh, now);
    var transitions = new ArrayList<Transition>();
    if (latest.isPresent()) {
      var joining = takeRelated(reach(latest.get(), current), fresh);
      advance(latest.get(), current, joining, admissions, at).ifPresent(transitions::add);
    }
    while (!fresh.isEmpty()) {
      var first = fresh.removeFirst();
      var others = takeRelated(Reach.of(List.of(first)), fresh);
      var cluster = Stream.concat(Stream.of(first), others.stream()).toList();
      transitions.add(open(service, cluster, admissions, at));
    }
    return transitions;
  }

  /**
   * Follows an incident that a person resolved while signals of it were active: they still end, and
   * the harm with them.
   *
   * @param incident a resolved incident
   * @param signals those attached to it; others are passed over
   * @param now the time, from the clock all instances share
   * @return what to commit; mostly nothing
   */
  public static Optional<Transition> follow(
      Incident incident, Collection<? extends Signal> signals, Instant now) {
    var draft = new IncidentDraft(incident, now);
    current(incident, byKey(signals)).forEach(draft::update);
    draft.followRestored();
    return draft.finish();
  }

  /**
   * A person does something.
   *
   * @param incident the incident
   * @param person who
   * @param action what
   * @param now the time, from the clock all instances share
   * @return what to commit; nothing where that is so already
   * @throws IllegalArgumentException if the impact is moved to after {@link
   *     Incident#latestImpactStart()}
   */
  public static Optional<Transition> byHand(
      Incident incident, String person, ByHand action, Instant now) {
    var draft = new IncidentDraft(incident, now);
    switch (action) {
      case ByHand.Acknowledge(var note) -> {
        if (incident.state() == Incident.State.OPEN) {
          draft.acknowledge(person, note);
        }
      }
      case ByHand.Resolve(var reason) -> {
        if (incident.open()) {
          draft.resolve(person, reason);
        }
      }
      case ByHand.Note(var text) -> draft.note(person, text);
      case ByHand.SetOwner(var owner) -> draft.own(person, owner);
      case ByHand.MoveImpact(var impactStart, var reason) -> {
        if (impactStart.isAfter(incident.latestImpactStart())) {
          throw new IllegalArgumentException(
              "impact start not at or before " + incident.latestImpactStart() + ": " + impactStart);
        }
        draft.moveImpact(person, impactStart, reason);
      }
      case ByHand.NameCause(var text) -> draft.nameCause(person, text);
    }
    return draft.finish();
  }

  private static Map<String, Signal> byKey(Collection<? extends Signal> signals) {
    return signals.stream()
        .collect(Collectors.toMap(Signal::key, Function.<Signal>identity(), (a, _) -> a));
  }

  /** As they are now: one that was active may have cleared long before the next one began. */
  private static List<Signal> current(Incident incident, Map<String, Signal> given) {
    return incident.signals().stream()
        .map(known -> known.active() ? given.getOrDefault(known.key(), known) : known)
        .toList();
  }

  /** Clocks differ: nothing is opened or resolved before the moment it was noticed. */
  private static Instant noEarlierThanSeen(
      Optional<Incident> latest, List<Signal> fresh, Instant now) {
    return Stream.of(
            Stream.of(now),
            latest.stream().map(Incident::updatedAt),
            fresh.stream().map(Signal::detectedAt))
        .flatMap(Function.identity())
        .max(Instant::compareTo)
        .orElse(now);
  }

  /** From when to when a group of signals reaches; without an end while one is active. */
  private record Reach(Instant start, Optional<Instant> quiet) {
    static Reach of(List<Signal> signals) {
      return new Reach(
          signals.stream().map(Signal::impactStart).min(Instant::compareTo).orElseThrow(),
          Incident.quietSince(signals));
    }

    Reach with(Reach other) {
      return new Reach(
          start.isBefore(other.start) ? start : other.start,
          quiet.flatMap(a -> other.quiet.map(b -> a.isAfter(b) ? a : b)));
    }
  }

  /**
   * Of one that a person resolved before it would have closed, the flap window runs from there: not
   * from where the last signal clears, which may be noticed before the relapse or together with it.
   */
  private Reach reach(Incident incident, List<Signal> current) {
    var reach = Reach.of(current);
    var closed = incident.times().resolved().map(resolved -> resolved.minus(policy.holdTime()));
    return closed.isEmpty()
        ? reach
        : new Reach(
            reach.start(),
            reach.quiet().filter(quiet -> quiet.isBefore(closed.get())).or(() -> closed));
  }

  /** Moves from {@code fresh} what is near enough to {@code core}, or to what was moved before. */
  private List<Signal> takeRelated(Reach core, List<Signal> fresh) {
    var reach = core;
    var taken = new ArrayList<Signal>();
    for (var grown = true; grown; ) {
      var sofar = reach;
      var related = fresh.stream().filter(s -> near(sofar, Reach.of(List.of(s)))).toList();
      fresh.removeAll(related);
      taken.addAll(related);
      grown = !related.isEmpty();
      if (grown) {
        reach = reach.with(Reach.of(related));
      }
    }
    return taken.stream().sorted(EARLIEST_FIRST).toList();
  }

  private boolean near(Reach group, Reach signal) {
    return follows(group, signal.start()) && follows(signal, group.start());
  }

  private boolean follows(Reach group, Instant start) {
    return group
        .quiet()
        .map(quiet -> !start.isAfter(quiet.plus(policy.holdTime()).plus(policy.flapWindow())))
        .orElse(true);
  }

  private Transition open(
      String service, List<Signal> cluster, Map<String, String> admissions, Instant at) {
    var first = cluster.getFirst();
    var draft = new IncidentDraft(service, first, admissions.getOrDefault(first.key(), ""), at);
    cluster.forEach(signal -> draft.add(signal, admissions.getOrDefault(signal.key(), "")));
    if (cluster.stream().allMatch(Signal::overWhenHeard)) {
      draft.followSeverity();
      draft.followRestored();
      draft.resolveAtOnce();
      return draft.finish().orElseThrow();
    }
    return settle(draft).orElseThrow();
  }

  private Optional<Transition> advance(
      Incident incident,
      List<Signal> current,
      List<Signal> joining,
      Map<String, String> admissions,
      Instant at) {
    if (!incident.open() && joining.isEmpty()) {
      return follow(incident, current, at);
    }
    var draft = new IncidentDraft(incident, at);
    var relapse = joining.stream().filter(signal -> !signal.overWhenHeard()).findFirst();
    if (!incident.open()) {
      relapse.ifPresent(draft::reopen);
    }
    current.forEach(draft::update);
    joining.forEach(signal -> draft.add(signal, admissions.getOrDefault(signal.key(), "")));
    if (!incident.open() && relapse.isEmpty()) {
      draft.followRestored();
      return draft.finish();
    }
    return settle(draft);
  }

  private Optional<Transition> settle(IncidentDraft draft) {
    draft.followSeverity();
    draft.followRestored();
    draft.resolveAfter(policy.holdTime());
    return draft.finish();
  }
}
