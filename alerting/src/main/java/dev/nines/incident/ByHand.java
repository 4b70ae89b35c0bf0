package dev.nines.incident;

import java.time.Instant;

/** What can a person do to an incident? Each is a step of its timeline, with actor and time. */
public sealed interface ByHand {
  /**
   * Takes it on. Of one that is not open, nothing happens.
   *
   * @param note what that person says to it; may be empty
   */
  record Acknowledge(String note) implements ByHand {}

  /**
   * Says that it is over. Signals that are still active stay attached, and do not reopen it until
   * they have cleared and come again. Of one that is resolved, nothing happens.
   *
   * @param reason why
   */
  record Resolve(String reason) implements ByHand {}

  /**
   * Says something, to a resolved one too.
   *
   * @param text what
   */
  record Note(String text) implements ByHand {}

  /**
   * Says who looks after it. Where that is said already, nothing happens.
   *
   * @param owner who
   */
  record SetOwner(String owner) implements ByHand {}

  /**
   * Says when the impact began. Where that is said already, nothing happens.
   *
   * @param impactStart when, not after {@link Incident#latestImpactStart()}
   * @param reason why that is known
   */
  record MoveImpact(Instant impactStart, String reason) implements ByHand {}

  /**
   * Says which deployment caused it, or that none did.
   *
   * @param text which, and why that is known
   */
  record NameCause(String text) implements ByHand {}
}
