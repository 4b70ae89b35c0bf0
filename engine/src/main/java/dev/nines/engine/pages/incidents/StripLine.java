package dev.nines.engine.pages.incidents;

import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.Moment;
import dev.nines.engine.review.RunStrip;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * What a probe saw at a location, to be drawn in a box of {@value #WIDTH} by 20. Each state has a
 * height of its own, so that none depends on colour.
 *
 * @param probe the probe
 * @param link to its page
 * @param location where it saw it from
 * @param from when the strip begins
 * @param to when it ends
 * @param cell how finely time is cut
 * @param parts what is drawn
 * @param says the bad and unknown parts in words
 */
public record StripLine(
    String probe,
    String link,
    String location,
    Moment from,
    Moment to,
    String cell,
    List<PartBox> parts,
    List<String> says) {
  static final int WIDTH = 1_000;

  /** More would hide the strip. */
  private static final int MOST_WORDS = 6;

  /**
   * A part.
   *
   * @param state good, bad or unknown
   * @param x where it begins
   * @param width how wide it is
   * @param title it in words
   */
  public record PartBox(String state, double x, double width, String title) {}

  static StripLine of(RunStrip strip, ZonedDateTime now) {
    var begin = strip.span().from();
    var length = strip.span().length().toMillis();
    return new StripLine(
        strip.probe(),
        "/probes/" + strip.probe(),
        strip.location(),
        Moment.of(begin, now),
        Moment.of(strip.span().to(), now),
        DurationText.of(strip.cell()),
        strip.parts().stream()
            .map(part ->
                new PartBox(
                    part.state().label(),
                    share(begin, part.from(), length),
                    share(part.from(), part.to(), length),
                    words(part, now)))
            .toList(),
        strip.parts().stream()
            .filter(part -> part.state() != RunStrip.State.GOOD)
            .limit(MOST_WORDS)
            .map(part -> words(part, now))
            .toList());
  }

  private static double share(Instant from, Instant to, long length) {
    return Math.round(10.0 * WIDTH * Duration.between(from, to).toMillis() / length) / 10.0;
  }

  private static String words(RunStrip.Part part, ZonedDateTime now) {
    return "%s from %s to %s"
        .formatted(
            part.state().label(),
            Moment.of(part.from(), now).text(),
            Moment.of(part.to(), now).text());
  }
}
