package dev.nines.probe.run;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static dev.nines.probe.run.Steps.cookie;
import static dev.nines.probe.run.Steps.expecting;
import static dev.nines.probe.run.Steps.header;
import static dev.nines.probe.run.Steps.json;
import static dev.nines.probe.run.Steps.knownBy;
import static dev.nines.probe.run.Steps.posting;
import static dev.nines.probe.run.Steps.regexp;
import static dev.nines.probe.run.Steps.sending;
import static dev.nines.probe.run.Steps.step;
import static dev.nines.probe.run.Steps.steps;
import static dev.nines.probe.run.Steps.unfollowed;
import static dev.nines.probe.run.Steps.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.nines.probe.Capture;
import dev.nines.probe.Content;
import dev.nines.probe.Credentials;
import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpModule.Body;
import dev.nines.probe.HttpModule.Expectation;
import dev.nines.probe.HttpStep;
import dev.nines.probe.HttpStepsModule;
import dev.nines.probe.HttpStepsSpec;
import dev.nines.probe.Mismatch;
import dev.nines.probe.Phase;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.SpeedLimit;
import dev.nines.probe.StepRun;
import dev.nines.probe.TlsSpec;
import dev.nines.probe.net.RunContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpStepsIT {
  private static final WireMockServer SHOP =
      new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));
  private static final String TOKEN = "t0k/en+\"=1";

  private final Prober prober = new Prober(System::nanoTime, InstantSource.system(), "1.2");

  @BeforeAll
  static void open() {
    SHOP.start();
  }

  @AfterAll
  static void shut() {
    SHOP.stop();
  }

  @AfterEach
  void forget() {
    SHOP.resetAll();
    prober.close();
  }

  @Test
  void loginsTokenGoesIntoTheHeaderTheBodyTheUrlAndTheCredentialsOfLaterSteps() {
    SHOP.stubFor(post("/login").willReturn(ok("{\"auth\": {\"token\": \"t0k/en+\\\"=1\"}}")));
    SHOP.stubFor(any(anyUrl()).atPriority(9).willReturn(ok()));

    var run =
        run(
            posting("{\"user\": \"prober\"}", step("login", "/login", json("t", "$.auth.token"))),
            sending("X-Token", "is {{t}}!", step("header", "/header")),
            posting("<{{t}}|{{t}}>", step("body", "/body")),
            step("url", "/url/{{t}}?again={{t}}"),
            knownBy(bearer("{{t}}"), step("bearer", "/bearer")),
            knownBy(
                new Credentials.Basic(new Content.Text("me"), new Content.Secret("{{t}}")),
                step("basic", "/basic")));

    assertThat(run.failure()).isEmpty();
    SHOP.verify(
        postRequestedFor(urlEqualTo("/login")).withRequestBody(equalTo("{\"user\": \"prober\"}")));
    SHOP.verify(
        getRequestedFor(urlEqualTo("/header")).withHeader("X-Token", equalTo("is " + TOKEN + "!")));
    SHOP.verify(
        postRequestedFor(urlEqualTo("/body"))
            .withRequestBody(equalTo("<" + TOKEN + "|" + TOKEN + ">")));
    SHOP.verify(getRequestedFor(urlEqualTo("/url/t0k%2Fen%2B%22%3D1?again=t0k%2Fen%2B%22%3D1")));
    SHOP.verify(
        getRequestedFor(urlEqualTo("/bearer"))
            .withHeader("Authorization", equalTo("Bearer " + TOKEN)));
    SHOP.verify(
        getRequestedFor(urlEqualTo("/basic"))
            .withHeader("Authorization", equalTo(okhttp3.Credentials.basic("me", TOKEN))));
  }

  @Test
  void headersPatternsAndCookiesAreCaptured_andACookieIsSentOnlyWhereItIsDeclared() {
    SHOP.stubFor(
        get("/form")
            .willReturn(
                ok("<input name=csrf value='c-17'> <input name=csrf value='c-18'>")
                    .withHeader("X-Trace", "tr-1", "tr-2")
                    .withHeader("Set-Cookie", "other=x", "sid = s-1; Path=/; Secure", "sid=s-2")));
    SHOP.stubFor(any(anyUrl()).atPriority(9).willReturn(ok()));

    var run =
        run(
            step(
                "form",
                "/form",
                regexp("csrf", "csrf value='([^']+)'"),
                regexp("whole", "c-1[0-9]"),
                header("trace", "x-trace"),
                cookie("sid", "sid")),
            posting("{{csrf}} {{whole}} {{trace}}", step("post", "/post")),
            sending("Cookie", "sid={{sid}}", step("shown", "/shown")));

    assertThat(run.failure()).isEmpty();
    SHOP.verify(
        postRequestedFor(urlEqualTo("/post"))
            .withRequestBody(equalTo("c-17 c-17 tr-1"))
            .withHeader("Cookie", absent()));
    SHOP.verify(getRequestedFor(urlEqualTo("/shown")).withHeader("Cookie", equalTo("sid=s-2")));
  }

  @Test
  void redirectInAStepIsFollowed_andItsCookieIsCapturedToo() {
    SHOP.stubFor(
        post("/login")
            .willReturn(
                aResponse()
                    .withStatus(302)
                    .withHeader("Location", "/home")
                    .withHeader("Set-Cookie", "sid=s-1; HttpOnly")));
    SHOP.stubFor(get("/home").willReturn(ok("{\"id\": 12345678901234567890}")));
    SHOP.stubFor(any(anyUrl()).atPriority(9).willReturn(ok()));

    var run =
        run(
            posting("x", step("login", "/login", cookie("sid", "sid"), json("id", "$.id"))),
            sending("Cookie", "sid={{sid}}", step("id", "/{{id}}")));

    assertThat(run.failure()).isEmpty();
    SHOP.verify(
        getRequestedFor(urlEqualTo("/12345678901234567890"))
            .withHeader("Cookie", equalTo("sid=s-1")));
    assertThat(run.steps())
        .extracting(StepRun::name, StepRun::firstHop, StepRun::lastHop)
        .containsExactly(tuple("login", 0, 1), tuple("id", 2, 2));
    assertThat(run.phases()).extracting(PhaseSpan::hop).isSorted().contains(0, 1, 2);
  }

  @Test
  void wholeAddressThatWasCapturedIsAsked_andAPathBelowTheTargetToo() {
    SHOP.stubFor(
        get("/api")
            .willReturn(
                ok("{\"next\": \"%s\"}".formatted(url("/next?a=b%2Fc&d=1")))
                    .withHeader("X-Path", "/path?x=1")));
    SHOP.stubFor(
        get("/go").willReturn(aResponse().withStatus(303).withHeader("Location", "/made/7")));
    SHOP.stubFor(any(anyUrl()).atPriority(9).willReturn(ok()));

    var run =
        prober.run(
            steps(
                url("/api"),
                step("api", "/api", json("next", "$.next"), header("path", "X-Path")),
                step("next", "{{next}}"),
                step("path", "{{path}}&y={{path}}"),
                expecting(
                    Specs.statuses(303), unfollowed(step("go", "/go", header("made", "Location")))),
                step("made", "{{made}}")));

    assertThat(run.failure()).isEmpty();
    SHOP.verify(getRequestedFor(urlEqualTo("/next?a=b%2Fc&d=1")));
    SHOP.verify(getRequestedFor(urlEqualTo("/path?x=1&y=%2Fpath%3Fx%3D1")));
    SHOP.verify(getRequestedFor(urlEqualTo("/made/7")));
  }

  @Test
  void firstStepThatFailsEndsTheRun_andNamesItself() {
    SHOP.stubFor(get("/one").willReturn(ok("one")));
    SHOP.stubFor(get("/two").willReturn(aResponse().withStatus(500).withBody("broken")));
    SHOP.stubFor(get("/three").willReturn(ok()));

    var run = run(step("one", "/one"), step("two", "/two"), step("three", "/three"));

    assertThat(run.failure())
        .contains(
            new Failure(
                Phase.PROCESSING,
                FailureReason.STATUS,
                "step 2 'two': status 500, expected a 2xx"));
    assertThat(run.steps()).extracting(StepRun::name).containsExactly("one", "two");
    assertThat(run.steps()).extracting(StepRun::success).containsExactly(true, false);
    assertThat(run.steps())
        .extracting(StepRun::status)
        .containsExactly(Optional.of(200), Optional.of(500));
    assertThat(run.http().orElseThrow().status()).isEqualTo(500);
    assertThat(run.answer().orElseThrow().bodyStart()).isEqualTo("broken");
    SHOP.verify(0, getRequestedFor(urlEqualTo("/three")));
  }

  @Test
  void whatACaptureDoesNotFindIsSaid_andFailsTheStepThatCaptures() {
    SHOP.stubFor(
        get("/")
            .willReturn(
                ok("{\"list\": [1], \"empty\": \"\", \"none\": null, \"long\": \"%s\"}"
                        .formatted("x".repeat(65_537)))
                    .withHeader("Set-Cookie", "gone=; Max-Age=0")));

    assertMissing(json("t", "$.token"), Phase.TRANSFER, "nothing at $.token");
    assertMissing(json("t", "$.none"), Phase.TRANSFER, "nothing at $.none");
    assertMissing(json("t", "$.empty"), Phase.TRANSFER, "an empty value");
    assertMissing(
        json("t", "$.list"), Phase.TRANSFER, "a list or an object at $.list, not one value");
    assertMissing(json("t", "$.long"), Phase.TRANSFER, "more than 64 KiB");
    assertMissing(regexp("t", "token=(.*)"), Phase.TRANSFER, "no match of token=(.*)");
    assertMissing(regexp("t", "empty|(token)"), Phase.TRANSFER, "no match of empty|(token)");
    assertMissing(regexp("t", "x+"), Phase.TRANSFER, "more than 64 KiB");
    assertMissing(header("t", "X-Token"), Phase.PROCESSING, "no header X-Token");
    assertMissing(cookie("t", "sid"), Phase.PROCESSING, "no cookie sid");
    assertMissing(cookie("t", "gone"), Phase.PROCESSING, "an empty value");
    SHOP.stubFor(get("/").willReturn(ok("<html>")));
    assertMissing(json("t", "$.token"), Phase.TRANSFER, "nothing: the body is not JSON at 1:1");
    SHOP.verify(0, getRequestedFor(urlEqualTo("/later")));
  }

  private void assertMissing(Capture capture, Phase phase, String what) {
    var run = run(step("a", "/", capture), step("later", "/later"));

    assertThat(run.failure())
        .contains(
            new Failure(phase, FailureReason.CAPTURE, "step 1 'a': the capture t found " + what));
  }

  @Test
  void unmetCheckIsToldBeforeAMissingValue() {
    SHOP.stubFor(get("/").willReturn(aResponse().withStatus(401).withBody("{\"error\": \"no\"}")));

    var run = run(step("login", "/", json("t", "$.token")));

    assertThat(run.failure().orElseThrow().detail())
        .isEqualTo("step 1 'login': status 401, expected a 2xx");
    assertThat(run.answer().orElseThrow().bodyStart()).isEmpty();
  }

  @Test
  void oneDeadlineHoldsForAllSteps() throws IOException {
    SHOP.stubFor(get("/").willReturn(ok()));
    try (var hanging = new HostileServer(socket -> Thread.sleep(60_000))) {
      var began = System.nanoTime();
      var run =
          prober.run(
              within(
                  Duration.ofMillis(700),
                  url("/"),
                  step("first", "/"),
                  step("hangs", "http://127.0.0.1:" + hanging.port() + "/"),
                  step("never", "/")));

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      assertThat(run.failure())
          .contains(
              new Failure(
                  Phase.PROCESSING,
                  FailureReason.TIMEOUT,
                  "step 2 'hangs': no byte of an answer within 700ms"));
      assertThat(run.steps()).extracting(StepRun::name).containsExactly("first", "hangs");
      assertThat(run.http()).isEmpty();
      assertThat(run.durationNanos())
          .isGreaterThanOrEqualTo(run.steps().stream().mapToLong(StepRun::durationNanos).sum());
    }
  }

  @Test
  void stepThatBeginsAfterTheDeadlineFailsAtOnce_andAsksNobody() {
    // a path of its own: a request that an earlier test gave up may still arrive
    SHOP.stubFor(get("/too-late").willReturn(ok()));

    var run =
        prober.run(
            within(Duration.ofNanos(1), url("/"), step("a", "/too-late"), step("b", "/too-late")));

    assertThat(run.failure().orElseThrow().reason()).isEqualTo(FailureReason.TIMEOUT);
    assertThat(run.steps()).extracting(StepRun::name).containsExactly("a");
    SHOP.verify(0, getRequestedFor(urlEqualTo("/too-late")));
  }

  @Test
  void phasesOfAllStepsStandBehindOneAnother() {
    SHOP.stubFor(get("/").willReturn(ok()));

    var run = run(step("a", "/"), step("b", "/"), step("c", "/"));

    assertThat(run.phases())
        .extracting(PhaseSpan::phase)
        .containsExactly(
            Phase.RESOLVE,
            Phase.CONNECT,
            Phase.PROCESSING,
            Phase.TRANSFER,
            Phase.RESOLVE,
            Phase.CONNECT,
            Phase.PROCESSING,
            Phase.TRANSFER,
            Phase.RESOLVE,
            Phase.CONNECT,
            Phase.PROCESSING,
            Phase.TRANSFER);
    assertThat(run.phases().stream().map(PhaseSpan::startNanos)).isSorted();
    for (var i = 1; i < run.phases().size(); i++) {
      assertThat(run.phases().get(i).startNanos())
          .isGreaterThanOrEqualTo(run.phases().get(i - 1).endNanos());
    }
    assertThat(run.phases().getLast().endNanos()).isLessThanOrEqualTo(run.durationNanos());
    assertThat(run.steps().get(1).phaseNanos(run.phases()))
        .containsOnlyKeys(Phase.RESOLVE, Phase.CONNECT, Phase.PROCESSING, Phase.TRANSFER)
        .containsEntry(Phase.CONNECT, run.phases().get(5).nanos());
    assertThat(run.address().orElseThrow().getHostAddress()).isEqualTo("127.0.0.1");
  }

  @Test
  void limitsHoldForAStepAndForTheWhole() {
    SHOP.stubFor(get("/").willReturn(ok("slowly")));
    var degraded = limit(SpeedLimit.Verdict.DEGRADED);
    var failed = limit(SpeedLimit.Verdict.FAILED);

    var step = run(step("a", "/"), limited(degraded, step("b", "/")), step("c", "/"));
    assertThat(step.success()).isTrue();
    assertThat(step.steps()).hasSize(3);
    assertThat(step.outcome())
        .isInstanceOfSatisfying(
            ProbeOutcome.Degraded.class,
            verdict ->
                assertThat(verdict.finding().detail())
                    .startsWith("step 2 'b': the run took ")
                    .endsWith(", more than 0ms"));

    var slow = run(limited(failed, step("a", "/")), step("b", "/"));
    assertThat(slow.failure().orElseThrow().reason()).isEqualTo(FailureReason.SLOW);
    assertThat(slow.steps()).hasSize(1);
    assertThat(slow.answer().orElseThrow().bodyStart()).isEqualTo("slowly");

    var whole = prober.run(limited(List.of(failed), step("a", "/"), step("b", "/")));
    assertThat(whole.steps()).extracting(StepRun::success).containsExactly(true, true);
    assertThat(whole.failure().orElseThrow().reason()).isEqualTo(FailureReason.SLOW);
    assertThat(whole.failure().orElseThrow().detail()).startsWith("the run took ");
    assertThat(whole.answer().orElseThrow().bodyStart()).isEqualTo("slowly");
    var never = new SpeedLimit(Optional.empty(), Specs.LONG, SpeedLimit.Verdict.FAILED);
    assertThat(prober.run(limited(List.of(never), step("a", "/"))).answer()).isEmpty();

    var both = prober.run(limited(List.of(failed), limited(degraded, step("a", "/"))));
    assertThat(both.success()).isFalse();
  }

  @Test
  void whatTheRunMayConnectToHoldsForEveryStep() {
    var localhost = "http://localhost:" + SHOP.port() + "/";
    SHOP.stubFor(get("/").willReturn(ok("{\"next\": \"%s\"}".formatted(localhost))));
    var context =
        new RunContext(
            Map.of("traceparent", "00-aa-bb-01"),
            destination ->
                destination.host().equals("localhost")
                    ? Optional.of("localhost is not for you")
                    : Optional.empty());

    var run =
        prober.run(
            steps(url("/"), step("a", "/", json("next", "$.next")), step("b", "{{next}}")),
            context);

    assertThat(run.failure())
        .contains(
            new Failure(
                Phase.RESOLVE, FailureReason.NOT_ALLOWED, "step 2 'b': localhost is not for you"));
    SHOP.verify(
        1, getRequestedFor(urlEqualTo("/")).withHeader("traceparent", equalTo("00-aa-bb-01")));
  }

  @Test
  void bodySizeLimitHoldsForEveryStep_andWhatLiesBeyondItIsNotCaptured() {
    SHOP.stubFor(get("/").willReturn(ok("x".repeat(2_000) + "token=abcdef")));

    var run =
        run(expecting(Specs.bodyAtMost(1_000), step("a", "/", regexp("t", "token=([a-z]+)"))));

    assertThat(run.failure().orElseThrow().detail())
        .isEqualTo("step 1 'a': the body is larger than 1000 bytes");
  }

  @Test
  void checksOfABodyStandBesideCaptures() {
    SHOP.stubFor(get("/").willReturn(ok("{\"token\": \"t0ken\"}")));

    var run =
        run(expecting(Specs.bodyHas("nothing like it"), step("a", "/", json("t", "$.token"))));

    assertThat(run.failure().orElseThrow().reason()).isEqualTo(FailureReason.BODY);
    assertThat(run.mismatches()).containsExactly(Mismatch.REGEX);
    assertThat(run.answer().orElseThrow().bodyStart()).isEqualTo("{\"token\": \"<secret>\"}");
  }

  @Test
  void stepsMayUseTlsEachInItsOwnWay(@TempDir Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    SHOP.stubFor(get("/").willReturn(ok()));
    var certificate = TestCertificate.make(folder, "localhost", "ip:127.0.0.1", "-1d");
    try (var secure =
        new HostileServer(
            certificate.server().getServerSocketFactory(),
            InetAddress.getByName("127.0.0.1"),
            HostileServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))) {
      var https = "https://127.0.0.1:" + secure.port() + "/";
      var trusting = HttpModule.DEFAULT.with(certificate.trusted());

      var good =
          prober.run(steps(url("/"), step("plain", "/"), Steps.with(trusting, step("tls", https))));
      assertThat(good.failure()).isEmpty();
      assertThat(good.tls().orElseThrow().subject()).contains("CN=localhost");

      var expiring =
          HttpModule.DEFAULT.with(
              new TlsSpec(
                  false,
                  certificate.trusted().authorities(),
                  Optional.empty(),
                  Optional.empty(),
                  TlsSpec.Version.TLS12,
                  Optional.empty(),
                  Optional.of(Duration.ofDays(30))));
      var soon =
          prober.run(steps(url("/"), Steps.with(expiring, step("tls", https)), step("b", "/")));
      assertThat(soon.failure().orElseThrow().reason())
          .isEqualTo(FailureReason.CERTIFICATE_EXPIRES_SOON);
      assertThat(soon.steps()).hasSize(1);

      var bad = prober.run(steps(url("/"), step("plain", "/"), step("tls", https)));
      assertThat(bad.failure().orElseThrow().detail()).startsWith("step 2 'tls': ");
      assertThat(bad.failure().orElseThrow().reason())
          .isEqualTo(FailureReason.CERTIFICATE_UNTRUSTED);
    }
  }

  private static Credentials bearer(String token) {
    return new Credentials.Token("Bearer", new Content.Secret(token));
  }

  private static SpeedLimit limit(SpeedLimit.Verdict verdict) {
    return new SpeedLimit(Optional.empty(), Duration.ZERO, verdict);
  }

  private static HttpStep limited(SpeedLimit limit, HttpStep step) {
    return expecting(
        new Expectation(
            Set.of(), Set.of(), false, false, Body.DEFAULT, List.of(), List.of(), List.of(limit)),
        step);
  }

  private static HttpStepsSpec limited(List<SpeedLimit> limits, HttpStep... steps) {
    return new HttpStepsSpec(
        URI.create(url("/")), Specs.LONG, new HttpStepsModule(List.of(steps), limits));
  }

  private ProbeRun run(HttpStep... steps) {
    return prober.run(steps(url("/"), steps));
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + SHOP.port() + path;
  }
}
