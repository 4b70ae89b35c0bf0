package dev.nines.engine.api.adjustments;

import dev.nines.engine.adjustments.StoredCorrection;
import dev.nines.engine.adjustments.StoredCorrection.Revocation;
import dev.nines.engine.catalog.Correction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A correction as the API shows it.
 *
 * @param id its number; null where it is declared
 * @param name its name; null where it came through the API
 * @param from the first instant that is corrected
 * @param to the first one that is not
 * @param slos the SLOs it is said of
 * @param services it is said of all SLOs of these
 * @param counts {@code excluded}, {@code good} or {@code bad}
 * @param reason why
 * @param by who says so
 * @param createdAt when it came; null where it is declared
 * @param revokedAt when it was revoked; null where it holds
 * @param revokedBy who revoked it; null where it holds
 */
public record CorrectionView(
    Optional<Long> id,
    Optional<String> name,
    Instant from,
    Instant to,
    List<String> slos,
    List<String> services,
    String counts,
    String reason,
    String by,
    Optional<Instant> createdAt,
    Optional<Instant> revokedAt,
    Optional<String> revokedBy) {
  static CorrectionView declared(String name, Correction correction) {
    return of(correction, Optional.empty(), Optional.of(name), Optional.empty(), Optional.empty());
  }

  static CorrectionView stored(StoredCorrection stored) {
    return of(
        stored.correction(),
        Optional.of(stored.id()),
        Optional.empty(),
        Optional.of(stored.createdAt()),
        stored.revocation());
  }

  private static CorrectionView of(
      Correction correction,
      Optional<Long> id,
      Optional<String> name,
      Optional<Instant> createdAt,
      Optional<Revocation> revocation) {
    return new CorrectionView(
        id,
        name,
        correction.span().from(),
        correction.span().to(),
        correction.slos().stream().sorted().toList(),
        correction.services().stream().sorted().toList(),
        correction.counts().label(),
        correction.reason(),
        correction.by(),
        createdAt,
        revocation.map(Revocation::at),
        revocation.map(Revocation::by));
  }
}
