package dev.nines.engine.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HopFacts;
import dev.nines.probe.HttpFacts;
import dev.nines.probe.HttpModule;
import dev.nines.probe.Phase;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DebugReportTest {
  private static final Instant ENDED = Instant.parse("2026-11-25T12:00:00.060Z");

  private static ProbeRun run(ProbeOutcome outcome, Optional<HttpFacts> http) {
    return new ProbeRun(
        outcome,
        60_000_000,
        List.of(
            new PhaseSpan(Phase.RESOLVE, 0, 0, 1_000_000),
            new PhaseSpan(Phase.CONNECT, 0, 1_000_000, 20_000_000),
            new PhaseSpan(Phase.PROCESSING, 0, 20_000_000, 55_000_000)),
        Optional.of(InetAddress.ofLiteral("192.0.2.7")),
        http,
        Optional.empty());
  }

  private static String text(ProbeRun run) {
    return new DebugReport(
            "http_2xx",
            ShownModule.of(HttpModule.DEFAULT, Optional.empty()),
            "http://shop.example/",
            Duration.ofSeconds(9),
            run,
            "probe_success 0\n")
        .text(ENDED);
  }

  @Test
  void sectionsOfBlackboxExporterComeFirst_thenTheVerdictAndTheWaterfall() {
    var failure = new Failure(Phase.PROCESSING, FailureReason.STATUS, "status 500, expected a 2xx");
    var facts = new HttpFacts(500, 1.1, 0, 2, 2, false, Optional.empty());

    assertThat(text(run(new ProbeOutcome.Failed(failure), Optional.of(facts))))
        .isEqualTo(
            """
            Logs for the probe:
            ts=2026-11-25T12:00:00Z module=http_2xx target=http://shop.example/ level=info msg="Beginning probe" probe=http timeout_seconds=9.0
            ts=2026-11-25T12:00:00.001Z module=http_2xx target=http://shop.example/ level=info msg="Phase over" phase=resolve hop=0 duration_seconds=0.001 ip=192.0.2.7
            ts=2026-11-25T12:00:00.020Z module=http_2xx target=http://shop.example/ level=info msg="Phase over" phase=connect hop=0 duration_seconds=0.019
            ts=2026-11-25T12:00:00.055Z module=http_2xx target=http://shop.example/ level=info msg="Phase over" phase=processing hop=0 duration_seconds=0.035 status_code=500
            ts=2026-11-25T12:00:00.060Z module=http_2xx target=http://shop.example/ level=error msg="Probe failed" phase=processing reason=status err="status 500, expected a 2xx" duration_seconds=0.06



            Metrics that would have been returned:
            probe_success 0



            Module configuration:
            prober: http
            http:
              ip_protocol_fallback: true
              follow_redirects: true
              enable_http2: true



            What the run saw:
            DOWN http://shop.example/ : PROCESSING status: status 500, expected a 2xx
              address         192.0.2.7 (IPv4)

              hop  phase                                                    at          for
                0  resolve     |=                               |       0.0 ms       1.0 ms
                0  connect     |===========                     |       1.0 ms      19.0 ms
                0  processing  |          ====================  |      20.0 ms      35.0 ms

            HTTP
              status          500
              version         HTTP/1.1
              redirects       0
              content length  2 bytes
              body            2 bytes
            """);
  }

  @Test
  void redirectIsALineOfTheLog_withWhereItLeads() {
    var address = InetAddress.ofLiteral("192.0.2.7");
    var run =
        new ProbeRun(
                new ProbeOutcome.Up(),
                60_000_000,
                List.of(
                    new PhaseSpan(Phase.PROCESSING, 0, 0, 20_000_000),
                    new PhaseSpan(Phase.RESOLVE, 1, 20_000_000, 30_000_000)),
                Optional.of(address),
                Optional.empty(),
                Optional.empty())
            .with(
                List.of(
                    new HopFacts(0, "http://a/", Optional.of(address), Optional.of(302)),
                    new HopFacts(
                        1,
                        "http://b/",
                        Optional.of(InetAddress.ofLiteral("192.0.2.8")),
                        Optional.empty())));

    assertThat(text(run))
        .contains(
            "ts=2026-11-25T12:00:00.020Z module=http_2xx target=http://shop.example/ level=info"
                + " msg=Redirected hop=0 url=http://a/ status_code=302 location=http://b/\n")
        .contains("phase=resolve hop=1 duration_seconds=0.01 ip=192.0.2.8\n");
  }

  @Test
  void lineStaysALine_whateverATargetSays() {
    var failure = new Failure(Phase.TLS, FailureReason.TLS_HANDSHAKE, "for \"a\"\nts=1 b\u001b[2J");

    assertThat(text(run(new ProbeOutcome.Failed(failure), Optional.empty())))
        .contains("err=\"for \\\"a\\\"?ts=1 b?[2J\" duration_seconds=")
        .contains("DOWN http://shop.example/ : TLS tls_handshake: for \"a\"?ts=1 b?[2J\n");
  }

  @Test
  void degradedRunIsSaidToBeSlow() {
    var finding = new Failure(Phase.CONNECT, FailureReason.SLOW, "connect took 2s, more than 1s");

    assertThat(text(run(new ProbeOutcome.Degraded(finding), Optional.empty())))
        .contains("level=warn msg=\"Probe succeeded, but slowly\" phase=connect reason=slow")
        .contains("SLOW http://shop.example/ : CONNECT slow: connect took 2s, more than 1s\n");
  }
}
