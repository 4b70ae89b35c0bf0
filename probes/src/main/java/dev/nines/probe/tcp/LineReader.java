package dev.nines.probe.tcp;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.nines.probe.FailureReason;
import dev.nines.probe.net.ProbeFault;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads lines as Go's bufio.Scanner does: ended by a line feed, a carriage return before it left
 * out, the last one complete without either.
 */
final class LineReader {
  static final int LONGEST_LINE = 64 * 1024;

  private final InputStream in;

  LineReader(InputStream in) {
    this.in = new BufferedInputStream(in, 2048);
  }

  /** {@return the first line from here on in which the pattern is found; empty at the end} */
  Optional<Matcher> firstMatch(Pattern pattern) throws IOException {
    for (var line = next(); line.isPresent(); line = next()) {
      var matcher = pattern.matcher(line.get());
      if (matcher.find()) {
        return Optional.of(matcher);
      }
    }
    return Optional.empty();
  }

  private Optional<String> next() throws IOException {
    var line = new ByteArrayOutputStream(128);
    for (var b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return line.size() == 0 ? Optional.empty() : Optional.of(text(line));
      }
      if (line.size() == LONGEST_LINE) {
        throw new ProbeFault(
            FailureReason.TOO_LARGE,
            "a line of the peer is longer than " + LONGEST_LINE + " bytes");
      }
      line.write(b);
    }
    return Optional.of(text(line));
  }

  private static String text(ByteArrayOutputStream line) {
    var text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
