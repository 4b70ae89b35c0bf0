package dev.nines.incident;

/**
 * How many runs in a row say that a probe is down, and that it is up again.
 *
 * @param failures failed runs in a row that open an outage, at least 1
 * @param recoveries good runs in a row that close it, at least 1
 */
public record OutageRule(int failures, int recoveries) {
  /** Three failures open, two good runs close. */
  public static final OutageRule DEFAULT = new OutageRule(3, 2);

  /**
   * Checks the streaks.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public OutageRule {
    if (failures < 1 || recoveries < 1) {
      throw new IllegalArgumentException(
          "streaks not at least 1: failures " + failures + ", recoveries " + recoveries);
    }
  }
}
