package dev.nines.engine.reports;

import dev.nines.probe.Content;
import dev.nines.probe.net.Durations;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keys of a module as they are shown: what is as by default is left out, and so is every secret.
 */
final class ShownKeys {
  /** Stands for every secret, as in blackbox_exporter. */
  static final String SECRET = "<secret>";

  private static final long DAY = Duration.ofDays(1).toNanos();

  private final Map<String, Object> keys = new LinkedHashMap<>();

  ShownKeys with(String key, Object value) {
    keys.put(key, value);
    return this;
  }

  ShownKeys flag(String key, boolean set) {
    return set ? with(key, true) : this;
  }

  ShownKeys ifPresent(String key, Optional<?> value) {
    value.ifPresent(given -> with(key, given));
    return this;
  }

  ShownKeys unlessEmpty(String key, Collection<?> values) {
    return values.isEmpty() ? this : with(key, values);
  }

  ShownKeys unlessEmpty(String key, ShownKeys section) {
    return section.keys.isEmpty() ? this : with(key, section.map());
  }

  /** A file goes under the key that names one. */
  ShownKeys content(String key, Content content) {
    return switch (content) {
      case Content.Text(var text) -> with(key, text);
      case Content.Secret _ -> with(key, SECRET);
      case Content.InFile(var file) -> with(key + "_file", file.toString());
    };
  }

  Map<String, Object> map() {
    return Collections.unmodifiableMap(keys);
  }

  /** {@return a duration as a module has it, to the nanosecond} */
  static String text(Duration duration) {
    var nanos = duration.toNanos();
    if (nanos > 0 && nanos % DAY == 0) {
      return nanos / DAY + "d";
    }
    if (nanos % 1_000_000 != 0) {
      return nanos + "ns";
    }
    var rest = duration.minusHours(duration.toHours()).minusMinutes(duration.toMinutesPart());
    return (duration.toHours() > 0 ? duration.toHours() + "h" : "")
        + (duration.toMinutesPart() > 0 ? duration.toMinutesPart() + "m" : "")
        + (rest.isZero() && nanos > 0 ? "" : Durations.text(rest));
  }

  /** {@return a URL whose user information and query nobody sees} */
  static String text(URI url) {
    var authority = url.getRawAuthority();
    var at = authority.lastIndexOf('@');
    return url.getScheme()
        + "://"
        + (at < 0 ? authority : SECRET + authority.substring(at))
        + (url.getRawPath() == null ? "" : url.getRawPath())
        + (url.getRawQuery() == null ? "" : "?" + SECRET);
  }

  /** {@return the same of a step's URL, which may be a path and hold placeholders} */
  static String text(String url) {
    return url.replaceFirst("//[^/?#]*@", "//" + SECRET + "@").replaceFirst("[?].*", "?" + SECRET);
  }
}
