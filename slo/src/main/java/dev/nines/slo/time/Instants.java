package dev.nines.slo.time;

import java.time.Instant;

/** Which of two instants comes first? */
public final class Instants {
  private Instants() {}

  /**
   * The one that comes first.
   *
   * @param a an instant
   * @param b another
   * @return the earlier one
   */
  public static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /**
   * The one that comes last.
   *
   * @param a an instant
   * @param b another
   * @return the later one
   */
  public static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
