package dev.nines.engine.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM, as systemd, a container's runtime or Ctrl-C sends it. */
@Tag("process")
class ShutdownIT {
  private static final Duration LONGEST_STOP = Duration.ofSeconds(5);
  private static final int SIGTERM = 128 + 15;
  private static final int PROBES = 5;

  private static String declarations(Target target, Target hanging) {
    return """
    apiVersion: openslo/v1
    kind: Service
    metadata: {name: shop}
    """
        + IntStream.range(0, PROBES)
            .mapToObj(i -> probe("front-" + i, target))
            .collect(Collectors.joining())
        + probe("hanging", hanging).replace("2s", "15s").replace("1900ms", "14s");
  }

  private static String probe(String name, Target target) {
    return """
    ---
    apiVersion: nines.dev/v1
    kind: Probe
    metadata: {name: %s}
    spec: {service: shop, target: "%s", interval: 2s, timeout: 1900ms, prober: http}
    """
        .formatted(name, target.url());
  }

  @Test
  void runsUnderWayAreStored_andThoseThatHangAreUnknown(@TempDir Path folder) throws Exception {
    try (var target = Target.up();
        var hanging = Target.up()) {
      target.answerBetween(200, 300, 600); // so that some are under way
      hanging.answerBetween(200, 60_000, 60_001); // never, while this test runs
      var site = Site.of(folder, declarations(target, hanging));
      try (var nines = NinesProcess.start(site)) {
        nines.api();
        // The stop must come while the hanging run is young: it ends by itself after 14 s.
        await().atMost(25, SECONDS).until(() -> hanging.served() == 1);
        await().atMost(5, SECONDS).until(() -> target.served() >= 1);

        nines.terminate();

        assertThat(nines.exitCode(LONGEST_STOP)).isEqualTo(SIGTERM);
        assertThat(nines.complaints()).allMatch(line -> line.contains("probe hanging is unknown"));
        assertThat(site.postmasterRuns()).isFalse();
      }
      var served = target.served();
      var ended = Instant.now();
      try (var nines = NinesProcess.start(site)) {
        nines.api();

        assertThat(History.read(site).runs())
            .filteredOn(run -> run.scheduledAt().isBefore(ended))
            .hasSize(served)
            .noneMatch(run -> run.probe().equals("hanging"));
      }
    }
  }
}
