package dev.nines.engine.sli;

import dev.nines.slo.HourCounts;

/** A stored hour in which only one minute has runs. */
public final class OneMinute {
  private OneMinute() {}

  /** Tells a reader of it. */
  public static void tell(
      StoredHours.Reader reader, String probe, long epochMinute, int good, int total) {
    var index = Math.floorMod(epochMinute, 60);
    var goods = new int[60];
    var totals = new int[60];
    goods[index] = good;
    totals[index] = total;
    reader.hour(probe, "local", "success", epochMinute - index, HourCounts.of(goods, totals));
  }
}
