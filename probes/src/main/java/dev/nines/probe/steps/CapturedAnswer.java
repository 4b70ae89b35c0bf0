package dev.nines.probe.steps;

import dev.nines.probe.Capture;
import dev.nines.probe.json.JsonFault;
import dev.nines.probe.json.JsonPathQuery;
import dev.nines.probe.net.Deadline;
import dev.nines.probe.text.WatchedText;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The last answer of a step, with what captures look for in it. The body is read as JSON once, and
 * only where it is asked for.
 *
 * <p>Not thread-safe.
 */
final class CapturedAnswer {
  private final Headers headers;
  private final Map<String, String> cookies;
  private final byte[] body;
  private final Deadline deadline;
  private @Nullable WatchedText text;
  private @Nullable Json json;

  /** The body as JSON, or why it is none. */
  private record Json(@Nullable Object value, @Nullable JsonFault fault) {}

  /** Nothing to go on with. */
  static final class Nothing extends Exception {
    private Nothing(String what) {
      super(what, null, false, false);
    }

    /** {@return what was found instead, quoting nothing of the answer} */
    String what() {
      return String.valueOf(getMessage());
    }
  }

  CapturedAnswer(Headers headers, Map<String, String> cookies, byte[] body, Deadline deadline) {
    this.headers = headers;
    this.cookies = cookies;
    this.body = body;
    this.deadline = deadline;
  }

  /** {@return what a capture finds} */
  String value(Capture capture) throws Nothing {
    return switch (capture) {
      case Capture.Json(_, var path, _) -> checked(inJson(path), "nothing at " + path);
      case Capture.HeaderValue(_, var header, _) ->
          checked(headers.values(header).stream().findFirst(), "no header " + header);
      case Capture.Regexp regexp -> checked(match(regexp), "no match of " + regexp.pattern());
      case Capture.Cookie(_, var cookie, _) ->
          checked(Optional.ofNullable(cookies.get(cookie)), "no cookie " + cookie);
    };
  }

  private static String checked(Optional<String> found, String missing) throws Nothing {
    var value = found.orElseThrow(() -> new Nothing(missing));
    if (value.isEmpty()) {
      throw new Nothing("an empty value");
    }
    if (value.length() > CapturedValue.LONGEST) {
      throw new Nothing("more than 64 KiB");
    }
    return value;
  }

  private Optional<String> inJson(JsonPathQuery path) throws Nothing {
    var read = json();
    try {
      if (read.fault() != null) {
        throw read.fault();
      }
      var found = path.first(read.value(), deadline::check);
      if (found.filter(v -> v instanceof Map || v instanceof Collection).isPresent()) {
        throw new Nothing("a list or an object at " + path + ", not one value");
      }
      return found.map(Object::toString);
    } catch (JsonFault e) {
      throw new Nothing("nothing: " + e.brief());
    }
  }

  private Json json() {
    var read = json;
    if (read == null) {
      read = read(body);
      json = read;
    }
    return read;
  }

  private WatchedText text() {
    var decoded = text;
    if (decoded == null) {
      decoded = new WatchedText(body, deadline::check);
      text = decoded;
    }
    return decoded;
  }

  private static Json read(byte[] body) {
    try {
      return new Json(JsonPathQuery.read(body), null);
    } catch (JsonFault e) {
      return new Json(null, e);
    }
  }

  private Optional<String> match(Capture.Regexp regexp) throws Nothing {
    var matcher = regexp.pattern().matcher(text());
    if (!matcher.find()) {
      return Optional.empty();
    }
    var group = matcher.groupCount() > 0 ? 1 : 0;
    if (matcher.start(group) < 0) {
      return Optional.empty();
    }
    if (matcher.end(group) - matcher.start(group) > CapturedValue.LONGEST) {
      throw new Nothing("more than 64 KiB");
    }
    return Optional.of(matcher.group(group));
  }
}
