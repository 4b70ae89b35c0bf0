package dev.nines.engine.pages.probes;

import dev.nines.engine.pages.text.Moment;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.RunKey;
import dev.nines.probe.Failure;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * A failed run that is kept.
 *
 * @param id unique on the page and the same at every visit
 * @param due when it was due
 * @param location where it ran
 * @param where where it failed and why in a word
 * @param sentence why it failed
 * @param seen what it saw; empty where there was no room to keep it
 */
public record FailureCard(
    String id,
    Moment due,
    String location,
    String where,
    String sentence,
    Optional<SeenText> seen) {
  static FailureCard of(ProbeResult run, ZonedDateTime now) {
    return new FailureCard(
        id(run.key()),
        Moment.of(run.key().scheduledAt(), now),
        run.key().location(),
        run.failure().map(RunRow::where).orElse(""),
        run.failure().map(Failure::detail).orElse(""),
        run.evidence().map(evidence -> SeenText.of(run, evidence)));
  }

  static String id(RunKey key) {
    return "failure-%s-%d"
        .formatted(
            key.location().replaceAll("[^A-Za-z0-9-]", "_"), key.scheduledAt().toEpochMilli());
  }
}
