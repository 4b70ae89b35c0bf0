package dev.nines.engine.figures;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.sli.SliBook;
import dev.nines.slo.reliability.Coverage;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * When was a service to be watched, and when was it not?
 *
 * @param existence from when the first of its present probes was declared, to the present
 * @param unknown when none of them was watching
 */
public record WatchedTime(Interval existence, Intervals unknown) {
  /**
   * Reads it from memory, which goes back as far as the longest window of uptime.
   *
   * @param book when each probe was watching
   * @param probes the service's probes
   * @param now the present
   * @return the time; empty where no probe is in the book
   */
  public static Optional<WatchedTime> of(
      SliBook book, Collection<ProbeDeclaration> probes, Instant now) {
    var coverages =
        probes.stream()
            .map(probe -> book.coverage(probe.name(), now))
            .flatMap(Optional::stream)
            .toList();
    if (coverages.isEmpty()) {
      return Optional.empty();
    }
    var since =
        probes.stream()
            .flatMap(probe -> book.since(probe.name()).stream())
            .min(Instant::compareTo)
            .filter(begin -> begin.isBefore(now))
            .orElse(now);
    return Optional.of(new WatchedTime(new Interval(since, now), Coverage.unknownToAll(coverages)));
  }
}
