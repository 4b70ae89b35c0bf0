package dev.nines.slo.reliability.dora;

import dev.nines.slo.reliability.Deployment;
import java.time.Duration;

/** Why does a deployment count as failed? */
public sealed interface FailureReason {
  /** {@return whether somebody or something has said so, rather than the clock} */
  boolean declared();

  /**
   * An incident is said to be its doing.
   *
   * @param incident the incident, of whichever service
   * @param evidence how that is known
   */
  record Declared(ServiceIncident incident, DeclaredCause.Evidence evidence)
      implements FailureReason {
    @Override
    public boolean declared() {
      return true;
    }
  }

  /**
   * An incident of the service began shortly after it, and nothing is said of its cause.
   *
   * @param incident the incident
   * @param after from the deployment's finish to the impact's start
   */
  record Inferred(ServiceIncident incident, Duration after) implements FailureReason {
    @Override
    public boolean declared() {
      return false;
    }
  }

  /**
   * It was taken back.
   *
   * @param rollback by what
   */
  record TakenBack(Deployment rollback) implements FailureReason {
    @Override
    public boolean declared() {
      return true;
    }
  }
}
