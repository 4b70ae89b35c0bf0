package dev.nines.probe.tcp;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Mismatch;
import dev.nines.probe.TcpModule;
import dev.nines.probe.net.Deadline;
import dev.nines.probe.net.Durations;
import dev.nines.probe.net.Mask;
import dev.nines.probe.net.ProbeFault;
import dev.nines.probe.net.RunLog;
import dev.nines.probe.net.Searches;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Waits for what the steps of a dialogue expect, and says what came instead.
 *
 * <p>Not thread-safe: it belongs to the run's thread.
 */
final class Listening {
  private static final Mask NOTHING = new Mask(List.of());

  private final List<TcpModule.Step> dialogue;
  private final RunLog log;
  private final Searches searches;
  private final Deadline deadline;
  private final Heard heard = new Heard();
  private Incoming incoming;
  private int step;

  Listening(
      List<TcpModule.Step> dialogue,
      InputStream in,
      RunLog log,
      Searches searches,
      Deadline deadline) {
    this.dialogue = dialogue;
    this.log = log;
    this.searches = searches;
    this.deadline = deadline;
    incoming = new Incoming(in, heard, searches, deadline);
  }

  /** The dialogue goes on encrypted. */
  void to(InputStream in) {
    incoming = new Incoming(in, heard, searches, deadline);
  }

  /** The next step begins. */
  void nextStep() {
    step++;
    heard.forget();
  }

  /** {@return the first line from here on in which the pattern is found} */
  Matcher line(Pattern pattern) throws IOException {
    try {
      var match = incoming.await(pattern);
      if (match.isPresent()) {
        return match.get();
      }
    } catch (ProbeFault e) {
      throw e;
    } catch (IOException e) {
      throw late(
          e, "no line matched " + expected(pattern.toString()), "; " + heard.lastLine(mask()));
    }
    log.mismatch(Mismatch.REGEX);
    throw new ProbeFault(
        FailureReason.EXPECT,
        "the peer ended before a line matched %s; %s"
            .formatted(expected(pattern.toString()), heard.lastLine(mask())));
  }

  /** Takes exactly these bytes out of one read; only other bytes count as a mismatch. */
  void bytes(String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] came;
    try {
      came = incoming.await(bytes.length);
    } catch (IOException e) {
      throw late(e, "nothing came in place of " + expected(text), "");
    }
    if (Arrays.equals(came, bytes)) {
      return;
    }
    var expected = expected(text);
    var quoted = Heard.quoted(new String(came, StandardCharsets.UTF_8), mask());
    if (came.length == bytes.length) {
      log.mismatch(Mismatch.BYTES);
      throw new ProbeFault(
          FailureReason.EXPECT, "the peer sent %s, expected %s".formatted(quoted, expected));
    }
    throw new ProbeFault(
        FailureReason.EXPECT,
        came.length == 0
            ? "the peer ended before it sent " + expected
            : "the peer sent %d bytes at once, %s, expected the %d of %s"
                .formatted(came.length, quoted, bytes.length, expected));
  }

  private String expected(String text) {
    return "%s (step %d of query_response)".formatted(Heard.quoted(text, NOTHING), step);
  }

  /** Other faults than the deadline's are told by what was thrown. */
  private IOException late(IOException thrown, String missing, String instead) {
    return deadline.passed()
        ? new ProbeFault(
            FailureReason.TIMEOUT,
            missing + " within " + Durations.text(deadline.timeout()) + instead)
        : thrown;
  }

  /** Notes what was heard, as far as anything was. */
  void tell() {
    if (!heard.isEmpty()) {
      log.answer(() -> heard.answer(mask()));
    }
  }

  /** Made only where something is told: a good run needs none. */
  private Mask mask() {
    var secrets = new ArrayList<>(log.secrets());
    secrets.addAll(SentWords.of(dialogue));
    return new Mask(secrets);
  }
}
