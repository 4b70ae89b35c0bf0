package dev.nines.engine.pages.silences;

import dev.nines.engine.catalog.Silence;
import dev.nines.engine.pages.SilenceLine;
import dev.nines.engine.pages.text.Moment;
import dev.nines.engine.silences.SilenceState;
import dev.nines.engine.silences.StoredSilence;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * A silence in the list, ready to print.
 *
 * @param id its number; empty where it is declared
 * @param name its name; empty where it is not declared
 * @param state where it stands
 * @param line what is silenced, until when, why and by whom
 * @param from from when
 * @param ended when a person ended it; empty where nobody did
 * @param endedBy who did
 */
public record SilenceRow(
    String id,
    String name,
    SilenceState state,
    SilenceLine line,
    Moment from,
    Optional<Moment> ended,
    String endedBy) {
  static SilenceRow declared(Silence silence, ZonedDateTime now) {
    return new SilenceRow(
        "",
        silence.name(),
        SilenceState.of(silence, Optional.empty(), now.toInstant()),
        SilenceLine.of(silence, now),
        Moment.of(silence.span().from(), now),
        Optional.empty(),
        "");
  }

  static SilenceRow stored(StoredSilence stored, ZonedDateTime now) {
    return new SilenceRow(
        Long.toString(stored.id()),
        "",
        SilenceState.of(stored.silence(), stored.endedAt(), now.toInstant()),
        SilenceLine.of(stored.silence(), now),
        Moment.of(stored.silence().span().from(), now),
        stored.endedAt().map(at -> Moment.of(at, now)),
        stored.endedBy().orElse(""));
  }
}
