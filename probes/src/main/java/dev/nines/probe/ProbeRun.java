package dev.nines.probe;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Everything one run saw.
 *
 * @param outcome the verdict
 * @param durationNanos the whole run on the monotonic clock, in nanoseconds
 * @param phases each phase of each hop in the order of their start
 * @param address the address that was chosen, once a name was resolved
 * @param http what the final response said, where there was one
 * @param tls what the last handshake settled, where there was one
 */
public record ProbeRun(
    ProbeOutcome outcome,
    long durationNanos,
    List<PhaseSpan> phases,
    Optional<InetAddress> address,
    Optional<HttpFacts> http,
    Optional<TlsFacts> tls) {
  /** Copies the phases. */
  public ProbeRun {
    phases = List.copyOf(phases);
  }

  /** {@return whether the verdict is {@link ProbeOutcome.Up}} */
  public boolean success() {
    return switch (outcome) {
      case ProbeOutcome.Up _ -> true;
      case ProbeOutcome.Failed _ -> false;
    };
  }

  /** {@return why it failed, where it did} */
  public Optional<Failure> failure() {
    return switch (outcome) {
      case ProbeOutcome.Up _ -> Optional.empty();
      case ProbeOutcome.Failed(var failure) -> Optional.of(failure);
    };
  }

  /**
   * Sums a phase over all hops.
   *
   * @param phase which phase
   * @return its nanoseconds, empty when the run never came to it
   */
  public OptionalLong phaseNanos(Phase phase) {
    return phases.stream()
        .filter(span -> span.phase() == phase)
        .mapToLong(PhaseSpan::nanos)
        .reduce(Long::sum);
  }
}
