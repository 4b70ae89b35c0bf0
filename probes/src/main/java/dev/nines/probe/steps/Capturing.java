package dev.nines.probe.steps;

import dev.nines.probe.Capture;
import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Phase;
import dev.nines.probe.net.Mask;
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
public final class Capturing {
  /** Takes nothing, for whoever asks once. */
  public static final Capturing NOTHING = new Capturing(List.of(), CapturedValues.NONE);

  private final List<Capture> captures;
  private final List<String> secrets;
  private final Map<String, String> cookies = new HashMap<>();
  private final Map<String, CapturedValue> values = new LinkedHashMap<>();
  private boolean bodyMayHoldSecrets;

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

  /** {@return whether the body of the last answer is wanted} */
  public boolean wantsBody() {
    return captures.stream().anyMatch(Capturing::ofBody);
  }

  private static boolean ofBody(Capture capture) {
    return switch (capture) {
      case Capture.Json _, Capture.Regexp _ -> true;
      case Capture.HeaderValue _, Capture.Cookie _ -> false;
    };
  }

  /**
   * Looks at the headers of an answer, redirects too: they may set cookies.
   *
   * @param headers all of them
   */
  public void headers(Headers headers) {
    for (var capture : captures) {
      switch (capture) {
        case Capture.Cookie(_, var cookie, _) ->
            SetCookie.value(headers, cookie).ifPresent(value -> cookies.put(cookie, value));
        case Capture.HeaderValue(_, var header, var secret) -> {
          if (secret) {
            secrets.addAll(headers.values(header));
          }
        }
        case Capture.Json _, Capture.Regexp _ -> {}
      }
    }
  }

  /**
   * Looks at the last answer, whether or not it is as declared: what it holds is a secret all the
   * same.
   *
   * @param headers all of them
   * @param body as far as it was read
   * @param whole whether that is all of it
   * @return why a later step would have nothing to go on with, where it would not
   */
  public Optional<Failure> last(Headers headers, byte[] body, boolean whole) {
    var missing = Optional.<Failure>empty();
    var answer = new CapturedAnswer(headers, cookies, body);
    for (var capture : captures) {
      try {
        var value = new CapturedValue(answer.value(capture), capture.secret());
        values.put(capture.name(), value);
        secrets.addAll(value.masked());
      } catch (CapturedAnswer.Nothing nothing) {
        bodyMayHoldSecrets |= capture.secret() && ofBody(capture) && !(whole && nothing.absent());
        missing = missing.or(() -> Optional.of(failure(capture, nothing)));
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

  /** {@return what nobody may see of any answer} */
  public List<String> secrets() {
    return secrets;
  }

  Mask mask() {
    return new Mask(secrets);
  }

  /**
   * {@return whether the body may hold a secret that could not be found in it, so that nobody may
   * see any of it}
   */
  public boolean hidesBody() {
    return bodyMayHoldSecrets;
  }
}
