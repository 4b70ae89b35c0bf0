package dev.nines.probe.run;

import static dev.nines.probe.run.HostileServer.afterRequest;
import static dev.nines.probe.run.HostileServer.answering;
import static dev.nines.probe.run.HostileServer.write;
import static dev.nines.probe.run.Specs.bodyHas;
import static dev.nines.probe.run.Specs.expecting;
import static dev.nines.probe.run.Specs.http;
import static dev.nines.probe.run.Specs.tcp;
import static dev.nines.probe.run.Specs.within;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.nines.probe.Capture;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HeaderMatch;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpModule.Body;
import dev.nines.probe.HttpModule.Expectation;
import dev.nines.probe.HttpStep;
import dev.nines.probe.HttpStepsModule;
import dev.nines.probe.HttpStepsSpec;
import dev.nines.probe.Mismatch;
import dev.nines.probe.Phase;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.TcpModule;
import dev.nines.probe.cel.CelExpression;
import dev.nines.probe.json.JsonPathQuery;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that answer with much to search, for patterns that are slow to find nothing. */
@Timeout(60)
class SearchIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** Linear, as all of RE2, but of 1,800 places, each of which is tried at each byte. */
  private static final String SLOW = "(?:x{0,300}){1,3}y";

  private static final byte[] TEN_MEBIBYTES = "x".repeat(10 * 1024 * 1024).getBytes(UTF_8);

  /** Searched for longer than {@link #TIMEOUT} too, and there in no time on a busy machine. */
  private static final byte[] FOUR_MEBIBYTES = "x".repeat(4 * 1024 * 1024).getBytes(UTF_8);

  private final Prober prober = new Prober(System::nanoTime, InstantSource.system(), "test");

  @AfterEach
  void stop() {
    prober.close();
  }

  @Test
  void bodyWhosePatternTakesMinutesCostsOneTimeout() throws Exception {
    try (var server = new HostileServer(body(TEN_MEBIBYTES))) {
      var run = run(within(TIMEOUT, expecting(bodyHas(SLOW), http(url(server)))));

      assertOverdue(run, Phase.TRANSFER);
      assertThat(run.mismatches()).containsExactly(Mismatch.REGEX);
    }
  }

  @Test
  void searchesLeaveTheirThreads_whenTheirRunsAreOver() throws Exception {
    try (var server = new HostileServer(body(TEN_MEBIBYTES))) {
      var spec = within(TIMEOUT, expecting(bodyHas(SLOW), http(url(server))));
      for (var run : atOnce(Runtime.getRuntime().availableProcessors(), spec)) {
        assertOverdue(run.get(), Phase.TRANSFER);
      }

      var next = run(within(TIMEOUT, expecting(bodyHas("x$"), http(url(server)))));

      assertThat(next.failure()).isEmpty();
    }
  }

  @Test
  void searchesHoldUpNoOtherRun_andWhatFindsNoThreadIsTheProbersFault() throws Exception {
    try (var server = new HostileServer(body(FOUR_MEBIBYTES));
        var ordinary = new HostileServer(answering("HTTP/1.1 200 OK\r\n\r\nhere"))) {
      var spec = within(TIMEOUT, expecting(bodyHas(SLOW), http(url(server))));
      var slow = atOnce(Runtime.getRuntime().availableProcessors() + 2, spec);
      while (slow.stream().noneMatch(Future::isDone)) {
        var run = run(within(TIMEOUT, expecting(bodyHas("here"), http(url(ordinary)))));

        assertThat(run.failure()).isEmpty();
        assertThat(run.durationNanos()).isLessThan(Duration.ofSeconds(1).toNanos());
      }

      assertThat(slow)
          .extracting(run -> run.get().failure().orElseThrow().reason())
          .contains(FailureReason.TIMEOUT, FailureReason.OVERLOADED)
          .containsOnly(FailureReason.TIMEOUT, FailureReason.OVERLOADED);
    }
  }

  @Test
  void headerWhosePatternTakesLongCostsOneTimeout() throws Exception {
    var answer = "HTTP/1.1 200 OK\r\nX: " + "x".repeat(250_000) + "\r\n\r\n";
    try (var server = new HostileServer(answering(answer))) {
      var match = new HeaderMatch("X", Pattern.compile(SLOW), false);
      var expectation =
          new Expectation(
              Set.of(), Set.of(), false, false, Body.DEFAULT, List.of(match), List.of(), List.of());

      assertOverdue(
          run(within(TIMEOUT, expecting(expectation, http(url(server))))), Phase.PROCESSING);
    }
  }

  @Test
  void linesWhosePatternTakesLongCostOneTimeout() throws Exception {
    var line = "x".repeat(1_000) + "\n";
    try (var server =
        new HostileServer(socket -> {
          while (true) {
            write(socket, line);
          }
        })) {
      var expect =
          new TcpModule.Step(
              Optional.of(new TcpModule.Expected.Line(Pattern.compile(SLOW))),
              List.of(),
              Optional.empty(),
              false);

      assertOverdue(run(within(TIMEOUT, tcp(server.port(), expect))), Phase.PROCESSING);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "body.a.all(x, body.a.all(y, !body.b.contains('y')))",
        "body.b.matches('(?:x{0,300}){1,3}y')",
        "matches(body.b, '(?:x{0,300}){1,3}y')"
      })
  void expressionThatTakesLongCostsOneTimeout(String text) throws Exception {
    var json = "{\"a\": [" + "1,".repeat(999) + "1], \"b\": \"" + "x".repeat(9_000_000) + "\"}";
    try (var server = new HostileServer(body(json.getBytes(UTF_8)))) {
      var expression = CelExpression.compile(text);
      var expectation =
          Expectation.DEFAULT.with(
              new Body(List.of(), List.of(), Optional.empty(), Optional.of(expression), 0));
      var spec = within(TIMEOUT, expecting(expectation, http(url(server))));
      for (var run : atOnce(Runtime.getRuntime().availableProcessors(), spec)) {
        assertOverdue(run.get(), Phase.TRANSFER);
      }

      var next = run(within(TIMEOUT, expecting(bodyHas("x\"}$"), http(url(server)))));

      assertThat(next.failure()).isEmpty();
    }
  }

  @Test
  void captureThatTakesLongCostsOneTimeout_andNothingOfTheBodyIsKept() throws Exception {
    try (var server = new HostileServer(body(TEN_MEBIBYTES))) {
      var run = run(steps(server, new Capture.Regexp("a", Pattern.compile(SLOW), true)));

      assertOverdue(run, Phase.TRANSFER);
      assertThat(run.answer().orElseThrow().bodyStart()).isEmpty();
    }
  }

  @Test
  void captureInMuchJsonIsFound() throws Exception {
    var json = "{\"b\": \"" + "x".repeat(1_000_000) + "\", \"a\": 7}";
    try (var server = new HostileServer(body(json.getBytes(UTF_8)))) {
      assertThat(run(steps(server, new Capture.Json("a", JsonPathQuery.compile("$.a"), true))))
          .satisfies(run -> assertThat(run.failure()).isEmpty());
    }
  }

  /** RE2/J would take a byte that is no UTF-8 and what follows for one character. */
  @Test
  void bytesThatAreNoUtf8HideNothingThatFollows_asInGo() throws Exception {
    var body = new byte[] {'c', 'a', 'f', (byte) 0xe9, ' ', 'P', 'a', 'y', ' ', 'n', 'o', 'w'};
    try (var server = new HostileServer(body(body))) {
      assertThat(run(expecting(bodyHas("\\s+Pay\\s"), http(url(server)))).failure()).isEmpty();
    }
  }

  private HttpStepsSpec steps(HostileServer server, Capture capture) {
    var step = new HttpStep("only", "/", HttpModule.DEFAULT, List.of(capture));
    return new HttpStepsSpec(
        URI.create(url(server)), TIMEOUT, new HttpStepsModule(List.of(step), List.of()));
  }

  private static void assertOverdue(ProbeRun run, Phase phase) {
    assertThat(run.failure())
        .hasValueSatisfying(failure -> {
          assertThat(failure.reason()).isEqualTo(FailureReason.TIMEOUT);
          assertThat(failure.phase()).isEqualTo(phase);
          assertThat(failure.detail())
              .containsAnyOf(
                  "the search in the answer did not end within 2s",
                  "(step 1 of query_response) within 2s; the last line");
        });
    assertThat(run.durationNanos())
        .isBetween(TIMEOUT.minusMillis(50).toNanos(), TIMEOUT.plusMillis(700).toNanos());
  }

  private static HostileServer.Behaviour body(byte[] body) {
    return afterRequest(socket -> {
      write(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
      socket.getOutputStream().write(body);
    });
  }

  private static String url(HostileServer server) {
    return "http://127.0.0.1:" + server.port() + "/";
  }

  /** On a virtual thread, as all runs are. */
  private ProbeRun run(ProbeSpec spec) throws InterruptedException, ExecutionException {
    return atOnce(1, spec).getFirst().get();
  }

  private List<Future<ProbeRun>> atOnce(int count, ProbeSpec spec) {
    var runs = new ArrayList<Future<ProbeRun>>();
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    for (var i = 0; i < count; i++) {
      runs.add(threads.submit((Callable<ProbeRun>) () -> prober.run(spec)));
    }
    threads.shutdown();
    return runs;
  }
}
