package dev.nines.engine.cli;

import dev.nines.probe.HttpModule;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.TcpModule;
import dev.nines.probe.TlsSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What the command line asks to be probed.
 *
 * @param target as it was typed
 * @param protocol how it is to be probed
 * @param timeout deadline of the run
 * @param insecure whether any certificate will do
 */
record ProbeRequest(String target, Protocol protocol, Duration timeout, boolean insecure) {
  private static final Pattern ENDS_IN_A_PORT = Pattern.compile("[^/?#]*:\\d+");
  private static final Pattern TIMEOUT = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)(ms|s|m)");
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

  enum Protocol {
    /** TCP for {@code host:port}, HTTP for all else. */
    BY_TARGET,
    HTTP,
    TCP
  }

  /**
   * Reads the deadline of a run.
   *
   * @throws IllegalArgumentException whose message is one sentence for the person who typed it
   */
  static Duration timeout(String text) {
    var matcher = TIMEOUT.matcher(text);
    if (matcher.matches()) {
      var millis =
          switch (matcher.group(2)) {
            case "m" -> 60_000;
            case "s" -> 1_000;
            default -> 1;
          };
      var timeout =
          Duration.ofNanos(
              new BigDecimal(matcher.group(1))
                  .multiply(BigDecimal.valueOf(millis * 1_000_000L))
                  .longValue());
      if (timeout.compareTo(Duration.ZERO) > 0 && timeout.compareTo(LONGEST_TIMEOUT) <= 0) {
        return timeout;
      }
    }
    throw new IllegalArgumentException(
        "timeout is not above zero and at most 10m, such as 5s or 300ms: " + text);
  }

  /**
   * Makes a probe of it.
   *
   * @throws IllegalArgumentException whose message is one sentence for the person who typed it
   */
  ProbeSpec spec() {
    return switch (protocol) {
      case HTTP -> http();
      case TCP -> tcp();
      case BY_TARGET -> ENDS_IN_A_PORT.matcher(target.strip()).matches() ? tcp() : http();
    };
  }

  private ProbeSpec http() {
    var tls = insecure ? TlsSpec.INSECURE : TlsSpec.DEFAULT;
    return ProbeSpec.of(HttpModule.DEFAULT.with(tls), target, timeout);
  }

  private ProbeSpec tcp() {
    if (insecure) {
      throw new IllegalArgumentException(
          "--insecure means nothing for a TCP target, which is probed without TLS: leave it out,"
              + " or write https://host:port");
    }
    return ProbeSpec.of(TcpModule.DEFAULT, target, timeout);
  }
}
