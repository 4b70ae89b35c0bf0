package dev.nines.engine.results;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nines.engine.evidence.EvidenceJson;
import dev.nines.probe.Failure;
import dev.nines.slo.Measure;
import dev.nines.slo.Sample;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A result as a spool file has it: the format stays when {@link ProbeResult} changes, and what was
 * added to it is missing in older files.
 */
record SpooledResult(
    String probe,
    String location,
    long scheduledAtMicros,
    long latenessMicros,
    boolean success,
    Map<Measure, Long> nanos,
    @Nullable Integer status,
    @Nullable Failure failure,
    @Nullable String traceId,
    @Nullable JsonNode evidence) {
  static SpooledResult of(ProbeResult result) {
    return new SpooledResult(
        result.key().probe(),
        result.key().location(),
        Micros.of(result.key().scheduledAt()),
        Micros.of(result.lateness()),
        result.sample().success(),
        result.sample().nanos(),
        result.status().orElse(null),
        result.finding().orElse(null),
        result.traceId().orElse(null),
        result.evidence().map(EvidenceJson::tree).orElse(null));
  }

  ProbeResult result() {
    return new ProbeResult(
        new RunKey(probe, location, Micros.instant(scheduledAtMicros)),
        Duration.ofNanos(latenessMicros * 1_000),
        new Sample(success, nanos),
        Optional.ofNullable(status),
        Optional.ofNullable(failure),
        Optional.ofNullable(traceId),
        Optional.ofNullable(evidence).flatMap(EvidenceJson::evidence));
  }
}
