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
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static dev.nines.probe.run.Specs.asking;
import static dev.nines.probe.run.Specs.bodyHas;
import static dev.nines.probe.run.Specs.bodyHasNot;
import static dev.nines.probe.run.Specs.expecting;
import static dev.nines.probe.run.Specs.headers;
import static dev.nines.probe.run.Specs.http;
import static dev.nines.probe.run.Specs.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HopFacts;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.IpSpec;
import dev.nines.probe.NetworkSpec;
import dev.nines.probe.Phase;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.net.RunContext;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HttpProbeIT {
  private static final WireMockServer SHOP =
      new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));

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
  void runStartsNoThreadOfOkHttp_becauseNoConnectionIsKept() {
    SHOP.stubFor(get("/").willReturn(ok()));

    assertThat(run(http(url("/"))).failure()).isEmpty();

    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("OkHttp"));
  }

  @Test
  void goodAnswerIsUpWithEveryFact() {
    SHOP.stubFor(
        get("/")
            .willReturn(ok("hello").withHeader("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT")));

    var run = run(http(url("/")));

    assertThat(run.success()).isTrue();
    var facts = run.http().orElseThrow();
    assertThat(facts.status()).isEqualTo(200);
    assertThat(facts.version()).isEqualTo(1.1);
    assertThat(facts.bodyBytes()).isEqualTo(5);
    assertThat(facts.redirects()).isZero();
    assertThat(facts.ssl()).isFalse();
    assertThat(facts.lastModified()).contains(Instant.parse("2015-10-21T07:28:00Z"));
    assertThat(run.tls()).isEmpty();
    assertThat(run.address().orElseThrow().getHostAddress()).isEqualTo("127.0.0.1");
    assertThat(run.phases())
        .extracting(PhaseSpan::phase)
        .containsExactly(Phase.RESOLVE, Phase.CONNECT, Phase.PROCESSING, Phase.TRANSFER);
    assertSumOfPhasesWithinDuration(run);
  }

  @Test
  void requestIsAsDeclared_withNothingAddedButWhatGoAdds() {
    SHOP.stubFor(get("/").willReturn(ok()));

    prober.run(http(url("/")), RunContext.traced(Map.of("traceparent", "00-aa-bb-01")));

    SHOP.verify(
        getRequestedFor(urlEqualTo("/"))
            .withHeader("User-Agent", equalTo("Nines/1.2"))
            .withHeader("Connection", equalTo("close"))
            .withHeader("traceparent", equalTo("00-aa-bb-01"))
            .withHeader("Accept-Encoding", absent()));
  }

  @Test
  void declaredHeadersWin() {
    SHOP.stubFor(get("/").willReturn(ok()));
    var declared = Map.of("user-agent", "mine", "Host", "shop.example", "X-Ü", "no", "X-A", "grün");

    var bad = run(asking(headers(declared), http(url("/"))));
    var good =
        run(
            asking(
                headers(Map.of("user-agent", "mine", "Host", "shop.example", "X-A", "grün")),
                http(url("/"))));

    assertThat(bad.failure().orElseThrow().reason()).isEqualTo(FailureReason.PROBER);
    assertThat(good.success()).isTrue();
    SHOP.verify(
        getRequestedFor(urlEqualTo("/"))
            .withHeader("User-Agent", equalTo("mine"))
            .withHeader("Host", equalTo("shop.example")));
  }

  @Test
  void userInformationBecomesBasicAuthorization() {
    SHOP.stubFor(get("/").withBasicAuth("me", "pass").willReturn(ok()));

    var run = run(http("http://me:pass@127.0.0.1:" + SHOP.port() + "/"));

    assertThat(run.success()).isTrue();
  }

  @Test
  void unaskedForGzipIsLeftAsItIs() {
    SHOP.stubFor(
        get("/")
            .willReturn(aResponse().withHeader("Content-Encoding", "gzip").withBody("not gzip")));

    var run = run(http(url("/")));

    assertThat(run.http().orElseThrow().bodyBytes()).isEqualTo(8);
    assertThat(run.success()).isTrue();
  }

  @Test
  void statusIsCheckedBeforeTheBody() {
    SHOP.stubFor(get("/").willReturn(aResponse().withStatus(500).withBody("boom")));

    var run = run(expecting(bodyHas("hello"), http(url("/"))));

    var failure = run.failure().orElseThrow();
    assertThat(failure.reason()).isEqualTo(FailureReason.STATUS);
    assertThat(failure.detail()).isEqualTo("status 500, expected a 2xx");
    assertThat(run.http().orElseThrow().bodyBytes()).isEqualTo(4);
  }

  @Test
  void declaredStatusIsGood() {
    SHOP.stubFor(get("/").willReturn(aResponse().withStatus(404)));

    assertThat(run(expecting(statuses(404), http(url("/")))).success()).isTrue();
  }

  @Test
  void unavailableIsAskedOnce_evenIfItSaysRetryNow() {
    SHOP.stubFor(get("/").willReturn(aResponse().withStatus(503).withHeader("Retry-After", "0")));

    var run = run(http(url("/")));

    assertThat(run.failure().orElseThrow().reason()).isEqualTo(FailureReason.STATUS);
    SHOP.verify(1, getRequestedFor(urlEqualTo("/")));
  }

  @Test
  void bodyIsSearched() {
    SHOP.stubFor(get("/").willReturn(ok("Pay now, grün")));

    assertThat(run(expecting(bodyHas("Pay n.w, grün$"), http(url("/")))).success()).isTrue();
    assertThat(run(expecting(bodyHasNot("Pay"), http(url("/")))).failure().orElseThrow().reason())
        .isEqualTo(FailureReason.BODY);
    assertThat(run(expecting(bodyHas("pay"), http(url("/")))).failure().orElseThrow().detail())
        .isEqualTo("the body does not match pay");
  }

  @Test
  void versionAndTlsPolicyAreChecked() {
    SHOP.stubFor(get("/").willReturn(ok()));
    var http2 = Specs.expectation(Set.of(), Set.of("HTTP/2.0"), false);
    var ssl = Specs.expectation(Set.of(), Set.of(), true);

    assertThat(run(expecting(http2, http(url("/")))).failure().orElseThrow().reason())
        .isEqualTo(FailureReason.HTTP_VERSION);
    assertThat(run(expecting(ssl, http(url("/")))).failure().orElseThrow().reason())
        .isEqualTo(FailureReason.TLS_POLICY);
  }

  @Test
  void redirectsAreFollowed_eachWithPhasesOfItsOwn() {
    SHOP.stubFor(post("/a").willReturn(aResponse().withStatus(307).withHeader("Location", "/b")));
    SHOP.stubFor(post("/b").willReturn(aResponse().withStatus(302).withHeader("Location", "c")));
    SHOP.stubFor(get("/c").willReturn(ok("end")));
    var request = Specs.request("POST", Map.of(), Optional.of("body"), true, true);

    var run = run(asking(request, http(url("/a"))));

    assertThat(run.success()).isTrue();
    assertThat(run.http().orElseThrow().redirects()).isEqualTo(2);
    SHOP.verify(postRequestedFor(urlEqualTo("/b")).withRequestBody(equalTo("body")));
    SHOP.verify(getRequestedFor(urlEqualTo("/c")));
    assertThat(run.phases().stream().filter(span -> span.phase() == Phase.CONNECT))
        .extracting(PhaseSpan::hop)
        .containsExactly(0, 1, 2);
    assertThat(run.phases().stream().filter(span -> span.phase() == Phase.TRANSFER)).hasSize(1);
    assertSumOfPhasesWithinDuration(run);
  }

  @Test
  void eachHopOfARedirectIsToldByUrlStatusAndAddress_withoutSecrets() {
    SHOP.stubFor(get("/r1").willReturn(redirectTo("/r2?session=s3cret99")));
    SHOP.stubFor(get(urlPathEqualTo("/r2")).willReturn(redirectTo("/")));
    SHOP.stubFor(get("/").willReturn(ok()));
    SHOP.stubFor(get("/loop").willReturn(redirectTo("/loop")));
    var base = url("");

    var run = run(http(url("/r1").replace("http://", "http://me:s3cret99@")));
    var loop = run(http(url("/loop")));

    assertThat(run.hops()).extracting(HopFacts::hop).containsExactly(0, 1, 2);
    assertThat(run.hops())
        .extracting(HopFacts::url)
        .containsExactly(base + "/r1", base + "/r2?<secret>", base + "/");
    assertThat(run.hops())
        .extracting(HopFacts::status)
        .containsExactly(Optional.of(302), Optional.of(302), Optional.of(200));
    assertThat(run.hops())
        .allSatisfy(
            hop -> assertThat(hop.address().orElseThrow().getHostAddress()).isEqualTo("127.0.0.1"));
    assertThat(loop.hops()).hasSize(11).allMatch(hop -> hop.status().equals(Optional.of(302)));
    assertThat(run(http(url("/"))).hops()).isEmpty();
  }

  @Test
  void hopWithoutAnAnswerHasNoStatus() {
    SHOP.stubFor(get("/").willReturn(redirectTo("http://no-such-host.invalid/x")));

    assertThat(run(http(url("/"))).hops())
        .last()
        .isEqualTo(
            new HopFacts(1, "http://no-such-host.invalid/x", Optional.empty(), Optional.empty()));
  }

  @Test
  void redirectLoopEndsAfterTen_andTheEleventhCountsAsInBlackboxExporter() {
    SHOP.stubFor(
        any(anyUrl()).willReturn(aResponse().withStatus(302).withHeader("Location", "/again")));

    var run = run(http(url("/")));

    assertThat(run.failure().orElseThrow().reason()).isEqualTo(FailureReason.REDIRECT);
    assertThat(run.http().orElseThrow().redirects()).isEqualTo(11);
  }

  @Test
  void redirectIsTheAnswerWhereNoneIsFollowed() {
    SHOP.stubFor(get("/").willReturn(aResponse().withStatus(301).withHeader("Location", "/b")));
    var request = Specs.request("GET", Map.of(), Optional.empty(), false, true);

    var run = run(expecting(statuses(301), asking(request, http(url("/")))));

    assertThat(run.success()).isTrue();
    assertThat(run.http().orElseThrow().redirects()).isEqualTo(1);
  }

  @Test
  void redirectToAnotherSchemeIsNotFollowed() {
    SHOP.stubFor(
        get("/").willReturn(aResponse().withStatus(302).withHeader("Location", "file:///etc")));

    var run = run(http(url("/")));

    assertThat(run.failure().orElseThrow().reason()).isEqualTo(FailureReason.REDIRECT);
  }

  @Test
  void credentialsStayAtHome() throws IOException {
    var heads = Collections.synchronizedList(new ArrayList<String>());
    try (var foreign =
        new HostileServer(socket -> {
          heads.add(HostileServer.readHead(socket));
          HostileServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        })) {
      SHOP.stubFor(
          get("/")
              .willReturn(
                  aResponse()
                      .withStatus(302)
                      .withHeader("Location", "http://localhost:" + foreign.port() + "/x")));
      var declared =
          Map.of(
              "Authorization",
              "Bearer s3cret",
              "Cookie",
              "s3cret",
              "Host",
              "home",
              "X-Kept",
              "yes");
      var spec = asking(headers(declared), http(url("/")));

      var run = prober.run(preferIp4(spec), RunContext.traced(Map.of("traceparent", "00-aa")));

      assertThat(run.success()).isTrue();
      assertThat(heads.getFirst())
          .contains("Host: localhost", "X-Kept: yes", "traceparent: 00-aa")
          .doesNotContain("s3cret", "Host: home");
    }
  }

  @Test
  void ip6IsReached() throws IOException {
    InetAddress loopback = InetAddress.getByName("::1");
    try (var server = serveOn(loopback)) {
      var run = run(http("http://[::1]:" + server.port() + "/"));

      assertThat(run.success()).isTrue();
      assertThat(run.address()).contains(loopback);
    }
  }

  private static HostileServer serveOn(InetAddress address) {
    try {
      return new HostileServer(
          ServerSocketFactory.getDefault(),
          address,
          HostileServer.answering("HTTP/1.1 204 No Content\r\n\r\n"));
    } catch (IOException e) {
      return Assumptions.abort("this machine has no IPv6 loopback: " + e.getMessage());
    }
  }

  private ProbeRun run(HttpSpec spec) {
    return prober.run(spec);
  }

  private static HttpSpec preferIp4(HttpSpec spec) {
    var ip4 = new IpSpec(IpSpec.Version.IP4, true);
    return Specs.with(
        spec.module().with(new NetworkSpec(ip4, Optional.empty(), Optional.empty())), spec);
  }

  private static void assertSumOfPhasesWithinDuration(ProbeRun run) {
    assertThat(run.phases().stream().mapToLong(PhaseSpan::nanos).sum())
        .isLessThanOrEqualTo(run.durationNanos());
  }

  private static ResponseDefinitionBuilder redirectTo(String location) {
    return aResponse().withStatus(302).withHeader("Location", location);
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + SHOP.port() + path;
  }
}
