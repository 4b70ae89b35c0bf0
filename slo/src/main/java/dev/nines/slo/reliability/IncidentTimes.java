package dev.nines.slo.reliability;

import dev.nines.slo.time.Intervals;
import java.time.Instant;
import java.util.Optional;

/**
 * When did what happen in one incident? Every mean time is the difference of two of these.
 *
 * @param impactStart the first bad run of the opening streak; where that fell into maintenance, the
 *     end of the maintenance
 * @param fromMaintenance whether it is the end of maintenance
 * @param lastGood the last good run before it, if there ever was one; the failure began after it
 *     and not after {@code impactStart}
 * @param detected the run that satisfied the rule for opening
 * @param opened when the incident was written
 * @param acknowledged when somebody first took it, if anybody has
 * @param restored the first good run of the closing streak, of the last one where it relapsed;
 *     empty while the impact lasts
 * @param firstResolved when the incident was closed for the first time, if it ever was
 * @param resolved when it was closed for good; empty while it is open, reopened or not
 */
public record IncidentTimes(
    Instant impactStart,
    boolean fromMaintenance,
    Optional<Instant> lastGood,
    Instant detected,
    Instant opened,
    Optional<Instant> acknowledged,
    Optional<Instant> restored,
    Optional<Instant> firstResolved,
    Optional<Instant> resolved) {
  /**
   * Nothing is asked of a service in maintenance, so an impact counts from the end of the
   * maintenance that it began in. Maintenance that starts later changes no instant of an incident.
   *
   * @param maintenance when the service was in it
   * @param now the present
   * @return the incident as it counts; empty where all its impact up to now lies in one maintenance
   */
  Optional<IncidentTimes> outside(Intervals maintenance, Instant now) {
    var begunIn =
        maintenance.spans().stream().filter(span -> span.contains(impactStart)).findFirst();
    if (begunIn.isEmpty()) {
      return Optional.of(this);
    }
    var counts = begunIn.get().to();
    var over = restored.orElse(now);
    // what is restored before its impact began contradicts itself, and must not vanish
    return !over.isAfter(counts) && !over.isBefore(impactStart)
        ? Optional.empty()
        : Optional.of(
            new IncidentTimes(
                counts,
                true,
                lastGood,
                detected,
                opened,
                acknowledged,
                restored,
                firstResolved.filter(at -> !at.isBefore(counts)).or(() -> resolved),
                resolved));
  }
}
