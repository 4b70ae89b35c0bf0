package dev.nines.engine.metrics;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.schedule.LatestRuns;
import dev.nines.engine.schedule.LatestRuns.LatestRun;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpFacts;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.Phase;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.TlsFacts;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The {@code probe_} series: the last run of every probe of this instance. */
public final class ProbeCollector implements MultiCollector {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What blackbox_exporter says where no response came, so that an alert on 0 fires. */
  private static final HttpFacts NO_RESPONSE =
      new HttpFacts(0, 0, 0, 0, 0, false, Optional.empty());

  private final Supplier<Collection<ProbeDeclaration>> probes;
  private final LatestRuns latest;

  /**
   * Renders probes.
   *
   * @param probes the declared ones
   * @param latest their last runs
   */
  public ProbeCollector(Supplier<Collection<ProbeDeclaration>> probes, LatestRuns latest) {
    this.probes = probes;
    this.latest = latest;
  }

  @Override
  public MetricSnapshots collect() {
    var rendering = new Rendering();
    for (var probe : probes.get()) {
      latest.of(probe.name()).ifPresent(run -> render(rendering, probe, run));
    }
    return rendering.snapshots();
  }

  private static void render(Rendering out, ProbeDeclaration probe, LatestRun latest) {
    var labels =
        Labels.of(
            "probe", probe.name(),
            "service", probe.service(),
            "location", latest.result().key().location(),
            "target", probe.spec().displayTarget());
    var run = latest.run();
    out.gauge(Metric.PROBE_SUCCESS, labels, run.success() ? 1 : 0);
    out.gauge(Metric.PROBE_DURATION, labels, run.durationNanos() / NANOS);
    out.gauge(Metric.PROBE_TIMEOUT, labels, seconds(probe.spec().timeout()));
    run.phaseNanos(Phase.RESOLVE)
        .ifPresent(nanos -> out.gauge(Metric.PROBE_DNS, labels, nanos / NANOS));
    run.address()
        .ifPresent(address ->
            out.gauge(Metric.PROBE_IP_PROTOCOL, labels, address instanceof Inet4Address ? 4 : 6));
    if (probe.spec() instanceof HttpSpec) {
      render(out, labels, run, run.http().orElse(NO_RESPONSE));
    }
    run.tls().ifPresent(tls -> render(out, labels, tls));
    run.failure()
        .ifPresent(failure ->
            out.gauge(
                Metric.PROBE_FAILURE,
                labels
                    .add("phase", failure.phase().label())
                    .add("reason", failure.reason().label()),
                1));
  }

  private static void render(Rendering out, Labels labels, ProbeRun run, HttpFacts http) {
    for (var phase : Phase.values()) {
      out.gauge(
          Metric.PROBE_HTTP_DURATION,
          labels.add("phase", phase.label()),
          run.phaseNanos(phase).orElse(0) / NANOS);
    }
    var regex = run.failure().filter(failure -> failure.reason() == FailureReason.BODY).isPresent();
    out.gauge(Metric.PROBE_FAILED_REGEX, labels, regex ? 1 : 0);
    out.gauge(Metric.PROBE_HTTP_STATUS, labels, http.status());
    out.gauge(Metric.PROBE_HTTP_VERSION, labels, http.version());
    out.gauge(Metric.PROBE_HTTP_REDIRECTS, labels, http.redirects());
    out.gauge(Metric.PROBE_HTTP_CONTENT_LENGTH, labels, (double) http.contentLength());
    out.gauge(Metric.PROBE_HTTP_BODY_LENGTH, labels, (double) http.bodyBytes());
    out.gauge(Metric.PROBE_HTTP_SSL, labels, http.ssl() ? 1 : 0);
    http.lastModified()
        .ifPresent(at -> out.gauge(Metric.PROBE_HTTP_LAST_MODIFIED, labels, unix(at)));
  }

  private static void render(Rendering out, Labels labels, TlsFacts tls) {
    out.gauge(Metric.PROBE_SSL_EXPIRY, labels, unix(tls.presentedExpiry()));
    out.gauge(Metric.PROBE_SSL_CHAIN_EXPIRY, labels, unix(tls.verifiedExpiry()));
    out.gauge(
        Metric.PROBE_SSL_INFO,
        labels
            .add("fingerprint_sha256", tls.fingerprintSha256())
            .add("subject", tls.subject())
            .add("issuer", tls.issuer())
            .add("subjectalternative", tls.alternativeNames())
            .add("serialnumber", tls.serialNumber()),
        1);
    out.gauge(Metric.PROBE_TLS_VERSION, labels.add("version", tls.version()), 1);
    out.gauge(Metric.PROBE_TLS_CIPHER, labels.add("cipher", tls.cipher()), 1);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }

  /** Where nothing was verified this is Go's zero time, as blackbox_exporter has it. */
  private static double unix(Instant instant) {
    return instant.equals(Instant.MIN) ? -62_135_596_800.0 : instant.getEpochSecond();
  }
}
