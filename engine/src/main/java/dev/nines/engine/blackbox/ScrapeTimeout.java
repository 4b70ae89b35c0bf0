package dev.nines.engine.blackbox;

import dev.nines.slo.time.Seconds;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long a probe may take: the scrape's timeout less what the answer needs, or the module's. */
final class ScrapeTimeout {
  static final String HEADER = "X-Prometheus-Scrape-Timeout-Seconds";

  /** Java reads more as a number than Go does, such as {@code 1d}. */
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?");

  private static final double UNLESS_TOLD = 120;
  private static final double OFFSET = 0.5;
  private static final double LONGEST = 3_600;

  private ScrapeTimeout() {}

  /**
   * Decides.
   *
   * @param header what Prometheus says of its own timeout, in seconds
   * @param module the module's timeout
   * @return zero where no time is left at all
   */
  static Duration of(@Nullable String header, Optional<Duration> module) throws Refusal {
    var told = header == null || header.isEmpty() ? 0 : seconds(header);
    var most = (told == 0 ? UNLESS_TOLD : told) - OFFSET;
    var own = module.map(Seconds::of).orElse(0.0);
    var seconds = most < 0 || (own > 0 && own < most) ? own : most;
    return Duration.ofNanos(Math.round(Math.min(seconds, LONGEST) * 1e9));
  }

  private static double seconds(String header) throws Refusal {
    try {
      if (NUMBER.matcher(header).matches()) {
        return Double.parseDouble(header);
      }
    } catch (NumberFormatException _) {
      // such as 1.2.3
    }
    throw new Refusal(
        500, "Failed to parse timeout from Prometheus header: not a number of seconds");
  }
}
