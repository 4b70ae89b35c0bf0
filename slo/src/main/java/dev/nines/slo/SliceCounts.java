package dev.nines.slo;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * How the slices of a window are. A slice without events is none of them: nothing is known of it.
 *
 * @param slice length of a slice, whole minutes
 * @param good number of good slices; of {@code RatioTimeslices} those without a bad event
 * @param bad number of the others that hold events
 * @param badShares the shares of bad events of all slices, added up, in units of {@link
 *     #SHARE_UNIT}; each rounded down to one, so that what was added can be taken away again
 */
public record SliceCounts(Duration slice, long good, long bad, long badShares) {
  /** A share of 1 in the unit of {@link #badShares}: a billionth of a thousandth. */
  public static final long SHARE_UNIT = 1_000_000_000_000L;

  /** {@return number of slices that hold events} */
  public long known() {
    return good + bad;
  }

  /** {@return the sum of the slices' shares of bad events, at least 0, to 12 decimals a slice} */
  public BigDecimal sumOfBadRatios() {
    return BigDecimal.valueOf(badShares, 12);
  }

  /**
   * The share of bad events of a slice.
   *
   * @param bad number of bad events
   * @param total number of events, at least one
   * @return the share in {@link #SHARE_UNIT}, rounded down
   */
  static long share(long bad, long total) {
    var million = 1_000_000L; // in two steps, as the product of counts and unit has no room
    var scaled = Math.multiplyExact(bad, million);
    return scaled / total * million + scaled % total * million / total;
  }
}
