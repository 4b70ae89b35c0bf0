package dev.nines.engine.pages;

import dev.nines.engine.catalog.Silence;
import dev.nines.engine.pages.text.Moment;
import dev.nines.incident.Severity;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A silence, ready to print.
 *
 * @param what what is not told, such as {@code checkout (warning)}
 * @param until until when
 * @param reason why
 * @param by who says so
 */
public record SilenceLine(String what, Moment until, String reason, String by) {
  /**
   * Writes a silence.
   *
   * @param silence the silence
   * @param now the present, in the zone to write in
   * @return the line
   */
  public static SilenceLine of(Silence silence, ZonedDateTime now) {
    var match = silence.match();
    var parts = new ArrayList<String>();
    if (!match.services().isEmpty()) {
      parts.add(match.services().stream().sorted().collect(Collectors.joining(", ")));
    }
    match.labels().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(label ->
            parts.add(
                label.getKey()
                    + " "
                    + label.getValue().stream().sorted().collect(Collectors.joining(" or "))));
    if (!match.severities().isEmpty()) {
      parts.add(
          match.severities().stream()
              .sorted()
              .map(Severity::label)
              .collect(Collectors.joining(" or ")));
    }
    return new SilenceLine(
        parts.isEmpty() ? "everything" : String.join("; ", parts),
        Moment.of(silence.span().to(), now),
        silence.reason(),
        silence.by());
  }
}
