package dev.nines.engine.pages.incidents;

import dev.nines.engine.pages.text.Moment;
import dev.nines.engine.review.Told;
import java.time.ZonedDateTime;

/**
 * What a channel was told.
 *
 * @param channel which channel
 * @param what opened, updated or resolved
 * @param state delivered, waiting or given up
 * @param at since when
 */
public record ToldLine(String channel, String what, String state, Moment at) {
  static ToldLine of(Told told, ZonedDateTime now) {
    return new ToldLine(
        told.channel(),
        told.type(),
        told.state().label().replace('_', ' '),
        Moment.of(told.at().orElse(told.owedSince()), now));
  }
}
