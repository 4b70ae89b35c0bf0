package dev.nines.engine.metrics;

import dev.nines.engine.series.Metric;
import dev.nines.probe.HttpFacts;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.HttpStepsModule;
import dev.nines.probe.HttpStepsSpec;
import dev.nines.probe.Mismatch;
import dev.nines.probe.Phase;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeModule;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.StepRun;
import dev.nines.probe.TcpModule;
import dev.nines.probe.TcpSpec;
import dev.nines.probe.TlsFacts;
import dev.nines.slo.time.Seconds;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The series of one run, which are those of blackbox_exporter: where it leaves one out, so does
 * this. {@code probe_failure_info} and those of single steps are Nines' own; of a transaction the
 * others tell all steps together, but what an answer said is the last step's.
 */
public final class RunSeries {
  private static final int FNV_BASIS = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;

  /** What blackbox_exporter says where no response came, so that an alert on 0 fires. */
  private static final HttpFacts NO_RESPONSE = HttpFacts.none(0);

  /** In the order of their names, as blackbox_exporter writes them. */
  private static final Map<Phase, LabelText> PHASES = new LinkedHashMap<>();

  static {
    Arrays.stream(Phase.values())
        .sorted(Comparator.comparing(Phase::label))
        .forEach(phase -> PHASES.put(phase, LabelText.of("phase", phase.label())));
  }

  private final Rendering out;
  private final LabelText labels;

  RunSeries(Rendering out, LabelText labels) {
    this.out = out;
    this.labels = labels;
  }

  /** The series of a run by itself, without labels that say whose they are. */
  static Rendering of(ProbeModule module, Duration timeout, ProbeRun run) {
    var out = new Rendering();
    new RunSeries(out, LabelText.NONE).render(module, timeout, run);
    return out;
  }

  /**
   * What decides which series there are.
   *
   * @param spec a probe
   * @return what it asks; of a transaction, what its last step asks
   */
  public static ProbeModule module(ProbeSpec spec) {
    return switch (spec) {
      case HttpSpec http -> http.module();
      case TcpSpec tcp -> tcp.module();
      case HttpStepsSpec steps -> steps.module();
    };
  }

  void render(ProbeModule module, Duration timeout, ProbeRun run) {
    gauge(Metric.PROBE_SUCCESS, run.success() ? 1 : 0);
    gauge(Metric.PROBE_DURATION, Seconds.ofNanos(run.durationNanos()));
    gauge(Metric.PROBE_TIMEOUT, Seconds.of(timeout));
    firstResolve(run).ifPresent(span -> resolve(run, span));
    gauge(Metric.PROBE_FAILED_REGEX, run.mismatches().contains(Mismatch.REGEX) ? 1 : 0);
    switch (module) {
      case HttpModule http -> http(asksCel(http), run);
      case HttpStepsModule steps -> {
        http(steps.steps().stream().anyMatch(step -> asksCel(step.http())), run);
        run.steps().forEach(step -> step(step, run));
      }
      case TcpModule _ -> tcp(run);
    }
    run.failure()
        .ifPresent(failure ->
            out.info(
                Metric.PROBE_FAILURE,
                labels,
                LabelText.of(
                    "phase", failure.phase().label(), "reason", failure.reason().label())));
  }

  private static Optional<PhaseSpan> firstResolve(ProbeRun run) {
    return run.phases().stream()
        .filter(span -> span.hop() == 0 && span.phase() == Phase.RESOLVE)
        .findFirst();
  }

  private void resolve(ProbeRun run, PhaseSpan span) {
    gauge(Metric.PROBE_DNS, Seconds.ofNanos(span.nanos()));
    gauge(
        Metric.PROBE_IP_PROTOCOL,
        run.address().map(address -> address instanceof Inet4Address ? 4 : 6).orElse(0));
    gauge(
        Metric.PROBE_IP_HASH,
        run.address().map(address -> Integer.toUnsignedLong(hash(address))).orElse(0L));
  }

  private static boolean asksCel(HttpModule module) {
    var body = module.expectation().body();
    return body.failIfJsonMatches().isPresent() || body.failIfJsonNotMatches().isPresent();
  }

  private void step(StepRun step, ProbeRun run) {
    var named = LabelText.of("step", step.name());
    out.gauge(Metric.PROBE_STEP_SUCCESS, labels, named, step.success() ? 1 : 0);
    out.gauge(Metric.PROBE_STEP_DURATION, labels, named, Seconds.ofNanos(step.durationNanos()));
    out.gauge(Metric.PROBE_STEP_STATUS, labels, named, step.status().orElse(0));
    step.phaseNanos(run.phases())
        .forEach((phase, nanos) ->
            out.gauge(
                Metric.PROBE_STEP_PHASE_DURATION,
                labels,
                LabelText.of("step", step.name(), "phase", phase.label()),
                Seconds.ofNanos(nanos)));
  }

  private void http(boolean asksCel, ProbeRun run) {
    var requested =
        run.address().isPresent()
            || run.failure().filter(failure -> failure.phase() == Phase.RESOLVE).isEmpty();
    PHASES.forEach((phase, named) -> {
      var nanos = run.phaseNanos(phase);
      if (nanos.isPresent() || (requested && phase != Phase.RESOLVE)) {
        out.gauge(Metric.PROBE_HTTP_DURATION, labels, named, Seconds.ofNanos(nanos.orElse(0)));
      }
    });
    if (asksCel) {
      gauge(Metric.PROBE_FAILED_CEL, run.mismatches().contains(Mismatch.CEL) ? 1 : 0);
    }
    var http = run.http().orElse(NO_RESPONSE);
    gauge(Metric.PROBE_HTTP_STATUS, http.status());
    gauge(Metric.PROBE_HTTP_VERSION, http.version());
    gauge(Metric.PROBE_HTTP_REDIRECTS, http.redirects());
    gauge(Metric.PROBE_HTTP_CONTENT_LENGTH, (double) http.contentLength());
    gauge(Metric.PROBE_HTTP_BODY_LENGTH, (double) http.bodyBytes());
    gauge(Metric.PROBE_HTTP_SSL, http.ssl() ? 1 : 0);
    http.lastModified().ifPresent(at -> gauge(Metric.PROBE_HTTP_LAST_MODIFIED, unix(at)));
    run.tls()
        .filter(_ -> http.ssl())
        .ifPresent(tls -> {
          tls(tls);
          fact(Metric.PROBE_TLS_CIPHER, LabelText.of("cipher", tls.cipher()));
        });
  }

  private void tcp(ProbeRun run) {
    gauge(Metric.PROBE_FAILED_BYTES, run.mismatches().contains(Mismatch.BYTES) ? 1 : 0);
    run.tls().ifPresent(this::tls);
    if (!run.expectLabels().isEmpty()) {
      var noted = new Labels[] {Labels.EMPTY};
      run.expectLabels().forEach((name, value) -> noted[0] = noted[0].add(free(name), value));
      fact(Metric.PROBE_EXPECT_INFO, LabelText.of(noted[0]));
    }
  }

  /** As Prometheus does it with a label that a target wants to have. */
  private String free(String label) {
    var name = PrometheusNaming.sanitizeLabelName(label);
    return labels.labels().contains(name) ? "exported_" + name : name;
  }

  private void tls(TlsFacts tls) {
    gauge(Metric.PROBE_SSL_EXPIRY, unix(tls.presentedExpiry()));
    gauge(Metric.PROBE_SSL_CHAIN_EXPIRY, unix(tls.verifiedExpiry()));
    fact(
        Metric.PROBE_SSL_INFO,
        LabelText.of(
            "fingerprint_sha256", tls.fingerprintSha256(),
            "subject", tls.subject(),
            "issuer", tls.issuer(),
            "subjectalternative", tls.alternativeNames(),
            "serialnumber", tls.serialNumber()));
    fact(Metric.PROBE_TLS_VERSION, LabelText.of("version", tls.version()));
  }

  private void gauge(Metric metric, double value) {
    out.gauge(metric, labels, value);
  }

  /** What is told by labels: blackbox_exporter has a gauge of 1 for it. */
  private void fact(Metric metric, LabelText told) {
    out.gauge(metric, labels, told, 1);
  }

  /** FNV-1a in 32 bits, which Go calls {@code fnv.New32a}. */
  private static int hash(InetAddress address) {
    var hash = FNV_BASIS;
    for (var octet : address.getAddress()) {
      hash = (hash ^ Byte.toUnsignedInt(octet)) * FNV_PRIME;
    }
    return hash;
  }

  /** Where nothing was verified this is Go's zero time, as blackbox_exporter has it. */
  private static double unix(Instant instant) {
    return instant.equals(Instant.MIN) ? -62_135_596_800.0 : instant.getEpochSecond();
  }
}
