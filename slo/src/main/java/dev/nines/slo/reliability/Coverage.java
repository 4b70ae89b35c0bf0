package dev.nines.slo.reliability;

import dev.nines.slo.SliWindows;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;

/**
 * When was one probe blind? Derived from the minutes that hold a stored run, never stored itself.
 *
 * @param since from when on it can be said: the probe's beginning, or as far back as its minutes
 *     are kept
 * @param unknown when, from then on, no stored run speaks for the service
 */
public record Coverage(Instant since, Intervals unknown) {
  private static final Duration GRACE = Duration.ofMinutes(1);

  /**
   * Finds the gaps between runs. A run covers {@code [run, run + interval)}, rounded outward to
   * whole minutes; as only its minute m is known, that is from m to the end of the minute that a
   * run at the end of m reaches into. The present is still filling: the last interval and one
   * minute more, rounded outward, are not unknown yet. Where older minutes are no longer kept, the
   * oldest kept ones get the benefit of a run just before them.
   *
   * @param runs minutes of an SLI that every stored run of the probe counts in, good or bad,
   *     advanced to the present
   * @param interval the probe's interval, above zero
   * @param now the present
   * @return the probe's coverage
   * @throws IllegalArgumentException if {@code interval} is not above zero
   */
  public static Coverage of(SliWindows runs, Duration interval, Instant now) {
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("interval not above zero: " + interval);
    }
    var kept = runs.kept();
    var settled = now.minus(interval).minus(GRACE).truncatedTo(ChronoUnit.MINUTES);
    if (!settled.isAfter(kept.from())) {
      return new Coverage(kept.from(), Intervals.NONE);
    }
    var reach = Duration.ofMinutes(Math.ceilDiv(interval.toNanos(), GRACE.toNanos()));
    var unknown = new ArrayList<Interval>();
    for (var gap : runs.emptyMinutes().spans()) {
      var nothingBefore = gap.from().equals(runs.since());
      var from = nothingBefore ? gap.from() : gap.from().plus(reach);
      if (from.isBefore(gap.to())) {
        unknown.add(new Interval(from, gap.to()));
      }
    }
    return new Coverage(
        kept.from(), new Intervals(unknown).clip(new Interval(kept.from(), settled)));
  }

  /**
   * Finds when a service was unknown: no probe of it was seeing. Before its own beginning a probe
   * sees nothing, so that one declared later does not hide what was unknown before it.
   *
   * @param probes the coverage of each of the service's probes, at least one
   * @return unknown time, from the earliest beginning on
   * @throws IllegalArgumentException if there is no probe
   */
  public static Intervals unknownToAll(Collection<Coverage> probes) {
    var earliest =
        probes.stream()
            .map(Coverage::since)
            .min(Comparator.naturalOrder())
            .orElseThrow(() -> new IllegalArgumentException("probes not at least one"));
    return probes.stream()
        .map(probe -> probe.unknown.union(Intervals.of(new Interval(earliest, probe.since))))
        .reduce(Intervals::intersect)
        .orElse(Intervals.NONE);
  }
}
