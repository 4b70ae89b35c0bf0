package dev.nines.probe.net;

import dev.nines.probe.FailureReason;
import java.util.Optional;

/** May a run connect there? Asked at every connection, after each redirect too. */
@FunctionalInterface
public interface AddressRule {
  /** Everywhere. */
  AddressRule ANY = _ -> Optional.empty();

  /**
   * Decides about one connection.
   *
   * @param destination where it leads
   * @return why not, in a sentence; empty when it may
   */
  Optional<String> refusal(Destination destination);

  /**
   * Decides about one connection.
   *
   * @param destination where it leads
   * @throws ProbeFault when the run may not connect there
   */
  default void check(Destination destination) throws ProbeFault {
    var refusal = refusal(destination);
    if (refusal.isPresent()) {
      throw new ProbeFault(FailureReason.NOT_ALLOWED, refusal.get());
    }
  }
}
