package dev.nines.engine.results;

import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Phase;
import dev.nines.slo.Criterion;
import dev.nines.slo.Measure;
import dev.nines.slo.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Results made up for tests. */
public final class Runs {
  public static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  public static final String LOCAL = "local";
  public static final Criterion FAST =
      new Criterion(
          true,
          Optional.of(new Criterion.Bound(Measure.TOTAL, Criterion.Op.LT, Duration.ofMillis(300))));

  private static final Failure REFUSED =
      new Failure(Phase.CONNECT, FailureReason.CONNECTION_REFUSED, "refused");
  private static final Failure SLOW =
      new Failure(Phase.PROCESSING, FailureReason.SLOW, "the run took 12ms, more than 10ms");

  private Runs() {}

  public static ProbeResult good(String probe, Instant at) {
    return run(probe, LOCAL, at, true, Duration.ofMillis(12));
  }

  public static ProbeResult bad(String probe, Instant at) {
    return run(probe, LOCAL, at, false, Duration.ofMillis(12));
  }

  public static ProbeResult degraded(String probe, Instant at) {
    var good = good(probe, at);
    return new ProbeResult(
        good.key(),
        good.lateness(),
        good.sample(),
        good.status(),
        Optional.of(SLOW),
        good.traceId());
  }

  public static ProbeResult run(
      String probe, String location, Instant at, boolean success, Duration total) {
    return new ProbeResult(
        new RunKey(probe, location, at),
        Duration.ofMillis(2),
        new Sample(success, Map.of(Measure.TOTAL, total.toNanos())),
        success ? Optional.of(200) : Optional.empty(),
        success ? Optional.empty() : Optional.of(REFUSED),
        Optional.empty());
  }

  /** Runs of a few probes at two locations, over three hours, each once, some bad, some slow. */
  public static List<ProbeResult> random(Random random, String prefix, Instant from, int count) {
    var results = new ArrayList<ProbeResult>();
    for (var i = 0; i < count; i++) {
      results.add(
          run(
              prefix + random.nextInt(3),
              random.nextBoolean() ? LOCAL : "far",
              from.plusMillis(random.nextInt(3 * 3600) * 1000L + i), // no two at the same instant
              random.nextInt(4) > 0,
              Duration.ofMillis(random.nextInt(600))));
    }
    return results;
  }
}
