package dev.nines.probe.steps;

import dev.nines.probe.FailureReason;
import dev.nines.probe.net.ProbeFault;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Where a step goes. A value at the start of its URL, which may be a whole address, stands there as
 * it is; elsewhere a value is percent-encoded, so that it is one part of the URL and no more.
 *
 * @param written the URL as it was written
 * @param values what earlier steps captured
 */
record StepUrl(Template written, CapturedValues values) {
  /** The last is a slash to some. */
  private static final Pattern NO_URL = Pattern.compile("[\\p{Cntrl}\\s\\\\]");

  private static final Pattern AFTER_PATH = Pattern.compile("[?#].*", Pattern.DOTALL);
  private static final Pattern DOTS = Pattern.compile("\\.{1,2}");

  /**
   * Finds it.
   *
   * @param target what the URL may be relative to
   * @return the address
   * @throws ProbeFault when the values make no HTTP address of it
   */
  URI from(URI target) throws ProbeFault {
    var base = HttpUrl.parse(target.toString());
    var address = base == null ? null : base.resolve(text());
    return Optional.ofNullable(address)
        .flatMap(StepUrl::uri)
        .orElseThrow(() ->
            new ProbeFault(FailureReason.CAPTURE, "the URL is no HTTP address with its values"));
  }

  /** OkHttp takes hosts that are none to the JDK, such as a brace. */
  private static Optional<URI> uri(HttpUrl address) {
    try {
      return Optional.of(address.uri()).filter(uri -> uri.getRawAuthority() != null);
    } catch (RuntimeException _) { // not even without what has no place in it
      return Optional.empty();
    }
  }

  private String text() throws ProbeFault {
    var first = written.beginning().filter(values.byName()::containsKey);
    if (first.isEmpty()) {
      return encoded(written);
    }
    var start = values.of(first.get()).text();
    if (NO_URL.matcher(start).find()) {
      throw CapturedValues.unfit(
          first.get(), "at the start of the URL: it has characters that no URL has");
    }
    return start + encoded(written.without(first.get()));
  }

  private String encoded(Template part) throws ProbeFault {
    var path = new Template(AFTER_PATH.matcher(part.text()).replaceFirst(""));
    for (var name : values.in(path)) {
      if (DOTS.matcher(values.of(name).text()).matches()) {
        throw CapturedValues.unfit(name, "in the path of the URL: it means another folder there");
      }
    }
    return values.put(part, "the URL", CapturedValue::percentEncoded);
  }
}
