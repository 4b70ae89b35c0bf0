package dev.nines.engine.schedule;

import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.RunKey;
import dev.nines.probe.ProbeRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Last runs as if this instance had made them. */
public final class KnownRuns {
  private KnownRuns() {}

  public static ProbeResult put(LatestRuns latest, String probe, Instant at, ProbeRun run) {
    var result =
        ProbeResult.of(new RunKey(probe, "local", at), Duration.ofMillis(2), run, Optional.empty());
    latest.put(result, run);
    return result;
  }

  public static void putUnknown(LatestRuns latest, String probe, Instant at, UnknownCause cause) {
    latest.put(probe, new LatestRuns.UnknownRun(at, cause, "a sentence"));
  }
}
