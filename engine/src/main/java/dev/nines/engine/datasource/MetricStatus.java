package dev.nines.engine.datasource;

import java.time.Instant;
import java.util.Optional;

/**
 * How far an SLI of a data source is read.
 *
 * @param readFrom from when on its minutes are read
 * @param readUpTo until when they are
 * @param lastRead when it was last answered, by this instance
 * @param error why the newest reading came to nothing, or to no data, where it did; without secrets
 */
public record MetricStatus(
    Optional<Instant> readFrom,
    Optional<Instant> readUpTo,
    Optional<Instant> lastRead,
    Optional<String> error) {
  /** Nothing is read yet. */
  static final MetricStatus NONE =
      new MetricStatus(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** As an earlier run, or another instance, left it. */
  MetricStatus upTo(Progress progress) {
    return new MetricStatus(
        Optional.of(Instant.ofEpochSecond(progress.from() * 60)),
        Optional.of(Instant.ofEpochSecond(progress.to() * 60)),
        lastRead,
        error);
  }

  MetricStatus read(Progress progress, Instant now) {
    var far = upTo(progress);
    return new MetricStatus(far.readFrom, far.readUpTo, Optional.of(now), Optional.empty());
  }

  /** Read, but perhaps of no use. */
  MetricStatus misfit(Optional<String> why) {
    return new MetricStatus(readFrom, readUpTo, lastRead, why);
  }

  MetricStatus failed(String why) {
    return new MetricStatus(readFrom, readUpTo, lastRead, Optional.of(why));
  }
}
