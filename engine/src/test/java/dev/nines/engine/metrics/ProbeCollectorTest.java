package dev.nines.engine.metrics;

import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.schedule.DeclaredProbes;
import dev.nines.engine.schedule.KnownRuns;
import dev.nines.engine.schedule.LatestRuns;
import dev.nines.engine.schedule.UnknownCause;
import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpFacts;
import dev.nines.probe.Phase;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.TlsFacts;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProbeCollectorTest {
  private static final String LABELS =
      "location=\"local\",probe=\"web\",service=\"shop\",target=\"https://shop.test/pay\"";

  private static final String INTERVAL =
      "nines_probe_interval_seconds{location=\"local\",probe=\"web\",service=\"shop\"} 10.0";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final LatestRuns latest = new LatestRuns();

  ProbeCollectorTest() {
    var web =
        DeclaredProbes.probe(
            "web",
            Duration.ofSeconds(10),
            DeclaredProbes.http("https://user:secret@shop.test/pay?token=secret"));
    registry.register(new ProbeCollector(() -> List.of(web), latest, "local", false));
  }

  @Test
  void probeThatHasNotRunYetHasItsIntervalAlone() {
    assertThat(Scrape.text(registry).lines().filter(line -> !line.startsWith("#")))
        .containsExactly(INTERVAL);
  }

  @Test
  void goodRunIsRenderedUnderTheNamesOfTheBlackboxExporter() {
    KnownRuns.put(latest, "web", NOON, good());

    assertThat(Scrape.text(registry).lines())
        .contains(
            "probe_success{" + LABELS + "} 1.0",
            "probe_duration_seconds{" + LABELS + "} 0.25",
            "probe_timeout_seconds{" + LABELS + "} 0.9",
            "probe_dns_lookup_time_seconds{" + LABELS + "} 0.001",
            "probe_ip_protocol{" + LABELS + "} 4.0",
            "probe_http_status_code{" + LABELS + "} 200.0",
            "probe_http_version{" + LABELS + "} 2.0",
            "probe_http_redirects{" + LABELS + "} 1.0",
            "probe_http_content_length{" + LABELS + "} -1.0",
            "probe_http_uncompressed_body_length{" + LABELS + "} 4096.0",
            "probe_http_ssl{" + LABELS + "} 1.0",
            "probe_ssl_earliest_cert_expiry{" + LABELS + "} " + unix(NOON.plusSeconds(60)),
            "probe_ssl_last_chain_expiry_timestamp_seconds{" + LABELS + "} -6.21355968E10");
    assertThat(Scrape.samples(registry, "probe_http_duration_seconds"))
        .as("the two hops of a phase add up")
        .contains(
            "probe_http_duration_seconds{%s} 0.2"
                .formatted(LABELS.replace("probe=", "phase=\"processing\",probe=")));
    assertThat(Scrape.text(registry))
        .contains("version=\"TLS 1.3\"", "cipher=\"TLS_AES_128_GCM_SHA256\"")
        .doesNotContain("secret", "probe_failure_info", "last_modified");
  }

  @Test
  void probeHasNoSeriesWhileItsNewestRunIsUnknownForBeingCutOff() {
    KnownRuns.put(latest, "web", NOON, good());
    KnownRuns.putUnknown(latest, "web", NOON.plusSeconds(10), UnknownCause.GATE_HOST);
    assertThat(Scrape.samples(registry, "probe_success")).hasSize(1);

    KnownRuns.putUnknown(latest, "web", NOON.plusSeconds(20), UnknownCause.SELF_CHECK);
    assertThat(Scrape.text(registry).lines().filter(line -> !line.startsWith("#")))
        .containsExactly(INTERVAL);

    KnownRuns.put(latest, "web", NOON.plusSeconds(30), good());
    assertThat(Scrape.samples(registry, "probe_success")).hasSize(1);
  }

  @Test
  void failedRunSaysWhereAndWhy_andKeepsTheHttpSeriesAtZero_asBlackboxExporterDoes() {
    KnownRuns.put(latest, "web", NOON, failed());

    assertThat(Scrape.samples(registry, "probe_failure_info"))
        .containsExactly(
            "probe_failure_info{location=\"local\",phase=\"connect\",probe=\"web\","
                + "reason=\"connection_refused\",service=\"shop\",target=\"https://shop.test/pay\"}"
                + " 1");
    assertThat(Scrape.samples(registry, "probe_success"))
        .containsExactly("probe_success{" + LABELS + "} 0.0");
    assertThat(Scrape.samples(registry, "probe_http_status_code"))
        .containsExactly("probe_http_status_code{" + LABELS + "} 0.0");
    assertThat(Scrape.samples(registry, "probe_http_duration_seconds")).hasSize(5);
    assertThat(Scrape.text(registry)).doesNotContain("probe_ssl_", "probe_tls_", "last_modified");
  }

  static ProbeRun good() {
    return new ProbeRun(
        new ProbeOutcome.Up(),
        250_000_000,
        List.of(
            new PhaseSpan(Phase.RESOLVE, 0, 0, 1_000_000),
            new PhaseSpan(Phase.PROCESSING, 0, 1_000_000, 101_000_000),
            new PhaseSpan(Phase.PROCESSING, 1, 101_000_000, 201_000_000)),
        Optional.of(InetAddress.getLoopbackAddress()),
        Optional.of(new HttpFacts(200, 2, 1, -1, 4_096, true, Optional.empty())),
        Optional.of(
            new TlsFacts(
                "TLS 1.3",
                "TLS_AES_128_GCM_SHA256",
                "CN=shop.test",
                "CN=\"Test\" \\ CA\nx",
                "shop.test",
                "1",
                "ab",
                NOON,
                NOON.plusSeconds(60),
                Instant.MIN)));
  }

  static ProbeRun failed() {
    return new ProbeRun(
        new ProbeOutcome.Failed(
            new Failure(Phase.CONNECT, FailureReason.CONNECTION_REFUSED, "refused")),
        3_000_000,
        List.of(new PhaseSpan(Phase.RESOLVE, 0, 0, 1_000_000)),
        Optional.of(InetAddress.getLoopbackAddress()),
        Optional.empty(),
        Optional.empty());
  }

  private static double unix(Instant instant) {
    return instant.getEpochSecond();
  }
}
