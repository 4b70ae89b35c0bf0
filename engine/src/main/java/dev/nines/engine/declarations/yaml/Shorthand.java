package dev.nines.engine.declarations.yaml;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A duration in OpenSLO's shorthand, {@code 4w}.
 *
 * @param count how many, at least one
 * @param unit minutes, hours, days, weeks, months (a quarter is three) or years
 * @see <a href="https://github.com/OpenSLO/OpenSLO#duration-shorthand">duration-shorthand</a>
 */
public record Shorthand(int count, ChronoUnit unit) {
  private static final Pattern WRITTEN = Pattern.compile("([1-9]\\d{0,5})([mhdwMQY])");

  private static final Pattern SPOKEN = Pattern.compile("([1-9]\\d{0,5})\\s*([A-Za-z]+)");

  private static final Map<String, Shorthand> UNITS =
      Map.of(
          "m", new Shorthand(1, ChronoUnit.MINUTES),
          "h", new Shorthand(1, ChronoUnit.HOURS),
          "d", new Shorthand(1, ChronoUnit.DAYS),
          "w", new Shorthand(1, ChronoUnit.WEEKS),
          "M", new Shorthand(1, ChronoUnit.MONTHS),
          "Q", new Shorthand(3, ChronoUnit.MONTHS),
          "Y", new Shorthand(1, ChronoUnit.YEARS));

  /**
   * Reads a text.
   *
   * @param text such as {@code 30d}
   * @return the duration; empty where it is none
   */
  public static Optional<Shorthand> of(String text) {
    var matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var unit = requireNonNull(UNITS.get(matcher.group(2)));
    return Optional.of(new Shorthand(unit.count * Integer.parseInt(matcher.group(1)), unit.unit));
  }

  /** What {@code 30 days} or {@code 30D} was probably meant to be. */
  static Optional<String> meant(String text) {
    var matcher = SPOKEN.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var word = matcher.group(2).toLowerCase(Locale.ROOT);
    var unit =
        switch (word) {
          case "min", "mins", "minute", "minutes" -> "m";
          case "h", "hour", "hours" -> "h";
          case "d", "day", "days" -> "d";
          case "w", "week", "weeks" -> "w";
          case "month", "months" -> "M";
          case "q", "quarter", "quarters" -> "Q";
          case "y", "year", "years" -> "Y";
          default -> "";
        };
    return Optional.of(matcher.group(1) + unit).filter(meant -> of(meant).isPresent());
  }

  /**
   * {@return its length away from a calendar, where a month has 30 days and a year 365, as
   * OpenSLO's SDK has it}
   */
  public Duration length() {
    return switch (unit) {
      case MONTHS -> Duration.ofDays(30L * count);
      case YEARS -> Duration.ofDays(365L * count);
      default -> unit.getDuration().multipliedBy(count);
    };
  }
}
