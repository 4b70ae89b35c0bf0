package dev.nines.engine.api;

import dev.nines.engine.dora.IncidentCauses;
import dev.nines.engine.dora.Suspect;
import dev.nines.slo.reliability.dora.DeclaredCause;
import dev.nines.slo.time.Seconds;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A deployment that may have caused an incident.
 *
 * @param deployment its number
 * @param service what was deployed
 * @param version what people call it
 * @param environment where to
 * @param finishedAt when it was over
 * @param beforeSeconds from there to the impact's start; below zero where it was under way then
 * @param link {@code declared}, {@code inferred} or {@code none}: what speaks for its being the
 *     cause
 * @param rollback whether it took back the one before it
 * @param revision the commit
 * @param url where to read more
 * @param actor who deployed
 */
public record SuspectView(
    long deployment,
    String service,
    String version,
    String environment,
    Instant finishedAt,
    double beforeSeconds,
    String link,
    boolean rollback,
    Optional<String> revision,
    Optional<String> url,
    Optional<String> actor) {
  static SuspectView of(Suspect suspect, Instant impactStart) {
    var row = suspect.row();
    var deployment = row.deployment();
    return new SuspectView(
        deployment.id(),
        deployment.service(),
        deployment.version(),
        deployment.environment(),
        deployment.finishedAt(),
        Seconds.of(Duration.between(deployment.finishedAt(), impactStart)),
        suspect.link().name().toLowerCase(Locale.ROOT),
        deployment.rollback(),
        row.revision(),
        row.url(),
        row.actor());
  }

  /**
   * What is said of a cause.
   *
   * @param deployment the number of the deployment; null where none is said to have caused it
   * @param evidence person, api, rollback or artifact
   * @param actor who said so
   * @param reason why
   * @param at when
   */
  public record CauseView(
      Optional<Long> deployment, String evidence, String actor, String reason, Instant at) {
    static CauseView of(IncidentCauses.Word word) {
      return switch (word.cause()) {
        case DeclaredCause.OfDeployment(var deployment, var evidence) ->
            of(word, Optional.of(deployment), evidence.label());
        case DeclaredCause.NoDeployment(var evidence) ->
            of(word, Optional.empty(), evidence.label());
        case DeclaredCause.Untold() -> of(word, Optional.empty(), "");
      };
    }

    private static CauseView of(
        IncidentCauses.Word word, Optional<Long> deployment, String evidence) {
      return new CauseView(deployment, evidence, word.actor(), word.reason(), word.at());
    }
  }
}
