package dev.nines.engine.pages.dora;

import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.Moment;
import dev.nines.slo.reliability.dora.FailedDeployment;
import dev.nines.slo.reliability.dora.FailureReason;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * A deployment that failed, and why.
 *
 * @param deployment its number
 * @param version what people call it
 * @param at when it had finished
 * @param recovery how long recovery took, in words
 * @param reasons why it counts as failed
 */
public record FailedLine(
    long deployment, String version, Moment at, String recovery, List<Reason> reasons) {
  /** Copies the list. */
  public FailedLine {
    reasons = List.copyOf(reasons);
  }

  /**
   * Why.
   *
   * @param text the evidence
   * @param incident the incident's number; 0 for a rollback
   * @param declared whether it is declared
   */
  public record Reason(String text, long incident, boolean declared) {
    static Reason of(FailureReason reason) {
      return switch (reason) {
        case FailureReason.Declared(var incident, var evidence) ->
            new Reason(
                switch (evidence) {
                  case PERSON -> "somebody said so";
                  case API -> "a program said so";
                  case ROLLBACK -> "it was rolled back while the incident lasted";
                  case ARTIFACT -> "an incident event named its artifact";
                },
                incident.id(),
                true);
        case FailureReason.Inferred(var incident, var after) ->
            new Reason(
                "began " + DurationText.of(after) + " after it, the latest before it",
                incident.id(),
                false);
        case FailureReason.TakenBack(var rollback) ->
            new Reason("rolled back by " + rollback.version(), 0, true);
      };
    }
  }

  static FailedLine of(FailedDeployment failed, ZonedDateTime now) {
    return new FailedLine(
        failed.deployment().id(),
        failed.deployment().version(),
        Moment.of(failed.deployment().finishedAt(), now),
        failed
            .recovery()
            .map(time ->
                time.isNegative()
                    ? "recovered before it was deployed: not counted"
                    : "recovered after " + DurationText.of(time))
            .orElse("not recovered yet"),
        failed.reasons().stream().map(Reason::of).toList());
  }
}
