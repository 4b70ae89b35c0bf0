package dev.nines.probe.steps;

import dev.nines.probe.Capture;
import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Phase;
import dev.nines.probe.http.AnswerReader;
import dev.nines.probe.net.Deadline;
import dev.nines.probe.net.Mask;
import dev.nines.probe.net.ProbeFault;
import dev.nines.probe.net.Searches;
import dev.nines.probe.text.WatchedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.Headers;

/**
 * Takes from the answers of one request what later ones need, and remembers what nobody may see of
 * them.
 *
 * <p>Not thread-safe: it belongs to the run's thread.
 */
public final class Capturing implements AnswerReader {
  /** Takes nothing, for whoever asks once. */
  public static final Capturing NOTHING = new Capturing(List.of(), CapturedValues.NONE);

  private static final long STEPS_OF_JSON = 32;

  private final List<Capture> captures;
  private final List<String> secrets;
  private final Map<String, String> cookies = new HashMap<>();
  private final Map<String, CapturedValue> values = new LinkedHashMap<>();
  private boolean bodyMayHoldSecrets;
  private boolean headersMayHoldSecrets;

  /**
   * Begins with what is known.
   *
   * @param captures what to look for
   * @param known what earlier steps captured
   */
  Capturing(List<Capture> captures, CapturedValues known) {
    this.captures = captures;
    this.secrets = new ArrayList<>(known.secrets());
  }

  @Override
  public boolean wantsBody() {
    return captures.stream().anyMatch(Capturing::ofBody);
  }

  /** How long the search may take: a step for each value that a path may visit at a byte. */
  private long steps(int length) {
    return captures.stream()
        .mapToLong(capture ->
            switch (capture) {
              case Capture.Json _ -> STEPS_OF_JSON * length;
              case Capture.Regexp regexp -> WatchedText.steps(length, List.of(regexp.pattern()));
              case Capture.HeaderValue _, Capture.Cookie _ -> 0;
            })
        .sum();
  }

  private static boolean ofBody(Capture capture) {
    return switch (capture) {
      case Capture.Json _, Capture.Regexp _ -> true;
      case Capture.HeaderValue _, Capture.Cookie _ -> false;
    };
  }

  /** Redirects too: they may set cookies. */
  @Override
  public void headers(Headers headers) {
    headersMayHoldSecrets = false;
    for (var capture : captures) {
      switch (capture) {
        case Capture.Cookie(_, var cookie, _) ->
            SetCookie.value(headers, cookie).ifPresent(value -> cookies.put(cookie, value));
        case Capture.HeaderValue(_, var header, var secret) -> {
          if (secret) {
            var values = headers.values(header);
            secrets.addAll(values);
            headersMayHoldSecrets |= values.stream().allMatch(String::isEmpty);
          }
        }
        case Capture.Json _, Capture.Regexp _ -> {}
      }
    }
  }

  /** Whether or not it is as declared: what it holds is a secret all the same. */
  @Override
  public Optional<Failure> last(
      Headers headers, byte[] body, Searches searches, Deadline deadline) {
    if (captures.isEmpty()) {
      return Optional.empty();
    }
    try {
      var answer = new CapturedAnswer(headers, cookies, body, deadline);
      return keep(searches.make(steps(body.length), deadline, () -> look(answer)));
    } catch (ProbeFault e) {
      bodyMayHoldSecrets |= captures.stream().anyMatch(c -> c.secret() && ofBody(c));
      return Optional.of(new Failure(Phase.TRANSFER, e.reason(), e.detail()));
    }
  }

  /** What came of a capture: a value, or why there is none. */
  private sealed interface Look {
    record Found(Capture capture, CapturedValue value) implements Look {}

    record Missed(Capture capture, CapturedAnswer.Nothing why) implements Look {}
  }

  /** Changes nothing: the run may not wait for the end of it. */
  private List<Look> look(CapturedAnswer answer) {
    var looks = new ArrayList<Look>();
    for (var capture : captures) {
      try {
        var value = new CapturedValue(answer.value(capture), capture.secret());
        looks.add(new Look.Found(capture, value));
      } catch (CapturedAnswer.Nothing nothing) {
        looks.add(new Look.Missed(capture, nothing));
      }
    }
    return looks;
  }

  private Optional<Failure> keep(List<Look> looks) {
    var missing = Optional.<Failure>empty();
    for (var look : looks) {
      switch (look) {
        case Look.Found(var capture, var value) -> {
          values.put(capture.name(), value);
          secrets.addAll(value.masked());
        }
        case Look.Missed(var capture, var why) -> {
          bodyMayHoldSecrets |= capture.secret() && ofBody(capture);
          missing = missing.or(() -> Optional.of(failure(capture, why)));
        }
      }
    }
    return missing;
  }

  private static Failure failure(Capture capture, CapturedAnswer.Nothing nothing) {
    return new Failure(
        ofBody(capture) ? Phase.TRANSFER : Phase.PROCESSING,
        FailureReason.CAPTURE,
        "the capture %s found %s".formatted(capture.name(), nothing.what()));
  }

  /** {@return what was captured, by name} */
  Map<String, CapturedValue> values() {
    return values;
  }

  @Override
  public List<String> secrets() {
    return secrets;
  }

  Mask mask() {
    return new Mask(secrets);
  }

  @Override
  public boolean hidesBody() {
    return bodyMayHoldSecrets;
  }

  @Override
  public boolean hidesHeaders() {
    return headersMayHoldSecrets;
  }
}
