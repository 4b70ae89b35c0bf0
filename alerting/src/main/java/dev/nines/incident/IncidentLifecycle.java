package dev.nines.incident;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
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
   * @param signals those attached to {@code latest}, and every one that was never attached to any
   *     incident, cleared or not
   * @param now the time, from the clock all instances share
   * @return what to commit, in order, each to another incident; mostly nothing
   */
  public List<Transition> evaluate(
      String service,
      Optional<Incident> latest,
      Collection<? extends Signal> signals,
      Instant now) {
    var given =
        signals.stream()
            .collect(Collectors.toMap(Signal::key, Function.<Signal>identity(), (a, _) -> a));
    var known = latest.map(Incident::signals).orElse(List.of());
    // As they are now: one that was active may have cleared long before the next one began.
    var current = known.stream().map(s -> s.active() ? given.getOrDefault(s.key(), s) : s).toList();
    known.forEach(signal -> given.remove(signal.key()));
    var fresh = new ArrayList<>(given.values().stream().sorted(EARLIEST_FIRST).toList());
    var at = noEarlierThanSeen(latest, fresh, now);
    var transitions = new ArrayList<Transition>();
    if (latest.isPresent()) {
      var joining = takeRelated(current, fresh);
      advance(latest.get(), current, joining, at).ifPresent(transitions::add);
    }
    while (!fresh.isEmpty()) {
      var first = List.of(fresh.removeFirst());
      var cluster = Stream.concat(first.stream(), takeRelated(first, fresh).stream()).toList();
      transitions.add(open(service, cluster, at));
    }
    return transitions;
  }

  /**
   * A person takes an incident on.
   *
   * @param incident the incident
   * @param person who
   * @param note what that person says to it; may be empty
   * @param now the time, from the clock all instances share
   * @return what to commit; nothing where it is already acknowledged or resolved
   */
  public static Optional<Transition> acknowledge(
      Incident incident, String person, String note, Instant now) {
    if (incident.state() != Incident.State.OPEN) {
      return Optional.empty();
    }
    var draft = new IncidentDraft(incident, now);
    draft.acknowledge(person, note);
    return draft.finish();
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

  /** Moves from {@code fresh} what is near enough to {@code core}, or to what was moved before. */
  private List<Signal> takeRelated(List<Signal> core, List<Signal> fresh) {
    var group = new ArrayList<>(core);
    var taken = new ArrayList<Signal>();
    for (var grown = true; grown; ) {
      var related = fresh.stream().filter(s -> near(group, s)).toList();
      fresh.removeAll(related);
      group.addAll(related);
      taken.addAll(related);
      grown = !related.isEmpty();
    }
    return taken.stream().sorted(EARLIEST_FIRST).toList();
  }

  private boolean near(List<Signal> group, Signal signal) {
    return follows(group, signal.impactStart()) && follows(List.of(signal), start(group));
  }

  private boolean follows(List<Signal> group, Instant start) {
    return Incident.quietSince(group)
        .map(quiet -> !start.isAfter(quiet.plus(policy.holdTime()).plus(policy.flapWindow())))
        .orElse(true);
  }

  private static Instant start(List<Signal> group) {
    return group.stream().map(Signal::impactStart).min(Instant::compareTo).orElseThrow();
  }

  private Transition open(String service, List<Signal> cluster, Instant at) {
    var draft = new IncidentDraft(service, cluster.getFirst(), at);
    cluster.forEach(draft::add);
    return settle(draft).orElseThrow();
  }

  private Optional<Transition> advance(
      Incident incident, List<Signal> current, List<Signal> joining, Instant at) {
    if (!incident.open() && joining.isEmpty()) {
      return Optional.empty();
    }
    var draft = new IncidentDraft(incident, at);
    if (!incident.open()) {
      draft.reopen(joining.getFirst());
    }
    current.forEach(draft::update);
    joining.forEach(draft::add);
    return settle(draft);
  }

  private Optional<Transition> settle(IncidentDraft draft) {
    draft.followSeverity();
    draft.followRestored();
    draft.resolveAfter(policy.holdTime());
    return draft.finish();
  }
}
