package dev.nines.probe.tcp;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.nines.probe.FailureReason;
import dev.nines.probe.net.Deadline;
import dev.nines.probe.net.ProbeFault;
import dev.nines.probe.net.Searches;
import dev.nines.probe.text.WatchedText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the peer says. Lines are as Go's bufio.Scanner has them: ended by a line feed, a carriage
 * return before it left out, the last one complete without either.
 *
 * <p>It has a buffer of its own, since one read must stay one read: the JDK's goes on reading for
 * as long as something is there.
 *
 * <p>Not thread-safe.
 */
final class Incoming {
  static final int LONGEST_LINE = 64 * 1024;

  private final InputStream in;
  private final Heard heard;
  private final Searches searches;
  private final Deadline deadline;
  private byte[] buffer = new byte[2048];
  private long steps;
  private int at;
  private int end;

  Incoming(InputStream in, Heard heard, Searches searches, Deadline deadline) {
    this.in = in;
    this.heard = heard;
    this.searches = searches;
    this.deadline = deadline;
  }

  /** {@return the first line from here on in which the pattern is found, empty where none is} */
  Optional<Matcher> await(Pattern pattern) throws IOException {
    for (var line = next(); line.isPresent(); line = next()) {
      heard.line(line.get(), true);
      var matcher = pattern.matcher(new WatchedText(line.get(), deadline::check));
      // all together, since a peer that sends many lines never makes the run wait
      steps += WatchedText.steps(line.get().length(), List.of(pattern));
      if (searches.make(steps, deadline, matcher::find)) {
        return Optional.of(matcher);
      }
    }
    return Optional.empty();
  }

  /** {@return what one read gives: that many bytes, fewer, or none at the end} */
  byte[] await(int most) throws IOException {
    if (at == end && most > buffer.length) {
      buffer = new byte[most];
    }
    var count = at < end || fill() ? Math.min(most, end - at) : 0;
    at += count;
    return Arrays.copyOfRange(buffer, at - count, at);
  }

  private Optional<String> next() throws IOException {
    var line = new ByteArrayOutputStream(128);
    for (var b = read(line); b != '\n'; b = read(line)) {
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

  private int read(ByteArrayOutputStream line) throws IOException {
    try {
      return at < end || fill() ? buffer[at++] & 0xff : -1;
    } catch (IOException e) {
      if (line.size() > 0) {
        heard.line(text(line), false);
      }
      throw e;
    }
  }

  private boolean fill() throws IOException {
    at = 0;
    end = 0; // also where the read fails
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    heard.add(buffer, end);
    return end > 0;
  }

  private static String text(ByteArrayOutputStream line) {
    var text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
