package dev.nines.probe.net;

import dev.nines.probe.Answer;
import dev.nines.probe.HopFacts;
import dev.nines.probe.HttpFacts;
import dev.nines.probe.Mismatch;
import dev.nines.probe.Phase;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.TlsFacts;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one run has seen so far. At most one phase is open at a time, so phases never overlap and
 * their sum never exceeds the run's duration.
 *
 * <p>Not thread-safe: it belongs to the run's thread.
 */
public final class RunLog {
  private final LongSupplier nanos;
  private final long began;
  private final List<PhaseSpan> spans = new ArrayList<>(8);
  private Phase phase = Phase.RESOLVE;
  private int hop;
  private long phaseBegan;
  private boolean open;
  private @Nullable InetAddress firstAddress;
  private @Nullable InetAddress address;
  private int peerPort;
  private @Nullable List<HopFacts> hops;
  private String url = "";
  private @Nullable HttpFacts http;
  private @Nullable TlsFacts tls;
  private @Nullable Supplier<Answer> answer;
  private final Map<String, String> expectLabels = new HashMap<>();
  private final Set<Mismatch> mismatches = EnumSet.noneOf(Mismatch.class);
  private final Set<String> secrets = new LinkedHashSet<>();

  /**
   * Begins a run now.
   *
   * @param nanos a monotonic clock
   */
  public RunLog(LongSupplier nanos) {
    this.nanos = nanos;
    this.began = nanos.getAsLong();
  }

  /**
   * Ends the open phase, if there is one, and opens the next.
   *
   * @param next the phase that begins now
   */
  public void begin(Phase next) {
    end();
    phase = next;
    phaseBegan = elapsed();
    open = true;
  }

  /** Ends the open phase, if there is one. */
  public void end() {
    if (open) {
      spans.add(new PhaseSpan(phase, hop, phaseBegan, elapsed()));
      open = false;
    }
  }

  /**
   * Ends the open phase and counts the next ones to the next hop, which the answer of this one
   * leads to. Only here are URLs kept: most runs follow no redirect.
   *
   * @param from what was asked, without user information and query
   * @param status of its answer
   * @param to what is asked next
   */
  public void redirected(String from, int status, String to) {
    end();
    if (hops == null) {
      hops = new ArrayList<>(2);
    }
    hops.add(new HopFacts(hop, from, Optional.ofNullable(address), Optional.of(status)));
    hop++;
    url = to;
    address = null;
  }

  /**
   * Notes what nobody may see of this run.
   *
   * @param more secrets that it sends
   */
  public void hide(Collection<String> more) {
    secrets.addAll(more);
  }

  /** {@return what nobody may see of this run} */
  public Set<String> secrets() {
    return secrets;
  }

  /** {@return the open phase, or the last one when none is open} */
  public Phase phase() {
    return phase;
  }

  /**
   * Notes where this hop goes.
   *
   * @param chosen the address
   * @param port the port
   */
  public void peer(InetAddress chosen, int port) {
    address = chosen;
    if (firstAddress == null) {
      firstAddress = chosen;
    }
    peerPort = port;
  }

  /** {@return the address and port of this hop for a sentence, once there is an address} */
  public String peer() {
    return switch (address) {
      case null -> "the target";
      case Inet6Address six -> "[" + six.getHostAddress() + "]:" + peerPort;
      case InetAddress other -> other.getHostAddress() + ":" + peerPort;
    };
  }

  /**
   * Notes what the final response said.
   *
   * @param facts what it said
   */
  public void http(HttpFacts facts) {
    http = facts;
  }

  /**
   * Notes what a handshake settled, in place of an earlier one.
   *
   * @param facts what it settled
   */
  public void tls(TlsFacts facts) {
    tls = facts;
  }

  /**
   * Notes what came back, in place of an earlier answer; it is made only when it is asked for.
   *
   * @param what makes the answer, its secrets masked
   */
  public void answer(Supplier<Answer> what) {
    answer = what;
  }

  /**
   * Notes what a dialogue saw.
   *
   * @param label the label's name
   * @param value its value
   */
  public void expectLabel(String label, String value) {
    expectLabels.put(label, value);
  }

  /**
   * Notes that a kind of check found the answer not to be as declared.
   *
   * @param kind which
   */
  public void mismatch(Mismatch kind) {
    mismatches.add(kind);
  }

  /** {@return what came back last, its secrets masked} */
  public Optional<Answer> answer() {
    return Optional.ofNullable(answer).map(Supplier::get);
  }

  /**
   * Ends the run now.
   *
   * @param outcome its verdict
   * @return everything it saw, but for the answer
   */
  public ProbeRun finish(ProbeOutcome outcome) {
    end();
    return new ProbeRun(
        outcome,
        elapsed(),
        spans,
        Optional.ofNullable(firstAddress),
        Optional.ofNullable(http),
        Optional.ofNullable(tls),
        expectLabels,
        mismatches,
        Optional.empty(),
        List.of(),
        hops());
  }

  private List<HopFacts> hops() {
    if (hops == null) {
      return List.of();
    }
    var mask = new Mask(List.copyOf(secrets));
    var status = Optional.ofNullable(http).map(HttpFacts::status).filter(code -> code > 0);
    var last = new HopFacts(hop, url, Optional.ofNullable(address), status);
    return Stream.concat(hops.stream(), Stream.of(last))
        .map(seen -> seen.with(mask.of(seen.url())))
        .toList();
  }

  private long elapsed() {
    return nanos.getAsLong() - began;
  }
}
