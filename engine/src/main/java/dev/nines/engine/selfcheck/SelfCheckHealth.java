package dev.nines.engine.selfcheck;

import com.codahale.metrics.health.HealthCheck;

/** Healthy while a target of the self-check answers. */
public final class SelfCheckHealth extends HealthCheck {
  private final SelfCheck selfCheck;

  /**
   * Tells what a self-check knows; asks nobody.
   *
   * @param selfCheck what knows
   */
  public SelfCheckHealth(SelfCheck selfCheck) {
    this.selfCheck = selfCheck;
  }

  @Override
  protected Result check() {
    return selfCheck
        .state()
        .cutOffSince()
        .map(since ->
            Result.unhealthy(
                "no self-check target (%s) answers since %s; runs that fail are unknown",
                selfCheck.targets(), since))
        .orElseGet(Result::healthy);
  }
}
