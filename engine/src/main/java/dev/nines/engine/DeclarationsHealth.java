package dev.nines.engine;

import com.codahale.metrics.health.HealthCheck;
import dev.nines.engine.declarations.yaml.Fault;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tells whether the newest edit of the declarations was taken over. Healthy either way: Nines goes
 * on with the last good set, and an unhealthy instance would be taken out of rotation or restarted,
 * and does not start with declarations that have faults. Alerts are for {@code
 * nines_config_last_reload_successful}.
 */
final class DeclarationsHealth extends HealthCheck {
  private final Supplier<List<Fault>> refused;

  /**
   * Tells what is known.
   *
   * @param refused what is wrong with the newest edit
   */
  DeclarationsHealth(Supplier<List<Fault>> refused) {
    this.refused = refused;
  }

  @Override
  protected Result check() {
    var faults = refused.get();
    return faults.isEmpty()
        ? Result.healthy()
        : Result.healthy(
            "the newest edit has %d faults and was not taken over, the last good set stays; the"
                + " first is at %s",
            faults.size(), faults.getFirst().place());
  }
}
