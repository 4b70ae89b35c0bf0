package dev.nines.engine.selfcheck;

import dev.nines.engine.configuration.CheckTarget;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.IpSpec;
import dev.nines.probe.NetworkSpec;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.TcpModule;
import dev.nines.probe.TcpSpec;
import dev.nines.probe.TlsSpec;
import dev.nines.probe.run.Prober;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The declared targets, all asked at once. What answers is reached, whatever it answers: a TCP
 * server by taking a connection, an HTTP server by a response of any status and with any
 * certificate.
 */
final class CheckTargets implements AutoCloseable {
  /** Longest wait for an answer, and so for a round. */
  static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final HttpModule.Request HEAD =
      new HttpModule.Request(
          "HEAD", List.of(), Optional.empty(), Optional.empty(), Optional.empty(), false, true);

  private final List<Check> checks;
  private final Prober prober;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("self-check-", 0).factory());

  /**
   * Asks nobody yet.
   *
   * @param targets whom to ask
   * @param prober of these checks alone, and closed with them: behind the look-ups of thousands of
   *     failing probes a check would be late, and its silence would show nothing
   */
  CheckTargets(List<CheckTarget> targets, Prober prober) {
    this.checks = targets.stream().flatMap(CheckTargets::checks).toList();
    this.prober = prober;
  }

  /**
   * One question to a target.
   *
   * @param spec whom to ask, and what
   * @param decisive whether it counts when it cannot be asked
   */
  private record Check(ProbeSpec spec, boolean decisive) {}

  /**
   * A name may have addresses of an IP version that does not work here, so IPv6 is asked besides;
   * where a machine has none, that is no want of a self-check.
   */
  private static Stream<Check> checks(CheckTarget target) {
    return Stream.of(
        new Check(spec(target, new IpSpec(IpSpec.Version.IP4, true)), true),
        new Check(spec(target, new IpSpec(IpSpec.Version.IP6, false)), false));
  }

  private static ProbeSpec spec(CheckTarget target, IpSpec ip) {
    var network = new NetworkSpec(ip, Optional.empty(), Optional.empty());
    return switch (target) {
      case CheckTarget.Url(var uri) ->
          new HttpSpec(
              uri, TIMEOUT, HttpModule.DEFAULT.with(HEAD).with(TlsSpec.INSECURE).with(network));
      case CheckTarget.Address(var host, var port) ->
          new TcpSpec(
              host,
              port,
              TIMEOUT,
              new TcpModule(false, TlsSpec.DEFAULT, List.of(), network, List.of()));
    };
  }

  /** {@return the targets for people, without user information and query} */
  String text() {
    return checks.stream()
        .map(check -> check.spec().displayTarget())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Makes one round; it ends with the first answer. */
  Outcome ask() {
    var answers = new ExecutorCompletionService<Outcome>(threads);
    var asked = checks.stream().map(check -> answers.submit(() -> ask(check))).toList();
    try {
      var made = true;
      for (var _ : asked) {
        switch (answers.take().get()) {
          case ANSWERED -> {
            return Outcome.ANSWERED;
          }
          case SILENT -> {}
          case NOT_MADE -> made = false;
        }
      }
      return made ? Outcome.SILENT : Outcome.NOT_MADE;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a self-check failed in the prober itself", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outcome.NOT_MADE;
    } finally {
      asked.forEach(check -> check.cancel(true));
    }
  }

  private Outcome ask(Check check) {
    var run = prober.run(check.spec());
    if (run.success() || run.http().filter(http -> http.status() > 0).isPresent()) {
      return Outcome.ANSWERED;
    }
    var notMade = run.failure().filter(f -> f.reason().ofTheProber()).isPresent();
    return notMade && check.decisive() ? Outcome.NOT_MADE : Outcome.SILENT;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    prober.close();
  }
}
