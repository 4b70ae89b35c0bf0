package dev.nines.engine.evidence;

import dev.nines.probe.HttpFacts;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeRun;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a failed run saw, for a person who wants to know why it failed. At most {@link #MOST_BYTES}
 * as JSON, whatever the target has sent, and mostly below two thousand. Secrets are masked already
 * in the run.
 *
 * @param address where it went, once a name was resolved
 * @param http what the last response said, where there was one
 * @param certificate what the server showed of itself, where there was a TLS handshake
 * @param phases each phase of each hop in the order of their start, the last sixty
 * @param steps the steps of a transaction as far as it came, the last twenty
 * @param hops each hop, where a redirect led on, the last eleven
 * @param answer what came back; of TCP, what a dialogue heard
 */
public record Evidence(
    Optional<String> address,
    Optional<HttpFacts> http,
    Optional<Certificate> certificate,
    List<PhaseSpan> phases,
    List<Step> steps,
    List<KeptHop> hops,
    Optional<KeptAnswer> answer) {
  /** Most bytes it may have as JSON. */
  public static final int MOST_BYTES = 26 * 1024;

  private static final int MOST_PHASES = 60;
  private static final int MOST_STEPS = 20;
  private static final int MOST_HOPS = 11;

  /** Of what is no text: keys, numbers and quotes. */
  private static final int FRAME = 700;

  private static final int PHASE = 60;

  /** Copies the lists. What was kept before hops were has none. */
  public Evidence {
    phases = List.copyOf(phases);
    steps = List.copyOf(steps);
    hops = hops == null ? List.of() : List.copyOf(hops);
  }

  /**
   * Keeps what there is room for.
   *
   * @param run what a run saw
   * @return the evidence
   */
  public static Evidence of(ProbeRun run) {
    return new Evidence(
        run.address().map(InetAddress::getHostAddress),
        run.http(),
        run.tls().map(Certificate::of),
        last(run.phases(), MOST_PHASES),
        last(run.steps(), MOST_STEPS).stream().map(Step::of).toList(),
        last(run.hops(), MOST_HOPS).stream().map(KeptHop::of).toList(),
        run.answer().map(KeptAnswer::of));
  }

  private static <T> List<T> last(List<T> all, int most) {
    return all.subList(Math.max(0, all.size() - most), all.size());
  }

  /** {@return how many bytes it has as JSON at most} */
  public int bytes() {
    return FRAME
        + certificate.map(Certificate::bytes).orElse(0)
        + phases.size() * PHASE
        + steps.stream().mapToInt(Step::bytes).sum()
        + hops.stream().mapToInt(KeptHop::bytes).sum()
        + answer.map(KeptAnswer::bytes).orElse(0);
  }
}
