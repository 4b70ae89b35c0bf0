package dev.nines.engine.pages.silences;

import dev.nines.engine.api.SentBody;
import dev.nines.incident.Severity;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The form that silences a service.
 *
 * @param lengths how long people may choose it to last
 * @param severities what they may choose from
 * @param zone the zone that an end of one's own is told in
 */
public record SilenceForm(List<Length> lengths, List<String> severities, String zone) {
  private static final List<Length> LENGTHS =
      List.of(
          new Length("30m", "30 minutes"),
          new Length("1h", "1 hour"),
          new Length("4h", "4 hours"),
          new Length("12h", "12 hours"),
          new Length("1d", "1 day"),
          new Length("7d", "7 days"));

  /**
   * A choice.
   *
   * @param value as the API takes it
   * @param text for people
   */
  public record Length(String value, String text) {}

  /**
   * The form in a zone.
   *
   * @param zone the zone that times are shown in
   * @return the form
   */
  public static SilenceForm in(ZoneId zone) {
    return new SilenceForm(
        LENGTHS, Arrays.stream(Severity.values()).map(Severity::label).toList(), zone.getId());
  }

  /**
   * Reads what is sent as what the API takes. An end of one's own goes over the chosen length, and
   * is in the page's zone where it has no offset.
   *
   * @param service what is silenced
   * @param form what is sent
   * @param fields the same, as texts
   * @param zone the zone that times are shown in
   * @return the body
   */
  public static SentBody read(
      String service,
      MultivaluedMap<String, String> form,
      Map<String, String> fields,
      ZoneId zone) {
    var single = new HashMap<>(fields);
    single.remove("severities");
    if (!fields.getOrDefault("end", "").isBlank()) {
      single.remove("duration");
      single.computeIfPresent("end", (_, text) -> withOffset(text, zone));
    }
    return SentBody.of(
        single,
        Map.of(
            "services",
            List.of(service),
            "severities",
            form.getOrDefault("severities", List.of())));
  }

  private static String withOffset(String text, ZoneId zone) {
    try {
      return LocalDateTime.parse(text.strip()).atZone(zone).toOffsetDateTime().toString();
    } catch (DateTimeParseException e) {
      return text; // with an offset of its own, or wrong: the body tells
    }
  }
}
