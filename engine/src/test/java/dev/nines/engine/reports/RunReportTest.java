package dev.nines.engine.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HopFacts;
import dev.nines.probe.HttpFacts;
import dev.nines.probe.Phase;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.StepRun;
import dev.nines.probe.TlsFacts;
import io.dropwizard.jackson.Jackson;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunReportTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String TARGET = "https://shop.example.com/";

  private static final TlsFacts TLS =
      new TlsFacts(
          "TLS 1.3",
          "TLS_AES_256_GCM_SHA384",
          "CN=shop.example.com",
          "CN=Example CA",
          "shop.example.com,www.shop.example.com",
          "0a",
          "ff00",
          Instant.parse("2026-03-31T12:00:00Z"),
          Instant.parse("2026-02-26T12:00:00Z"),
          Instant.MIN);

  private static final ProbeRun UP =
      run(
          new ProbeOutcome.Up(),
          132_400_000,
          List.of(
              span(Phase.RESOLVE, 0, 0, 10),
              span(Phase.CONNECT, 0, 10, 30),
              span(Phase.PROCESSING, 0, 30, 60),
              span(Phase.CONNECT, 1, 60, 70),
              span(Phase.TLS, 1, 70, 100),
              span(Phase.PROCESSING, 1, 100, 130),
              span(Phase.TRANSFER, 1, 132, 132)),
          Optional.of(
              new HttpFacts(
                  200, 1.1, 1, 512, 512, true, Optional.of(Instant.parse("2026-01-01T00:00:00Z")))),
          Optional.of(TLS));

  private static final ProbeRun DOWN =
      run(
          new ProbeOutcome.Failed(
              new Failure(
                  Phase.CONNECT,
                  FailureReason.CONNECTION_REFUSED,
                  "connection refused by 192.0.2.7:443")),
          2_000_000,
          List.of(span(Phase.RESOLVE, 0, 0, 1), span(Phase.CONNECT, 0, 1, 2)),
          Optional.empty(),
          Optional.empty());

  private static ProbeRun run(
      ProbeOutcome outcome,
      long nanos,
      List<PhaseSpan> phases,
      Optional<HttpFacts> http,
      Optional<TlsFacts> tls) {
    return new ProbeRun(outcome, nanos, phases, Optional.of(address("192.0.2.7")), http, tls);
  }

  private static PhaseSpan span(Phase phase, int hop, long fromMillis, long toMillis) {
    return new PhaseSpan(phase, hop, fromMillis * 1_000_000, toMillis * 1_000_000);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(ProbeRun run) {
    return String.join("\n", new RunReport(TARGET, run, NOW).lines()) + "\n";
  }

  private static JsonNode json(ProbeRun run) {
    return Jackson.newObjectMapper().valueToTree(RunView.of(TARGET, run));
  }

  @Test
  void stepsOfATransactionAreShown() throws Exception {
    var failure = new Failure(Phase.PROCESSING, FailureReason.STATUS, "status 500");
    var run =
        new ProbeRun(
            new ProbeOutcome.Failed(failure),
            20_000_000,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Set.of(),
            Optional.empty(),
            List.of(
                new StepRun("login", new ProbeOutcome.Up(), Optional.of(200), 0, 1, 12_345_678),
                new StepRun(
                    "order", new ProbeOutcome.Failed(failure), Optional.empty(), 2, 2, 7_000_000)));

    assertThat(new RunReport(TARGET, run, NOW).lines())
        .containsSubsequence(
            "STEPS",
            "  login           up, status 200 in 12.3 ms, hops 0 to 1",
            "  order           down, no answer in 7.0 ms, hop 2");
    var json = Jackson.newObjectMapper().writeValueAsString(RunView.of(TARGET, run));
    assertThat(json)
        .contains(
            "\"steps\":[{\"name\":\"login\",\"success\":true,\"status\":200,\"durationSeconds\":0.012345678,"
                + "\"firstHop\":0,\"lastHop\":1},{\"name\":\"order\",\"success\":false,\"durationSeconds\":0.007,");
    assertThat(Jackson.newObjectMapper().writeValueAsString(RunView.of(TARGET, UP)))
        .doesNotContain("steps");
  }

  @Test
  void aRunThatIsUpIsShownInFull() {
    assertThat(text(UP))
        .isEqualTo(
            """
            UP   https://shop.example.com/ in 132 ms
              address         192.0.2.7 (IPv4)

              hop  phase                                                    at          for
                0  resolve     |===                             |       0.0 ms      10.0 ms
                0  connect     |  ======                        |      10.0 ms      20.0 ms
                0  processing  |       ========                 |      30.0 ms      30.0 ms
                1  connect     |              ===               |      60.0 ms      10.0 ms
                1  tls         |                =========       |      70.0 ms      30.0 ms
                1  processing  |                        ========|     100.0 ms      30.0 ms
                1  transfer    |                               =|     132.0 ms       0.0 ms

            HTTP
              status          200
              version         HTTP/1.1
              redirects       1
              content length  512 bytes
              body            512 bytes
              last modified   2026-01-01T00:00:00Z

            TLS
              version         TLS 1.3
              cipher          TLS_AES_256_GCM_SHA384
              subject         CN=shop.example.com
              issuer          CN=Example CA
              names           shop.example.com,www.shop.example.com
              leaf expires    2026-03-31T12:00:00Z (30 days left)
              first of sent   2026-02-26T12:00:00Z (expired 3 days ago)
              verified chain  none was verified
            """);
  }

  @Test
  void aRunThatIsDownSaysWhereAndWhy() {
    assertThat(text(DOWN))
        .startsWith(
            """
            DOWN https://shop.example.com/ : CONNECT connection_refused: connection refused by 192.0.2.7:443
              address         192.0.2.7 (IPv4)
            """)
        .doesNotContain("HTTP\n", "TLS\n");
  }

  @Test
  void whatTheProberItselfStumblesOverIsUnknown_notDown() {
    var failure =
        new Failure(Phase.RESOLVE, FailureReason.PROBER, "the file x cannot be read: no such file");

    assertThat(text(ProbeRun.notBegun(failure)))
        .isEqualTo(
            "UNKNOWN https://shop.example.com/ : RESOLVE prober: the file x cannot be read: no such"
                + " file\n");
  }

  @Test
  void redirectIntoNowhereTellsItsHops_andNothingThatWasNotSeen() {
    var failure = new Failure(Phase.RESOLVE, FailureReason.NOT_ALLOWED, "not for you");
    var run =
        run(
                new ProbeOutcome.Failed(failure),
                2_000_000,
                List.of(span(Phase.PROCESSING, 0, 0, 1), span(Phase.RESOLVE, 1, 1, 2)),
                Optional.of(HttpFacts.none(1)),
                Optional.empty())
            .with(
                List.of(
                    new HopFacts(
                        0,
                        "http://a/?<secret>",
                        Optional.of(address("192.0.2.7")),
                        Optional.of(302)),
                    new HopFacts(1, "http://b/", Optional.empty(), Optional.empty())));

    assertThat(text(run))
        .endsWith(
            """

            HOPS
              hop 0           http://a/?<secret>, status 302, 192.0.2.7
              hop 1           http://b/, no answer

            HTTP
              redirects       1
            """);
    assertThat(json(run).path("http").toString()).isEqualTo("{\"redirects\":1}");
    assertThat(json(run).path("hops").toString())
        .isEqualTo(
            "[{\"hop\":0,\"url\":\"http://a/?<secret>\",\"address\":\"192.0.2.7\",\"status\":302},"
                + "{\"hop\":1,\"url\":\"http://b/\"}]");
  }

  @Test
  void aRunThatCameToNothingIsOneLine() {
    var run =
        new ProbeRun(
            new ProbeOutcome.Failed(
                new Failure(Phase.RESOLVE, FailureReason.NAME_NOT_RESOLVED, "no such name")),
            0,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(text(run))
        .isEqualTo("DOWN https://shop.example.com/ : RESOLVE name_not_resolved: no such name\n");
  }

  @Test
  void addressNamesItsIpVersion() {
    var run =
        new ProbeRun(
            new ProbeOutcome.Up(),
            1_234_000,
            List.of(),
            Optional.of(address("2001:db8::1")),
            Optional.empty(),
            Optional.empty());

    assertThat(text(run))
        .isEqualTo(
            """
            UP   https://shop.example.com/ in 1.2 ms
              address         2001:db8:0:0:0:0:0:1 (IPv6)
            """);
  }

  @Test
  void aPhaseWithoutLengthIsSeen_evenInARunWithoutLength() {
    var run =
        run(
            new ProbeOutcome.Up(),
            0,
            List.of(span(Phase.CONNECT, 0, 0, 0)),
            Optional.empty(),
            Optional.empty());

    assertThat(text(run)).contains("connect     |=      ");
  }

  @Test
  void controlCharactersOfATargetDoNotReachTheTerminal() {
    var run =
        run(
            new ProbeOutcome.Failed(
                new Failure(Phase.TLS, FailureReason.CERTIFICATE_NAME, "for \u001b[2J\u009b1m")),
            0,
            List.of(),
            Optional.empty(),
            Optional.empty());

    assertThat(text(run)).contains("for ?[2J?1m").doesNotContain("\u001b", "\u009b");
  }

  @Test
  void jsonOfARunThatIsUp() {
    var json = json(UP);

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "success", "target", "sentence", "durationSeconds", "phases", "address", "http", "tls");
    assertThat(json.path("sentence").asText()).isEqualTo("up in 132 ms");
    assertThat(json.path("success").asBoolean()).isTrue();
    assertThat(json.path("durationSeconds").asDouble()).isEqualTo(0.1324);
    assertThat(json.path("phases").get(1))
        .hasToString(
            "{\"phase\":\"connect\",\"hop\":0,\"startSeconds\":0.01,\"durationSeconds\":0.02}");
    assertThat(json.path("http"))
        .hasToString(
            "{\"status\":200,\"version\":1.1,\"redirects\":1,\"contentLength\":512,\"bodyBytes\":512,"
                + "\"ssl\":true,\"lastModified\":\"2026-01-01T00:00:00Z\"}");
    assertThat(json.path("tls").path("alternativeNames"))
        .hasToString("[\"shop.example.com\",\"www.shop.example.com\"]");
    assertThat(json.path("tls").path("leafExpiry").asText()).isEqualTo("2026-03-31T12:00:00Z");
    assertThat(json.path("tls").has("verifiedExpiry")).isFalse();
  }

  @Test
  void jsonOfARunThatIsDown() {
    var json = json(DOWN);

    assertThat(json.path("success").asBoolean()).isFalse();
    assertThat(json.path("failure"))
        .hasToString(
            "{\"phase\":\"connect\",\"reason\":\"connection_refused\","
                + "\"detail\":\"connection refused by 192.0.2.7:443\"}");
    assertThat(json.has("http")).isFalse();
  }

  @Test
  void jsonOfARunThatIsDegraded() {
    var finding = new Failure(Phase.CONNECT, FailureReason.SLOW, "connect took 2s, more than 1s");
    var json =
        json(
            run(
                new ProbeOutcome.Degraded(finding),
                0,
                List.of(),
                Optional.empty(),
                Optional.empty()));

    assertThat(json.path("success").asBoolean()).isTrue();
    assertThat(json.path("finding").path("reason").asText()).isEqualTo("slow");
    assertThat(json.path("sentence").asText())
        .isEqualTo("CONNECT slow: connect took 2s, more than 1s");
    assertThat(json.has("failure")).isFalse();
  }
}
