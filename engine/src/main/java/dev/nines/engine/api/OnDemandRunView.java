package dev.nines.engine.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.reports.RunView;
import dev.nines.engine.schedule.OnDemandRuns;
import java.time.Instant;
import java.util.Optional;

/**
 * A run that somebody asked for, as the API shows it.
 *
 * @param probe its name
 * @param location where it ran
 * @param began when it began
 * @param traceId its trace
 * @param run what it saw
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record OnDemandRunView(
    String probe,
    String location,
    Instant began,
    Optional<String> traceId,
    @JsonUnwrapped RunView run) {
  static OnDemandRunView of(ProbeDeclaration probe, OnDemandRuns.Answer.Made made) {
    return new OnDemandRunView(
        probe.name(),
        made.location(),
        made.began(),
        made.traceId(),
        RunView.of(probe.target(), made.run()));
  }
}
