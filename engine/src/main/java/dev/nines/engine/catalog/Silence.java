package dev.nines.engine.catalog;

import dev.nines.channel.ChannelSpec.Match;
import dev.nines.incident.Severity;
import dev.nines.slo.time.Interval;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Time in which people are not told of some things, which are watched all the same.
 *
 * @param name what people call it: its declared name, or its number
 * @param match what is not told
 * @param span when
 * @param reason why
 * @param by who says so
 */
public record Silence(String name, Match match, Interval span, String reason, String by) {
  /**
   * Asks for an incident or alert.
   *
   * @param service its service
   * @param labels the service's labels
   * @param severity how bad it is
   * @param now the present
   * @return whether nobody is told of it now
   */
  public boolean holds(
      String service, Map<String, List<String>> labels, Severity severity, Instant now) {
    return span.contains(now) && match.accepts(service, labels, severity);
  }
}
