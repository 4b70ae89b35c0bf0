package dev.nines.engine.access;

import java.util.Optional;

/** Ways to ask the audit log. */
public final class AuditQueries {
  private AuditQueries() {}

  public static Audit.Query latest(int limit) {
    return new Audit.Query(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit);
  }
}
