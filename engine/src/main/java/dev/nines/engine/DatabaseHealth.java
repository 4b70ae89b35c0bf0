package dev.nines.engine;

import com.codahale.metrics.health.HealthCheck;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Healthy while the database answers; without it results wait in the spool. */
final class DatabaseHealth extends HealthCheck {
  private final Jdbi jdbi;

  DatabaseHealth(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  @Override
  protected Result check() {
    try {
      jdbi.useHandle(handle -> handle.execute("select 1"));
      return Result.healthy();
    } catch (JdbiException e) {
      return Result.unhealthy("the database does not answer; results wait in the spool");
    }
  }
}
