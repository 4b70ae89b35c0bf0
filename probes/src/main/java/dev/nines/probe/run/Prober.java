package dev.nines.probe.run;

import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.HttpStepsSpec;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.TcpSpec;
import dev.nines.probe.http.AnswerReader;
import dev.nines.probe.http.BodyBudget;
import dev.nines.probe.http.HttpProbe;
import dev.nines.probe.net.Deadline;
import dev.nines.probe.net.Deadlines;
import dev.nines.probe.net.Faults;
import dev.nines.probe.net.NameResolver;
import dev.nines.probe.net.RunContext;
import dev.nines.probe.net.RunLog;
import dev.nines.probe.net.Searches;
import dev.nines.probe.steps.Capturing;
import dev.nines.probe.steps.HttpSteps;
import dev.nines.probe.tcp.TcpProbe;
import dev.nines.probe.tls.TlsClients;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Runs probes. One for an engine: it keeps the trust stores, the resolver's threads and the timer
 * of all deadlines.
 *
 * <p>Thread-safe. A run takes the calling thread until it is over, so call it on a virtual thread.
 */
public final class Prober implements AutoCloseable {
  private final LongSupplier nanos;
  private final InstantSource clock;
  private final Deadlines deadlines = new Deadlines();
  private final NameResolver resolver;
  private final Searches searches = new Searches();
  private final HttpProbe http;
  private final HttpSteps steps;
  private final TcpProbe tcp;

  /**
   * Makes a prober that resolves names as the operating system does.
   *
   * @param nanos a monotonic clock, such as {@code System::nanoTime}
   * @param clock the wall clock, for the dates of certificates
   * @param version of Nines, for the User-Agent header
   */
  public Prober(LongSupplier nanos, InstantSource clock, String version) {
    this(nanos, clock, version, System::getenv);
  }

  /**
   * Makes a prober that resolves names as the operating system does.
   *
   * @param nanos a monotonic clock, such as {@code System::nanoTime}
   * @param clock the wall clock, for the dates of certificates
   * @param version of Nines, for the User-Agent header
   * @param environment the environment's variables by name, for probes whose proxy it decides
   */
  public Prober(
      LongSupplier nanos,
      InstantSource clock,
      String version,
      Function<String, @Nullable String> environment) {
    this(nanos, clock, version, Dns.SYSTEM, environment, BodyBudget.OF_PROCESS);
  }

  /**
   * Makes a prober that resolves names as the operating system does and has room of its own for
   * bodies.
   *
   * @param nanos a monotonic clock, such as {@code System::nanoTime}
   * @param clock the wall clock, for the dates of certificates
   * @param version of Nines, for the User-Agent header
   * @param bodies the room for bodies that are kept
   */
  public Prober(LongSupplier nanos, InstantSource clock, String version, BodyBudget bodies) {
    this(nanos, clock, version, Dns.SYSTEM, System::getenv, bodies);
  }

  Prober(
      LongSupplier nanos,
      InstantSource clock,
      String version,
      Dns dns,
      Function<String, @Nullable String> environment,
      BodyBudget bodies) {
    this.nanos = nanos;
    this.clock = clock;
    resolver = new NameResolver(dns);
    var tls = new TlsClients(clock);
    http = new HttpProbe(resolver, tls, "Nines/" + version, environment, nanos, searches, bodies);
    steps = new HttpSteps(nanos);
    tcp = new TcpProbe(resolver, tls, searches);
  }

  /**
   * Makes a few runs against a server of its own on loopback, so that the first target is not
   * charged with what a cold prober has to load. Takes a second at most as a rule.
   *
   * @return what they saw, for those who have something to load too; the last two have failed
   */
  public List<ProbeRun> warmUp() {
    return WarmUp.with(this::run);
  }

  /**
   * Runs one probe without a trace, whatever its address.
   *
   * @param spec what to ask of which target
   * @return what the run saw; a target can do nothing that makes this throw
   */
  public ProbeRun run(ProbeSpec spec) {
    return run(spec, RunContext.PLAIN);
  }

  /**
   * Runs one probe to its end, at most its timeout and the moment it takes to hang up.
   *
   * @param spec what to ask of which target
   * @param context the trace, and where the run may connect to
   * @return what the run saw; a target can do nothing that makes this throw
   */
  public ProbeRun run(ProbeSpec spec, RunContext context) {
    Objects.requireNonNull(spec, "spec");
    var log = new RunLog(nanos); // before the deadline, which may be set a while later
    try (var deadline = deadlines.start(spec.timeout())) {
      return switch (spec) {
        case HttpSpec one -> run(one, Capturing.NOTHING, context, false, deadline, log);
        case HttpStepsSpec several -> {
          var judgedAgain = !several.module().limits().isEmpty();
          var run =
              steps.run(
                  several,
                  (one, capturing) ->
                      run(one, capturing, context, judgedAgain, deadline, new RunLog(nanos)));
          var judged = run.success() ? Verdicts.on(run, spec, clock.instant()) : run;
          yield up(judged) ? judged.with(Optional.empty()) : judged;
        }
        case TcpSpec dialogue ->
            run(spec, false, deadline, log, () -> tcp.run(dialogue, context, log, deadline));
      };
    }
  }

  /**
   * What a request brought.
   *
   * @param run what it saw, with its verdict
   * @param body the body of the last answer as far as it was read, also where the run failed
   */
  @SuppressWarnings("ArrayRecordComponent") // it is read once, by whoever asked, and never compared
  public record Fetched(ProbeRun run, byte[] body) {}

  /**
   * Asks for something Nines itself wants to know, by all the ways in which a probe can.
   *
   * @param spec what to ask of which target; its {@code sizeLimit} bounds the body
   * @return what came of it; a target can do nothing that makes this throw
   */
  public Fetched fetch(HttpSpec spec) {
    var body = new WholeBody();
    var log = new RunLog(nanos);
    try (var deadline = deadlines.start(spec.timeout())) {
      var run = run(spec, body, RunContext.PLAIN, false, deadline, log);
      return new Fetched(run, body.body());
    }
  }

  private ProbeRun run(
      HttpSpec spec,
      AnswerReader reader,
      RunContext context,
      boolean judgedAgain,
      Deadline deadline,
      RunLog log) {
    return run(
        spec, judgedAgain, deadline, log, () -> http.run(spec, reader, context, log, deadline));
  }

  @FunctionalInterface
  private interface Attempt {
    Optional<Failure> make() throws IOException;
  }

  /** A good run is not asked for its answer, unless it is to be judged as part of another. */
  private ProbeRun run(
      ProbeSpec spec, boolean judgedAgain, Deadline deadline, RunLog log, Attempt attempt) {
    var run =
        failure(attempt, log, deadline)
            .map(failure -> log.finish(new ProbeOutcome.Failed(failure)))
            .orElseGet(() -> Verdicts.on(log.finish(new ProbeOutcome.Up()), spec, clock.instant()));
    return judgedAgain || !up(run) ? run.with(log.answer()) : run;
  }

  private static boolean up(ProbeRun run) {
    return run.outcome() instanceof ProbeOutcome.Up;
  }

  private static Optional<Failure> failure(Attempt attempt, RunLog log, Deadline deadline) {
    try {
      return attempt.make();
    } catch (IOException e) {
      return Optional.of(Faults.of(e, log, deadline));
    } catch (RuntimeException e) {
      // The text is left out: it may quote a header's value.
      return Optional.of(
          new Failure(
              log.phase(),
              FailureReason.PROBER,
              "the prober could not go on: " + e.getClass().getSimpleName()));
    }
  }

  /** Stops the prober's threads; runs that are under way lose their deadline. */
  @Override
  public void close() {
    deadlines.close();
    resolver.close();
    searches.close();
  }
}
