package dev.nines.slo.reliability.dora;

import dev.nines.slo.reliability.Times;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * In which group of DORA's survey of 2023 would a figure lie? The groups are what was found among
 * the answers of one year, no targets, and they move from year to year, so the year goes with them.
 *
 * <p>Those of 2024 are not used: their change fail rate is 20 % for High and 10 % for Medium, so
 * that a rate alone does not name a group; 2025 has none.
 *
 * @see <a href="https://dora.dev/research/2023/dora-report/">Accelerate State of DevOps 2023</a>
 */
public enum PerformanceLevel {
  /** The first group. */
  ELITE,
  /** The second. */
  HIGH,
  /** The third. */
  MEDIUM,
  /** The last. */
  LOW;

  /** The survey's year. */
  public static final int YEAR = 2023;

  /** Of fewer values a group says nothing. */
  public static final int ENOUGH = Times.ENOUGH_FOR_A_MEAN;

  /** In a shorter window, how often is not known. */
  public static final Duration SHORTEST = Duration.ofDays(28);

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration MONTH = Duration.ofDays(30);

  /** {@return such as {@code 2023: High}} */
  public String text() {
    return "%d: %s%s"
        .formatted(YEAR, name().charAt(0), name().substring(1).toLowerCase(Locale.ROOT));
  }

  /**
   * Of a deployment frequency: on demand, taken as more than once a day; to once a week; to once in
   * 30 days; less.
   *
   * @param frequency the frequency
   * @return its group; empty without deployments, or of a span below {@link #SHORTEST}
   */
  public static Optional<PerformanceLevel> of(DeploymentFrequency frequency) {
    return frequency
        .perDay()
        .value()
        .filter(_ -> frequency.span().compareTo(SHORTEST) >= 0)
        .map(perDay -> level(perDay > 1, perDay >= 1 / 7.0, perDay >= 1 / 30.0));
  }

  /**
   * Of a change lead time, by its median: below a day; to a week; to 30 days; more.
   *
   * @param leadTime the time
   * @return its group; empty of fewer than {@link #ENOUGH}
   */
  public static Optional<PerformanceLevel> ofLeadTime(MedianTime leadTime) {
    return enough(leadTime)
        .map(median ->
            level(
                median.compareTo(DAY) < 0,
                median.compareTo(WEEK) <= 0,
                median.compareTo(MONTH) <= 0));
  }

  /**
   * Of a failed deployment recovery time, by its median: below an hour; below a day; to a week;
   * more.
   *
   * @param recovery the time
   * @return its group; empty of fewer than {@link #ENOUGH}
   */
  public static Optional<PerformanceLevel> ofRecovery(MedianTime recovery) {
    return enough(recovery)
        .map(median ->
            level(
                median.compareTo(HOUR) < 0,
                median.compareTo(DAY) < 0,
                median.compareTo(WEEK) <= 0));
  }

  /**
   * Of a change fail rate: to 5 %; to 10 %; to 15 %; more.
   *
   * @param rate the rate
   * @return its group; empty of fewer than {@link #ENOUGH} deployments
   */
  public static Optional<PerformanceLevel> ofFailRate(Share rate) {
    return rate.ratio()
        .value()
        .filter(_ -> rate.whole() >= ENOUGH)
        .map(ratio -> level(ratio <= 0.05, ratio <= 0.10, ratio <= 0.15));
  }

  private static Optional<Duration> enough(MedianTime time) {
    return time.figure().value().filter(times -> times.n() >= ENOUGH).map(Times::median);
  }

  private static PerformanceLevel level(boolean elite, boolean high, boolean medium) {
    return elite ? ELITE : high ? HIGH : medium ? MEDIUM : LOW;
  }
}
