package dev.nines.incident.opening;

import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * When do enough locations see a probe down? Counted among those that know (design rule 10): {@code
 * min(declared, known)} of them, at least one. While no location knows, it stays as it was.
 *
 * @param declared how many locations must see it down, at least 1
 */
public record Quorum(int declared) {
  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Quorum {
    if (declared < 1) {
      throw new IllegalArgumentException("quorum not at least 1: " + declared);
    }
  }

  /**
   * What one location has seen.
   *
   * @param known when it was watching
   * @param down when it had the probe down by the outage rule
   */
  public record View(Intervals known, Intervals down) {}

  /**
   * A span in which nothing changes.
   *
   * @param span from when to when
   * @param down how many of the locations that know see the probe down
   * @param known how many know
   * @param reached whether these are enough; where none knows, whether they were before
   */
  public record Count(Interval span, int down, int known, boolean reached) {}

  /**
   * Counts.
   *
   * @param views of all locations of the probe
   * @return every span from the first change to the last, in order
   */
  public List<Count> count(List<View> views) {
    var changes = new TreeSet<Instant>();
    for (var view : views) {
      view.down().spans().forEach(span -> changes.addAll(List.of(span.from(), span.to())));
      view.known().spans().forEach(span -> changes.addAll(List.of(span.from(), span.to())));
    }
    var counts = new ArrayList<Count>();
    Optional<Instant> from = Optional.empty();
    var reached = false;
    for (var to : changes) {
      if (from.isPresent()) {
        var at = from.get();
        var knowing = views.stream().filter(view -> view.known().contains(at)).toList();
        var down = (int) knowing.stream().filter(view -> view.down().contains(at)).count();
        if (!knowing.isEmpty()) {
          reached = down >= Math.max(1, Math.min(declared, knowing.size()));
        }
        counts.add(new Count(new Interval(at, to), down, knowing.size(), reached));
      }
      from = Optional.of(to);
    }
    return counts;
  }

  /**
   * When were they enough?
   *
   * @param counts of {@link #count(List)}
   * @return these spans
   */
  public static Intervals reached(List<Count> counts) {
    return new Intervals(counts.stream().filter(Count::reached).map(Count::span).toList());
  }

  /**
   * One clause for people, such as {@code 2 of 3 locations that know}.
   *
   * @param count what was counted
   * @return the clause
   */
  public String text(Count count) {
    var text =
        "%d of %d %s"
            .formatted(
                count.down(),
                count.known(),
                count.known() == 1 ? "location that knows" : "locations that know");
    return count.known() < declared ? text + ", " + declared + " declared" : text;
  }
}
