package dev.nines.slo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/**
 * When does a valid probe run count as good? SLOs that ask the same share one count, kept under the
 * canonical text.
 *
 * @param success whether the probe's own verdict must be good
 * @param bound a duration that must be kept as well, where given; a run that never reached the
 *     measured phase does not keep it
 */
public record Criterion(boolean success, Optional<Bound> bound) {
  /** The run succeeded. */
  public static final Criterion SUCCESS = new Criterion(true, Optional.empty());

  /**
   * Judges one run.
   *
   * @param sample the run
   * @return whether it is good
   */
  public boolean isGood(Sample sample) {
    return (!success || sample.success()) && bound.map(b -> b.holds(sample)).orElse(true);
  }

  /**
   * {@return the canonical text, such as {@code success and total < 300ms}, or {@code any}; equal
   * texts, equal criteria}
   */
  public String text() {
    var conditions = new ArrayList<String>();
    if (success) {
      conditions.add("success");
    }
    bound.map(Bound::text).ifPresent(conditions::add);
    return conditions.isEmpty() ? "any" : String.join(" and ", conditions);
  }

  /** How a measured duration is compared with its limit. */
  public enum Op {
    /** Less than. */
    LT("<"),
    /** Less than or equal. */
    LTE("<="),
    /** Greater than. */
    GT(">"),
    /** Greater than or equal. */
    GTE(">=");

    private final String sign;

    Op(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }

    /**
     * Compares.
     *
     * @param value what was measured
     * @param limit with what it is compared
     * @return whether the comparison holds; false where one is not a number
     */
    public boolean holds(double value, double limit) {
      return switch (this) {
        case LT -> value < limit;
        case LTE -> value <= limit;
        case GT -> value > limit;
        case GTE -> value >= limit;
      };
    }

    boolean holds(long value, long limit) {
      return switch (this) {
        case LT -> value < limit;
        case LTE -> value <= limit;
        case GT -> value > limit;
        case GTE -> value >= limit;
      };
    }
  }

  /**
   * A bound on one duration of the run.
   *
   * @param measure which duration
   * @param op how it is compared
   * @param limit with what, above zero
   */
  public record Bound(Measure measure, Op op, Duration limit) {
    /**
     * Checks the limit.
     *
     * @throws IllegalArgumentException if {@code limit} is not above zero
     */
    public Bound {
      if (!limit.isPositive()) {
        throw new IllegalArgumentException("limit not above zero: " + limit);
      }
    }

    boolean holds(Sample sample) {
      var value = sample.nanos().get(measure);
      return value != null && op.holds(value, limit.toNanos());
    }

    String text() {
      return measure.label() + " " + op.sign + " " + shortest(limit);
    }

    private static String shortest(Duration limit) {
      var nanos = limit.toNanos();
      if (nanos % 1_000_000_000L == 0) {
        return nanos / 1_000_000_000L + "s";
      }
      if (nanos % 1_000_000L == 0) {
        return nanos / 1_000_000L + "ms";
      }
      return nanos % 1_000L == 0 ? nanos / 1_000L + "us" : nanos + "ns";
    }
  }
}
