package dev.nines.slo;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Makes one event of every minute out of what several locations saw in it, and keeps an SLI's
 * windows by it. Not thread-safe.
 *
 * <p>A location's minute is good where all its runs in it are good. Only locations that have runs
 * in a minute have a say in it. Locations beyond the thirtieth count together as one.
 */
public final class LocationMinutes {
  private static final int MOST = 31; // as many bits has an int without its sign

  private final Sli.Locations rule;
  private final SliWindows windows;
  private final MinuteRing masks; // which locations have runs, and at which there was a bad one
  private final TreeMap<Long, Masks> ahead = new TreeMap<>();
  private final List<String> locations = new ArrayList<>();

  private record Masks(int known, int bad) {
    static final Masks NONE = new Masks(0, 0);

    Masks with(int bit, boolean isBad) {
      return new Masks(known | bit, isBad ? bad | bit : bad);
    }
  }

  /**
   * Keeps windows.
   *
   * @param rule how locations are taken together; not {@code POOLED}, for which there is nothing to
   *     decide
   * @param windows the windows, to be changed through this alone
   * @throws IllegalArgumentException if {@code rule} is {@code POOLED}
   */
  public LocationMinutes(Sli.Locations rule, SliWindows windows) {
    if (rule == Sli.Locations.POOLED) {
      throw new IllegalArgumentException("rule not any, all or majority: " + rule);
    }
    this.rule = rule;
    this.windows = windows;
    this.masks = new MinuteRing(windows.reach(), windows.now());
  }

  /**
   * Adds runs of one location to a minute. Order does not matter.
   *
   * @param location the location's name
   * @param epochMinute the minute, counted from the Unix epoch
   * @param good number of good runs, 0 to {@code total}
   * @param total number of runs
   */
  public void add(String location, long epochMinute, int good, int total) {
    if (total == 0 || epochMinute < windows.oldest()) {
      return;
    }
    var bit = 1 << index(location);
    if (epochMinute > windows.now()) {
      var after = ahead.getOrDefault(epochMinute, Masks.NONE).with(bit, good < total);
      ahead.put(epochMinute, after);
      decide(epochMinute, after);
    } else {
      var before = new Masks(masks.total(epochMinute), masks.bad(epochMinute));
      var after = before.with(bit, good < total);
      if (!after.equals(before)) {
        masks.add(epochMinute, after.known() - before.known(), after.bad() - before.bad());
        decide(epochMinute, after);
      }
    }
  }

  /**
   * Moves the present of the windows forward; going back is ignored.
   *
   * @param epochMinute the current minute, counted from the Unix epoch
   */
  public void advanceTo(long epochMinute) {
    if (epochMinute <= windows.now()) {
      return;
    }
    windows.advanceTo(epochMinute);
    masks.advanceTo(epochMinute);
    var due = ahead.headMap(epochMinute, true);
    due.forEach((minute, seen) -> {
      if (minute >= windows.oldest()) {
        masks.add(minute, seen.known(), seen.bad());
      }
    });
    due.clear();
  }

  private void decide(long minute, Masks seen) {
    var known = Integer.bitCount(seen.known());
    var bad = Integer.bitCount(seen.bad());
    var isGood =
        switch (rule) {
          case POOLED -> throw new IllegalStateException("pooled locations decide nothing");
          case ANY -> bad < known;
          case ALL -> bad == 0;
          case MAJORITY -> 2 * (known - bad) > known;
        };
    windows.set(minute, isGood ? 1 : 0, 1);
  }

  private int index(String location) {
    var index = locations.indexOf(location);
    if (index < 0) {
      index = locations.size();
      locations.add(location);
    }
    return Math.min(index, MOST - 1);
  }
}
