package dev.nines.engine.pages.slos;

import dev.nines.engine.adjustments.AdjustedSpan;
import dev.nines.engine.pages.text.Moment;
import java.time.ZonedDateTime;

/**
 * A span whose events count otherwise than they were seen.
 *
 * @param from its begin
 * @param to its end
 * @param counts how they count, for people
 * @param what what says so
 * @param reason why; empty where nobody says
 * @param by who said so; empty where that is not known
 */
public record AdjustedRow(
    Moment from, Moment to, String counts, String what, String reason, String by) {
  static AdjustedRow of(AdjustedSpan adjusted, ZonedDateTime now) {
    return new AdjustedRow(
        Moment.of(adjusted.span().from(), now),
        Moment.of(adjusted.span().to(), now),
        switch (adjusted.counts()) {
          case EXCLUDED -> "not counted";
          case BAD -> "counted as bad";
          case GOOD -> "counted as good";
        },
        adjusted.kind() + " " + adjusted.name(),
        adjusted.reason(),
        adjusted.by().orElse(""));
  }
}
