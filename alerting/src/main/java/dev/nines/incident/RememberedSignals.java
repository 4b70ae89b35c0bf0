package dev.nines.incident;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an incident keeps of its signals: a probe that flaps for days adds one every few minutes.
 * Whatever decides about its times is kept; the timeline tells of the others for ever.
 */
final class RememberedSignals {
  /** Of the cleared ones, so many that add downtime, and as many of the others. */
  static final int MOST_CLEARED = 100;

  private static final Comparator<Signal> EARLIEST_FIRST =
      Comparator.comparing(Signal::impactStart).thenComparing(Signal::key);

  private RememberedSignals() {}

  /**
   * Chooses.
   *
   * @param signals all that the incident is about
   * @param known those that it kept until now; only of these any are forgotten, since the others
   *     must be seen by the store once
   * @return all that are active, the earliest, that which cleared last, and the newest of those
   *     that have cleared; earliest impact first
   */
  static List<Signal> of(Collection<Signal> signals, List<Signal> known) {
    var sorted = signals.stream().sorted(EARLIEST_FIRST).toList();
    if (sorted.size() <= MOST_CLEARED) {
      return sorted;
    }
    var surplus = new HashSet<String>();
    surplus.addAll(surplus(sorted, true));
    surplus.addAll(surplus(sorted, false));
    surplus.remove(sorted.getFirst().key());
    sorted.stream()
        .filter(signal -> !signal.active())
        .max(Comparator.comparing(signal -> signal.cleared().orElseThrow().at()))
        .map(Signal::key)
        .ifPresent(surplus::remove);
    surplus.retainAll(new HashSet<>(known.stream().map(Signal::key).toList()));
    return sorted.stream().filter(signal -> !surplus.contains(signal.key())).toList();
  }

  private static Set<String> surplus(List<Signal> signals, boolean downtime) {
    var cleared =
        signals.stream()
            .filter(signal -> !signal.active() && signal.downtime() == downtime)
            .sorted(Comparator.comparing(RememberedSignals::restored).reversed())
            .map(Signal::key)
            .toList();
    return new HashSet<>(cleared.subList(Math.min(MOST_CLEARED, cleared.size()), cleared.size()));
  }

  private static Instant restored(Signal signal) {
    return signal.cleared().map(Signal.Cleared::restoredAt).orElseThrow();
  }
}
