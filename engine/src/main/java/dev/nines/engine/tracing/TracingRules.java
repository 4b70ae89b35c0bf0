package dev.nines.engine.tracing;

import java.util.Set;

/**
 * Which runs' traces are kept, and what the targets are told; {@code tracing} of config.yml.
 *
 * @param ratio share of all runs that is kept whatever their outcome, 0 to 1
 * @param keepFailed whether failed runs are kept as well
 * @param keepSlow whether runs that took more than half of their timeout are kept as well
 * @param targets whether targets are told the trace
 */
public record TracingRules(double ratio, boolean keepFailed, boolean keepSlow, Targets targets) {
  /** Whether {@code traceparent} is sent. */
  public enum Targets {
    /** Sent; it says sampled for the {@link TracingRules#ratio} alone. */
    HEAD,
    /** Sent, and always says sampled. */
    ALWAYS,
    /** Not sent. */
    NEVER
  }

  /**
   * Checks the ratio.
   *
   * @throws IllegalArgumentException if it is not in [0, 1]
   */
  public TracingRules {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("ratio not in [0, 1]: " + ratio);
    }
  }

  /**
   * Reads the words of config.yml.
   *
   * @param ratio share of all runs
   * @param keep {@code failed}, {@code slow}
   * @param targets {@code head}, {@code always} or {@code never}
   * @return the rules
   */
  public static TracingRules of(double ratio, Set<String> keep, Targets targets) {
    return new TracingRules(ratio, keep.contains("failed"), keep.contains("slow"), targets);
  }

  /**
   * The head decision: the same for a trace id everywhere.
   *
   * @param traceId 32 hexadecimal digits
   * @return whether the run is kept whatever its outcome
   */
  boolean head(String traceId) {
    // The last 56 bits are random also where the first ones are a timestamp (W3C trace context 2).
    var random = Long.parseUnsignedLong(traceId, 18, 32, 16);
    return random < (long) (ratio * (1L << 56)); // whole numbers: a double has 53 bits only
  }
}
