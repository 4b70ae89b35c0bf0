package dev.nines.probe;

/**
 * Why a run failed.
 *
 * @param phase where it failed
 * @param reason the closed reason
 * @param detail one sentence for a person, without secrets, at most a few hundred characters
 */
public record Failure(Phase phase, FailureReason reason, String detail) {
  /**
   * Says the same in other words.
   *
   * @param other the sentence
   * @return the failure with it
   */
  public Failure with(String other) {
    return new Failure(phase, reason, other);
  }
}
