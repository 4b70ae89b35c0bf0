package dev.nines.engine.declarations.yaml;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads amounts with units: {@code 1m30s}, {@code 28d}, {@code 10MiB}. */
public final class Units {
  private static final Pattern GO =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)(ns|us|µs|ms|s|m|h|d|w|y)");
  private static final Map<String, Long> GO_NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L,
          "w", 604_800_000_000_000L,
          "y", 31_536_000_000_000_000L);

  private static final Pattern SPOKEN = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]*)");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,12})\\s?(B|[KMGT]i?B)?");

  private Units() {}

  /**
   * Reads a duration in Go's syntax, with the days, weeks and years of Prometheus.
   *
   * @param text such as {@code 1m30s}
   * @return the duration, at least zero; empty where it is none
   */
  public static Optional<Duration> goDuration(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    var parts = GO.matcher(text);
    var nanos = BigDecimal.ZERO;
    var end = 0;
    while (end < text.length() && parts.find() && parts.start() == end) {
      var unit = BigDecimal.valueOf(requireNonNull(GO_NANOS.get(parts.group(2))));
      nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(unit));
      end = parts.end();
    }
    if (end == 0
        || end < text.length()
        || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(nanos.longValue()));
  }

  /** What "10 seconds" or a bare 10 was probably meant to be. */
  static Optional<String> meantDuration(String text) {
    var matcher = SPOKEN.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var word = matcher.group(2).toLowerCase(Locale.ROOT);
    var unit =
        switch (word) {
          case "", "s", "sec", "secs", "second", "seconds" -> "s";
          case "ms", "msec", "millis", "millisecond", "milliseconds" -> "ms";
          case "m", "min", "mins", "minute", "minutes" -> "m";
          case "h", "hr", "hrs", "hour", "hours" -> "h";
          case "d", "day", "days" -> "d";
          case "w", "week", "weeks" -> "w";
          default -> "";
        };
    return unit.isEmpty() ? Optional.empty() : Optional.of(matcher.group(1) + unit);
  }

  /** Bytes in powers of 1024; {@code KB} is {@code KiB}, as in blackbox_exporter. */
  static Optional<Long> bytes(String text) {
    var matcher = BYTES.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var unit = matcher.group(2);
    var shift = unit == null || unit.equals("B") ? 0 : 10 * (1 + "KMGT".indexOf(unit.charAt(0)));
    var number = Long.parseLong(matcher.group(1));
    return number > Long.MAX_VALUE >> shift ? Optional.empty() : Optional.of(number << shift);
  }
}
