package dev.nines.probe;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Everything one run saw.
 *
 * @param outcome the verdict
 * @param durationNanos the whole run on the monotonic clock, in nanoseconds
 * @param phases each phase of each hop in the order of their start
 * @param address the address that was chosen for the target, once a name was resolved; that of a
 *     redirect is not told, as in blackbox_exporter
 * @param http what the final response said, where there was one
 * @param tls what the last handshake settled, where there was one
 * @param expectLabels what a TCP dialogue noted of its matches, by label
 * @param mismatches which kinds of check found the answer not to be as declared
 * @param answer what came back, where the run failed or is degraded; of TCP, what a dialogue heard
 * @param steps what each step of a transaction saw, as far as it came; empty for other probes
 * @param hops each hop, where a redirect led on; of a transaction, those of such steps
 */
public record ProbeRun(
    ProbeOutcome outcome,
    long durationNanos,
    List<PhaseSpan> phases,
    Optional<InetAddress> address,
    Optional<HttpFacts> http,
    Optional<TlsFacts> tls,
    Map<String, String> expectLabels,
    Set<Mismatch> mismatches,
    Optional<Answer> answer,
    List<StepRun> steps,
    List<HopFacts> hops) {
  /** Copies the collections. */
  public ProbeRun {
    phases = List.copyOf(phases);
    expectLabels = Map.copyOf(expectLabels);
    mismatches = Set.copyOf(mismatches);
    steps = List.copyOf(steps);
    hops = List.copyOf(hops);
  }

  /**
   * A run that followed no redirect.
   *
   * @param outcome the verdict
   * @param durationNanos the whole run on the monotonic clock, in nanoseconds
   * @param phases each phase of each hop in the order of their start
   * @param address the address that was chosen, once a name was resolved
   * @param http what the final response said, where there was one
   * @param tls what the last handshake settled, where there was one
   * @param expectLabels what a TCP dialogue noted of its matches, by label
   * @param mismatches which kinds of check found the answer not to be as declared
   * @param answer what came back, where the run failed or is degraded
   * @param steps what each step of a transaction saw
   */
  public ProbeRun(
      ProbeOutcome outcome,
      long durationNanos,
      List<PhaseSpan> phases,
      Optional<InetAddress> address,
      Optional<HttpFacts> http,
      Optional<TlsFacts> tls,
      Map<String, String> expectLabels,
      Set<Mismatch> mismatches,
      Optional<Answer> answer,
      List<StepRun> steps) {
    this(
        outcome,
        durationNanos,
        phases,
        address,
        http,
        tls,
        expectLabels,
        mismatches,
        answer,
        steps,
        List.of());
  }

  /**
   * A run that left nothing to be shown but facts.
   *
   * @param outcome the verdict
   * @param durationNanos the whole run on the monotonic clock, in nanoseconds
   * @param phases each phase of each hop in the order of their start
   * @param address the address that was chosen, once a name was resolved
   * @param http what the final response said, where there was one
   * @param tls what the last handshake settled, where there was one
   */
  public ProbeRun(
      ProbeOutcome outcome,
      long durationNanos,
      List<PhaseSpan> phases,
      Optional<InetAddress> address,
      Optional<HttpFacts> http,
      Optional<TlsFacts> tls) {
    this(
        outcome,
        durationNanos,
        phases,
        address,
        http,
        tls,
        Map.of(),
        Set.of(),
        Optional.empty(),
        List.of());
  }

  /**
   * A run that could not even begin.
   *
   * @param failure why
   * @return a run that saw nothing
   */
  public static ProbeRun notBegun(Failure failure) {
    return new ProbeRun(
        new ProbeOutcome.Failed(failure),
        0,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Judges the run otherwise.
   *
   * @param other the verdict
   * @return the changed run
   */
  public ProbeRun with(ProbeOutcome other) {
    return new ProbeRun(
        other,
        durationNanos,
        phases,
        address,
        http,
        tls,
        expectLabels,
        mismatches,
        answer,
        steps,
        hops);
  }

  /**
   * Shows what came back, or shows it no more.
   *
   * @param other the answer
   * @return the changed run
   */
  public ProbeRun with(Optional<Answer> other) {
    return new ProbeRun(
        outcome,
        durationNanos,
        phases,
        address,
        http,
        tls,
        expectLabels,
        mismatches,
        other,
        steps,
        hops);
  }

  /**
   * Tells the hops otherwise.
   *
   * @param other each hop, where a redirect led on
   * @return the changed run
   */
  public ProbeRun with(List<HopFacts> other) {
    return new ProbeRun(
        outcome,
        durationNanos,
        phases,
        address,
        http,
        tls,
        expectLabels,
        mismatches,
        answer,
        steps,
        other);
  }

  /** {@return whether the run counts as good: up, or no more than degraded} */
  public boolean success() {
    return outcome.success();
  }

  /** {@return why it failed, where it did} */
  public Optional<Failure> failure() {
    return switch (outcome) {
      case ProbeOutcome.Up _, ProbeOutcome.Degraded _ -> Optional.empty();
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
