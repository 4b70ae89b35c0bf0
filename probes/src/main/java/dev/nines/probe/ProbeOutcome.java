package dev.nines.probe;

/** The verdict of one run. A failed probe is a value, never an exception. */
public sealed interface ProbeOutcome {
  /** The target answered as declared. */
  record Up() implements ProbeOutcome {}

  /**
   * The target answered as declared, but slower than it should; the run counts as good.
   *
   * @param finding where and how slow
   */
  record Degraded(Failure finding) implements ProbeOutcome {}

  /**
   * The target did not answer as declared.
   *
   * @param failure where and why
   */
  record Failed(Failure failure) implements ProbeOutcome {}

  /** {@return whether it counts as good: up, or no more than degraded} */
  default boolean success() {
    return switch (this) {
      case Up _, Degraded _ -> true;
      case Failed _ -> false;
    };
  }
}
