package dev.nines.engine.pages.incidents;

import dev.nines.engine.dora.IncidentCauses.Word;
import dev.nines.engine.dora.Suspect;
import dev.nines.engine.pages.incidents.IncidentPage.Link;
import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.Moment;
import dev.nines.engine.review.IncidentReview;
import dev.nines.slo.reliability.dora.DeclaredCause;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * Which deployments may have caused an incident.
 *
 * @param says what is known of the cause, in a sentence
 * @param suspects the declared cause first, then those just before, newest first
 */
public record CauseLines(String says, List<SuspectLine> suspects) {
  static final String NOTHING_DECLARED = "Nothing is declared of its cause.";

  /** Copies the list. */
  public CauseLines {
    suspects = List.copyOf(suspects);
  }

  /**
   * A deployment.
   *
   * @param what its version, and where it can be read of
   * @param service what was deployed
   * @param at when it was over
   * @param before how long before the impact
   * @param actor who deployed; empty where that is not told
   * @param rollback whether it took back the one before it
   * @param evidence what speaks for its being the cause; empty where nothing does
   */
  public record SuspectLine(
      Link what,
      String service,
      Moment at,
      String before,
      String actor,
      boolean rollback,
      String evidence) {
    static SuspectLine of(Suspect suspect, Instant impactStart, ZonedDateTime now) {
      var row = suspect.row();
      var deployment = row.deployment();
      return new SuspectLine(
          Link.of(deployment.version(), row.url().orElse("")),
          deployment.service(),
          Moment.of(deployment.finishedAt(), now),
          before(suspect, impactStart),
          row.actor().orElse(""),
          deployment.rollback(),
          evidence(suspect));
    }

    static String evidence(Suspect suspect) {
      return switch (suspect.link()) {
        case DECLARED -> "declared the cause";
        case INFERRED -> "inferred: the latest before the impact, and shortly before it";
        case NONE -> "";
      };
    }

    static String before(Suspect suspect, Instant impactStart) {
      var length = Duration.between(suspect.row().deployment().finishedAt(), impactStart);
      return length.isNegative()
          ? DurationText.of(length.negated()) + " after the impact began"
          : DurationText.of(length) + " before the impact";
    }
  }

  static CauseLines of(IncidentReview review, ZonedDateTime now) {
    var cause = review.cause();
    var impactStart = review.incident().times().impactStart();
    return new CauseLines(
        cause
            .word()
            .map(word -> says(word, Moment.of(word.at(), now).text()))
            .orElse(NOTHING_DECLARED),
        cause.suspects().stream()
            .map(suspect -> SuspectLine.of(suspect, impactStart, now))
            .toList());
  }

  static String says(Word word, String at) {
    var what =
        switch (word.cause()) {
          case DeclaredCause.OfDeployment(_, var evidence) ->
              "A deployment is declared its cause (%s)".formatted(evidence.label());
          case DeclaredCause.NoDeployment(var evidence) ->
              "It is declared that no deployment caused it (%s)".formatted(evidence.label());
          case DeclaredCause.Untold() -> "Nothing is declared of its cause";
        };
    return "%s, by %s at %s: %s".formatted(what, word.actor(), at, word.reason());
  }
}
