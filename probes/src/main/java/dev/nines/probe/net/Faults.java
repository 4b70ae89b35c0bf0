package dev.nines.probe.net;

import static dev.nines.probe.FailureReason.CONNECTION_CLOSED;
import static dev.nines.probe.FailureReason.CONNECTION_REFUSED;
import static dev.nines.probe.FailureReason.PROBER;
import static dev.nines.probe.FailureReason.PROTOCOL;
import static dev.nines.probe.FailureReason.TIMEOUT;
import static dev.nines.probe.FailureReason.TLS_HANDSHAKE;
import static dev.nines.probe.FailureReason.UNREACHABLE;

import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Phase;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why did this call fail? Turns what the JDK and OkHttp throw into the closed reasons.
 *
 * <p>The JDK tells a refused connection from an unreachable network by the text of the exception
 * only, so the texts are read here and nowhere else.
 */
public final class Faults {
  private static final int LONGEST_TEXT = 200;

  /** How the JDK and BoringSSL tell what the peer's alert said. */
  private static final Pattern ALERT =
      Pattern.compile(
          "(?:Received fatal alert: |OPENSSL_internal:(?:SSLV3|TLSV1|TLSV13)_ALERT_)(\\w+)");

  /** BoringSSL's reason, among addresses and lines of its source. */
  private static final Pattern NATIVE_REASON = Pattern.compile("OPENSSL_internal:(\\w+)");

  private static final List<String> NOT_TLS =
      List.of(
          "Unsupported or unrecognized SSL message",
          "Unrecognized SSL message",
          "Unable to parse TLS packet header");

  /** Controls, ends of lines and what turns the direction of writing around. */
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

  private Faults() {}

  /**
   * Names the fault that ended a run.
   *
   * @param thrown what was thrown
   * @param log of the run: the phase that was open, the peer and what nobody may see
   * @param deadline of the run
   * @return phase, reason and a sentence
   */
  public static Failure of(IOException thrown, RunLog log, Deadline deadline) {
    var mask = new Mask(List.copyOf(log.secrets()));
    var fault = typed(thrown);
    if (fault != null) {
      return new Failure(log.phase(), fault.reason(), mask.of(fault.detail()));
    }
    if (Thread.currentThread().isInterrupted()) {
      return new Failure(log.phase(), PROBER, "the run was interrupted");
    }
    if (deadline.passed()) {
      return new Failure(
          log.phase(), TIMEOUT, overdue(log.phase(), log.peer(), deadline.timeout()));
    }
    return classify(log.phase(), thrown, log.peer(), mask);
  }

  static Failure classify(Phase phase, IOException thrown, String peer, Mask mask) {
    // TLS 1.3 tells a client that its certificate will not do only when it already reads the answer
    var where = ALERT.matcher(texts(thrown, SSLException.class)).find() ? Phase.TLS : phase;
    var reason = reason(where, thrown);
    return new Failure(where, reason, sentence(where, reason, thrown, peer, mask));
  }

  private static FailureReason reason(Phase phase, IOException thrown) {
    var root = root(thrown);
    var said = texts(thrown, SocketException.class).toLowerCase(Locale.ROOT);
    if (root instanceof BindException
        || said.contains("too many open files")
        || said.contains("no buffer space")
        || said.contains("operation not permitted")) {
      return PROBER;
    }
    if (said.contains("connection refused")) {
      return CONNECTION_REFUSED;
    }
    if (root instanceof NoRouteToHostException || phase == Phase.CONNECT) {
      return UNREACHABLE;
    }
    if (closed(thrown)) {
      return CONNECTION_CLOSED;
    }
    return switch (phase) {
      case RESOLVE, CONNECT -> UNREACHABLE;
      case TLS -> TLS_HANDSHAKE;
      case PROCESSING, TRANSFER -> PROTOCOL;
    };
  }

  private static boolean closed(IOException thrown) {
    var root = root(thrown);
    var said = texts(thrown, SSLException.class).toLowerCase(Locale.ROOT);
    return root instanceof EOFException
        || root instanceof SocketException
        || said.contains("connection reset")
        || said.contains("broken pipe")
        || texts(thrown, IOException.class).lines().anyMatch(Faults::tellsOfTheEnd);
  }

  /** OkHttp's own words, at the start: what it quotes of the peer stands behind other words. */
  private static boolean tellsOfTheEnd(String text) {
    return text.startsWith("unexpected end of stream") || text.startsWith("stream was reset");
  }

  private static String sentence(
      Phase phase, FailureReason reason, IOException thrown, String peer, Mask mask) {
    return switch (reason) {
      case CONNECTION_REFUSED -> "connection refused by " + peer;
      case UNREACHABLE -> "cannot reach %s: %s".formatted(peer, text(root(thrown), mask));
      case CONNECTION_CLOSED -> peer + " closed the connection " + moment(phase);
      case TLS_HANDSHAKE -> handshake(thrown, mask);
      case PROTOCOL -> "the answer is malformed: " + text(thrown, mask);
      case PROBER -> "the prober itself is short of something: " + text(root(thrown), mask);
      // the others are found elsewhere and carry a sentence of their own
      case TARGET_INVALID,
          NAME_NOT_RESOLVED,
          TIMEOUT,
          CERTIFICATE_EXPIRED,
          CERTIFICATE_UNTRUSTED,
          CERTIFICATE_NAME,
          STATUS,
          HTTP_VERSION,
          REDIRECT,
          TLS_POLICY,
          HEADER,
          BODY,
          BODY_JSON,
          TOO_LARGE,
          CAPTURE,
          EXPECT,
          SLOW,
          CERTIFICATE_EXPIRES_SOON,
          PROXY,
          CREDENTIALS,
          NOT_ALLOWED,
          OVERLOADED ->
          text(root(thrown), mask);
    };
  }

  private static String handshake(IOException thrown, Mask mask) {
    var texts = texts(thrown, SSLException.class);
    if (NOT_TLS.stream().anyMatch(texts::contains)) {
      return "the peer does not speak TLS on this port";
    }
    var alert = ALERT.matcher(texts);
    if (alert.find()) {
      return "the peer refused the TLS handshake: " + alert.group(1).toLowerCase(Locale.ROOT);
    }
    var reason = NATIVE_REASON.matcher(texts);
    return "the TLS handshake failed: "
        + (reason.find()
            ? reason.group(1).toLowerCase(Locale.ROOT).replace('_', ' ')
            : text(thrown, mask));
  }

  private static String moment(Phase phase) {
    return switch (phase) {
      case RESOLVE, CONNECT -> "while it was being opened";
      case TLS -> "in the TLS handshake";
      case PROCESSING -> "before it had answered";
      case TRANSFER -> "in the middle of the body";
    };
  }

  private static String overdue(Phase phase, String peer, Duration timeout) {
    var within = " within " + Durations.text(timeout);
    return switch (phase) {
      case RESOLVE -> "the name was not resolved" + within;
      case CONNECT -> "no connection to " + peer + within;
      case TLS -> "the TLS handshake with " + peer + " did not end" + within;
      case PROCESSING -> "no complete answer from " + peer + within;
      case TRANSFER -> "the body did not end" + within;
    };
  }

  private static @Nullable ProbeFault typed(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof ProbeFault fault) {
        return fault;
      }
    }
    return null;
  }

  private static Throwable root(Throwable thrown) {
    var at = thrown;
    for (var cause = at.getCause(); cause != null; cause = at.getCause()) {
      at = cause;
    }
    return at;
  }

  /**
   * The texts of one kind of exception, a line each. The kind matters: a {@link
   * java.net.ProtocolException} quotes what the peer sent, which may be words of any other.
   */
  private static String texts(Throwable thrown, Class<? extends IOException> kind) {
    var texts = new StringBuilder();
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (kind.isInstance(at) && at.getMessage() != null) {
        texts.append(line(at.getMessage())).append('\n');
      }
    }
    return texts.toString();
  }

  /**
   * What the exception says, cut to one line of bounded length: a secret first, lest half stays.
   */
  private static String text(Throwable thrown, Mask mask) {
    var message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return thrown instanceof SSLException ? "no reason given" : thrown.getClass().getSimpleName();
    }
    var line = mask.of(line(message));
    return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "...";
  }

  private static String line(String text) {
    return BREAKS.matcher(text).replaceAll(" ").strip();
  }
}
