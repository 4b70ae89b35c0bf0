package dev.nines.probe.run;

import static dev.nines.probe.run.Specs.expecting;
import static dev.nines.probe.run.Specs.http;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HeaderMatch;
import dev.nines.probe.HttpModule.Body;
import dev.nines.probe.HttpModule.Expectation;
import dev.nines.probe.Mismatch;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.SpeedLimit;
import dev.nines.probe.cel.CelExpression;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksIT {
  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 15\r\nX-Kind: a\r\nx-kind: b\r\n\r\n{\"status\":\"up\"}";
  private static final String BROKEN =
      "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"status\":\"up\"}";
  private static final String WRONG_STATUS = "HTTP/1.1 500 No\r\nContent-Length: 4\r\n\r\nnope";

  private final Prober prober = new Prober(System::nanoTime, InstantSource.system(), "test");

  @AfterEach
  void stop() {
    prober.close();
  }

  @ParameterizedTest
  @CsvSource({
    "X-KIND, ^b$, false, the header X-KIND matches ^b$",
    "X-Kind, ^c$, false, ",
    "X-None, ., false, the header X-None is missing",
    "X-None, ., true, ",
  })
  void headerThatMustNotMatch(String name, String pattern, boolean mayMiss, String detail)
      throws IOException {
    assertHeader(detail, headers(List.of(match(name, pattern, mayMiss)), List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "x-kind, ^b$, false, ",
    "X-Kind, ^c$, false, the header X-Kind does not match ^c$",
    "X-None, ., false, the header X-None is missing",
    "X-None, ., true, ",
  })
  void headerThatMustMatch(String name, String pattern, boolean mayMiss, String detail)
      throws IOException {
    assertHeader(detail, headers(List.of(), List.of(match(name, pattern, mayMiss))));
  }

  private void assertHeader(String detail, Expectation expectation) throws IOException {
    var run = run(ANSWER, expectation);

    assertThat(run.failure().map(failure -> failure.detail()))
        .isEqualTo(Optional.ofNullable(detail));
    assertThat(run.failure().map(failure -> failure.reason()))
        .isEqualTo(Optional.ofNullable(detail).map(_ -> FailureReason.HEADER));
    assertThat(run.mismatches()).isEqualTo(detail == null ? Set.of() : Set.of(Mismatch.REGEX));
  }

  @Test
  void jsonIsAskedBothWays() throws IOException {
    assertThat(run(ANSWER, json(null, "body.status == 'up'")).failure()).isEmpty();
    assertThat(run(ANSWER, json("body.status == 'down'", null)).failure()).isEmpty();
    assertJson(
        ANSWER, json(null, "body.status == 'ok'"), "the body does not match body.status == 'ok'");
    assertJson(ANSWER, json("body.status == 'up'", null), "the body matches body.status == 'up'");
    assertJson(
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        json(null, "true"),
        "the body is not JSON: it is empty");
  }

  private void assertJson(String answer, Expectation expectation, String detail)
      throws IOException {
    var run = run(answer, expectation);

    assertThat(run.failure().orElseThrow().reason()).isEqualTo(FailureReason.BODY_JSON);
    assertThat(run.failure().orElseThrow().detail()).isEqualTo(detail);
    assertThat(run.mismatches()).containsExactly(Mismatch.CEL);
  }

  @Test
  void bodyThatBreaksOffIsAMismatchOfTheFirstSearchInIt() throws IOException {
    assertThat(run(BROKEN, Specs.bodyHas("up")).mismatches()).containsExactly(Mismatch.REGEX);
    assertThat(run(BROKEN, json(null, "true")).mismatches()).containsExactly(Mismatch.CEL);
    assertThat(run(BROKEN, Expectation.DEFAULT).mismatches()).isEmpty();
  }

  @Test
  void wrongStatusIsNoMismatchWhateverTheBody() throws IOException {
    for (var expectation : List.of(Specs.bodyHas("up"), json(null, "body.status == 'up'"))) {
      var run = run(WRONG_STATUS, expectation);

      assertThat(run.failure().orElseThrow().reason()).isEqualTo(FailureReason.STATUS);
      assertThat(run.mismatches()).isEmpty();
    }
  }

  @Test
  void slowAnswerIsDegraded_whichIsGood() throws IOException {
    var limit = new SpeedLimit(Optional.empty(), Duration.ZERO, SpeedLimit.Verdict.DEGRADED);
    var run =
        run(
            ANSWER,
            new Expectation(
                Set.of(),
                Set.of(),
                false,
                false,
                Body.DEFAULT,
                List.of(),
                List.of(),
                List.of(limit)));

    assertThat(run.outcome()).isInstanceOf(ProbeOutcome.Degraded.class);
    assertThat(run.success()).isTrue();
  }

  private ProbeRun run(String answer, Expectation expectation) throws IOException {
    try (var server = new HostileServer(HostileServer.answering(answer))) {
      return prober.run(expecting(expectation, http("http://127.0.0.1:" + server.port())));
    }
  }

  private static HeaderMatch match(String name, String pattern, boolean mayMiss) {
    return new HeaderMatch(name, Pattern.compile(pattern), mayMiss);
  }

  private static Expectation headers(List<HeaderMatch> none, List<HeaderMatch> all) {
    return new Expectation(Set.of(), Set.of(), false, false, Body.DEFAULT, none, all, List.of());
  }

  private static Expectation json(@Nullable String not, @Nullable String must) {
    return Expectation.DEFAULT.with(
        new Body(
            List.of(),
            List.of(),
            Optional.ofNullable(not).map(CelExpression::compile),
            Optional.ofNullable(must).map(CelExpression::compile),
            0));
  }
}
