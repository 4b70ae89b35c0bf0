package dev.nines.slo;

/**
 * The events of an hour's sixty minutes in few bytes. Immutable.
 *
 * <p>Totals are kept as distances from the hour's least total and bad events as they are, each in
 * as many bits as the hour's largest needs: none where all sixty are alike. A probe of every 30 s
 * without trouble has 2 good events in every minute, so it needs no words, and all its hours are
 * one shared object; a probe of every 45 s has 1 or 2 and needs one word of 60 bits; bad events in
 * such an hour take one or two words more. Values do not straddle words.
 */
public final class HourCounts {
  /** Minutes of an hour. */
  public static final int MINUTES = 60;

  /** No events. */
  static final HourCounts EMPTY = new HourCounts(0, 0, 0);

  private static final HourCounts[] UNIFORM = new HourCounts[128];

  static {
    UNIFORM[0] = EMPTY;
    for (var total = 1; total < UNIFORM.length; total++) {
      UNIFORM[total] = new HourCounts(total, 0, 0);
    }
  }

  private final int leastTotal;
  private final byte totalBits;
  private final byte badBits;
  private final long[] words; // the totals' words, then those of the bad events

  private HourCounts(int leastTotal, int totalBits, int badBits) {
    this.leastTotal = leastTotal;
    this.totalBits = (byte) totalBits;
    this.badBits = (byte) badBits;
    this.words = new long[words(totalBits) + words(badBits)];
  }

  /**
   * Takes counts over.
   *
   * @param good number of good events in each of the sixty minutes, 0 to {@code total}
   * @param total number of events in each of them
   * @return the same
   * @throws IllegalArgumentException if a {@code good} is negative or above its {@code total}
   */
  public static HourCounts of(int[] good, int[] total) {
    var bad = new int[MINUTES];
    for (var minute = 0; minute < MINUTES; minute++) {
      if (good[minute] < 0 || good[minute] > total[minute]) {
        throw new IllegalArgumentException(
            "good not in [0, total]: %d of %d".formatted(good[minute], total[minute]));
      }
      bad[minute] = total[minute] - good[minute];
    }
    return packed(total, bad);
  }

  /**
   * An hour without trouble.
   *
   * @param events good events in each of its minutes, at least 0
   * @return sixty such minutes
   * @throws IllegalArgumentException if {@code events} is negative
   */
  public static HourCounts alike(int events) {
    if (events < 0) {
      throw new IllegalArgumentException("events not at least 0: " + events);
    }
    return events < UNIFORM.length ? UNIFORM[events] : new HourCounts(events, 0, 0);
  }

  static HourCounts packed(int[] totals, int[] bads) {
    var least = Integer.MAX_VALUE;
    var most = 0;
    var worst = 0;
    for (var minute = 0; minute < MINUTES; minute++) {
      least = Math.min(least, totals[minute]);
      most = Math.max(most, totals[minute]);
      worst = Math.max(worst, bads[minute]);
    }
    if (worst == 0 && least == most) {
      return alike(least);
    }
    var hour = new HourCounts(least, bits(most - least), bits(worst));
    for (var minute = 0; minute < MINUTES; minute++) {
      hour.put(0, hour.totalBits, minute, totals[minute] - least);
      hour.put(words(hour.totalBits), hour.badBits, minute, bads[minute]);
    }
    return hour;
  }

  /** Have all minutes as many events, and no bad one? */
  boolean isUniform() {
    return totalBits == 0 && badBits == 0;
  }

  /** Has every minute at least one event? */
  boolean isGapless() {
    return leastTotal > 0;
  }

  /**
   * Events of a minute.
   *
   * @param minute 0 to 59
   * @return how many, at least 0
   */
  public int total(int minute) {
    return leastTotal + get(0, totalBits, minute);
  }

  /**
   * Good events of a minute.
   *
   * @param minute 0 to 59
   * @return how many, 0 to {@link #total}
   */
  public int good(int minute) {
    return total(minute) - bad(minute);
  }

  int bad(int minute) {
    return get(words(totalBits), badBits, minute);
  }

  private int get(int firstWord, int bits, int minute) {
    if (bits == 0) {
      return 0;
    }
    var perWord = Long.SIZE / bits;
    var word = words[firstWord + minute / perWord];
    return (int) (word >>> (minute % perWord * bits)) & ((1 << bits) - 1);
  }

  private void put(int firstWord, int bits, int minute, int value) {
    if (bits > 0) {
      var perWord = Long.SIZE / bits;
      words[firstWord + minute / perWord] |= (long) value << (minute % perWord * bits);
    }
  }

  private static int bits(int largest) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(largest);
  }

  private static int words(int bits) {
    return bits == 0 ? 0 : Math.ceilDiv(MINUTES, Long.SIZE / bits);
  }
}
