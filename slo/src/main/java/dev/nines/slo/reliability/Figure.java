package dev.nines.slo.reliability;

import dev.nines.slo.Derivation;
import java.util.Optional;

/**
 * A number of a report, or why there is none. Never a zero that stands for nothing, never NaN.
 *
 * @param <V> what is measured
 */
public sealed interface Figure<V> {
  /** {@return the number, where there is one} */
  Optional<V> value();

  /**
   * There is a number.
   *
   * @param <V> what is measured
   * @param recorded the number
   * @param derivation how it comes about, with the numbers in it
   */
  record Recorded<V>(V recorded, Derivation derivation) implements Figure<V> {
    @Override
    public Optional<V> value() {
      return Optional.of(recorded);
    }
  }

  /**
   * There will be one: what it waits for has not happened yet.
   *
   * @param <V> what is measured
   * @param why one clause, such as {@code not restored yet}
   */
  record Pending<V>(String why) implements Figure<V> {
    @Override
    public Optional<V> value() {
      return Optional.empty();
    }
  }

  /**
   * There is nothing to measure.
   *
   * @param <V> what is measured
   * @param why one clause, such as {@code no incidents}
   */
  record NotApplicable<V>(String why) implements Figure<V> {
    @Override
    public Optional<V> value() {
      return Optional.empty();
    }
  }

  /**
   * What is known contradicts itself: an end lies before its start. It is not taken for zero.
   *
   * @param <V> what is measured
   * @param why one clause, with the two instants
   */
  record Invalid<V>(String why) implements Figure<V> {
    @Override
    public Optional<V> value() {
      return Optional.empty();
    }
  }
}
