package dev.nines.engine.telemetry;

/**
 * The head decision: which traces are kept whatever comes of them. It is the same for a trace id
 * everywhere.
 *
 * @param ratio the share of all traces, 0 to 1
 */
public record HeadRatio(double ratio) {
  /**
   * Checks the ratio.
   *
   * @throws IllegalArgumentException if it is not in [0, 1]
   */
  public HeadRatio {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("ratio not in [0, 1]: " + ratio);
    }
  }

  /**
   * Decides.
   *
   * @param traceId 32 hexadecimal digits
   * @return whether the trace is kept
   */
  public boolean takes(String traceId) {
    // The last 56 bits are random also where the first ones are a timestamp (W3C trace context 2).
    var random = Long.parseUnsignedLong(traceId, 18, 32, 16);
    return random < (long) (ratio * (1L << 56)); // whole numbers: a double has 53 bits only
  }
}
