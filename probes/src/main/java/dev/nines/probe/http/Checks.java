package dev.nines.probe.http;

import static java.util.Locale.ROOT;

import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HeaderMatch;
import dev.nines.probe.HttpModule.Expectation;
import dev.nines.probe.Mismatch;
import dev.nines.probe.Phase;
import dev.nines.probe.net.Deadline;
import dev.nines.probe.net.ProbeFault;
import dev.nines.probe.net.RunLog;
import dev.nines.probe.net.Searches;
import dev.nines.probe.text.WatchedText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okhttp3.Headers;
import okhttp3.Protocol;

/**
 * Is the answer as declared? Each check says why not; their order is the caller's.
 *
 * @param expectation what is declared
 * @param searches look through headers and bodies
 * @param deadline of the run
 */
record Checks(Expectation expectation, Searches searches, Deadline deadline) {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  /** {@return whether a status may lead on} */
  static boolean redirect(int status) {
    return REDIRECTS.contains(status);
  }

  /** {@return blackbox_exporter's name of a version} */
  static String versionName(Protocol protocol) {
    return protocol == Protocol.HTTP_2 ? "HTTP/2.0" : protocol.toString().toUpperCase(ROOT);
  }

  Optional<Failure> status(int status, boolean tooManyRedirects) {
    var valid = expectation.validStatusCodes();
    if (valid.isEmpty() ? status >= 200 && status < 300 : valid.contains(status)) {
      return Optional.empty();
    }
    if (tooManyRedirects) {
      return failure(
          Phase.PROCESSING,
          FailureReason.REDIRECT,
          "more than " + HttpProbe.MOST_REDIRECTS + " redirects");
    }
    var wanted = valid.isEmpty() ? "a 2xx" : "one of " + valid.stream().sorted().toList();
    return failure(
        Phase.PROCESSING, FailureReason.STATUS, "status " + status + ", expected " + wanted);
  }

  /** blackbox_exporter counts what it finds in headers among its regular expressions. */
  Optional<Failure> headers(Headers headers, RunLog log) {
    if (expectation.failIfHeaderMatches().isEmpty()
        && expectation.failIfHeaderNotMatches().isEmpty()) {
      return Optional.empty();
    }
    var patterns =
        Stream.of(expectation.failIfHeaderMatches(), expectation.failIfHeaderNotMatches())
            .flatMap(List::stream)
            .map(HeaderMatch::pattern)
            .toList();
    return search(
            Phase.PROCESSING,
            WatchedText.steps(headers.byteCount(), patterns),
            () -> headers(headers))
        .map(failure -> noting(Mismatch.REGEX, failure, log));
  }

  private Optional<Failure> search(Phase phase, long steps, Supplier<Optional<Failure>> search) {
    try {
      return searches.make(steps, deadline, search);
    } catch (ProbeFault e) {
      return failure(phase, e.reason(), e.detail());
    }
  }

  private Optional<Failure> headers(Headers headers) {
    for (var match : expectation.failIfHeaderMatches()) {
      var values = headers.values(match.header());
      if (values.isEmpty() && !match.allowMissing()) {
        return missing(match);
      }
      if (values.stream().anyMatch(value -> found(match, value))) {
        return failure(
            Phase.PROCESSING,
            FailureReason.HEADER,
            "the header %s matches %s".formatted(match.header(), match.pattern()));
      }
    }
    for (var match : expectation.failIfHeaderNotMatches()) {
      var values = headers.values(match.header());
      if (values.isEmpty() && !match.allowMissing()) {
        return missing(match);
      }
      if (!values.isEmpty() && values.stream().noneMatch(value -> found(match, value))) {
        return failure(
            Phase.PROCESSING,
            FailureReason.HEADER,
            "the header %s does not match %s".formatted(match.header(), match.pattern()));
      }
    }
    return Optional.empty();
  }

  private boolean found(HeaderMatch match, String value) {
    return match.pattern().matcher(new WatchedText(value, deadline::check)).find();
  }

  private static Optional<Failure> missing(HeaderMatch match) {
    return failure(
        Phase.PROCESSING, FailureReason.HEADER, "the header " + match.header() + " is missing");
  }

  /** A body that ends too soon is what the first search in it stumbles over. */
  Optional<Failure> broken(Optional<Failure> reading, RunLog log) {
    var body = expectation.body();
    if (reading.isPresent() && body.searched()) {
      log.mismatch(hasPatterns() ? Mismatch.REGEX : Mismatch.CEL);
    }
    return reading;
  }

  /** The body of a redirect that is not followed is closed, so that every search in it fails. */
  Optional<Failure> unread(RunLog log) {
    return expectation.body().searched()
        ? broken(
            failure(
                Phase.TRANSFER,
                hasPatterns() ? FailureReason.BODY : FailureReason.BODY_JSON,
                "the body of a redirect that is not followed is not read, so nothing is found in"
                    + " it"),
            log)
        : Optional.empty();
  }

  private boolean hasPatterns() {
    var body = expectation.body();
    return !body.failIfMatches().isEmpty() || !body.failIfNotMatches().isEmpty();
  }

  /**
   * Looks into a whole body. Unlike in blackbox_exporter, where patterns use the body up, JSON may
   * be asked for as well as patterns.
   */
  Optional<Failure> body(byte[] body, RunLog log) {
    return patterns(body)
        .map(failure -> noting(Mismatch.REGEX, failure, log))
        .or(() -> json(body).map(failure -> noting(Mismatch.CEL, failure, log)));
  }

  private Optional<Failure> json(byte[] body) {
    var check = new JsonCheck(expectation.body());
    return check.asked()
        ? search(Phase.TRANSFER, check.steps(body.length), () -> check.of(body, deadline))
        : Optional.empty();
  }

  private Optional<Failure> patterns(byte[] body) {
    if (!hasPatterns()) {
      return Optional.empty();
    }
    var bad = expectation.body().failIfMatches();
    var wanted = expectation.body().failIfNotMatches();
    return search(
        Phase.TRANSFER,
        WatchedText.steps(body.length, bad) + WatchedText.steps(body.length, wanted),
        () -> patterns(new WatchedText(body, deadline::check)));
  }

  private Optional<Failure> patterns(WatchedText body) {
    for (var pattern : expectation.body().failIfMatches()) {
      if (pattern.matcher(body).find()) {
        return failure(Phase.TRANSFER, FailureReason.BODY, "the body matches " + pattern);
      }
    }
    for (var pattern : expectation.body().failIfNotMatches()) {
      if (!pattern.matcher(body).find()) {
        return failure(Phase.TRANSFER, FailureReason.BODY, "the body does not match " + pattern);
      }
    }
    return Optional.empty();
  }

  private static Failure noting(Mismatch kind, Failure failure, RunLog log) {
    log.mismatch(kind);
    return failure;
  }

  Optional<Failure> version(Protocol protocol) {
    var valid = expectation.validHttpVersions();
    var name = versionName(protocol);
    return valid.isEmpty() || valid.contains(name)
        ? Optional.empty()
        : failure(
            Phase.PROCESSING,
            FailureReason.HTTP_VERSION,
            name + ", expected one of " + valid.stream().sorted().toList());
  }

  Optional<Failure> ssl(boolean used) {
    if (used && expectation.failIfSsl()) {
      return failure(Phase.TLS, FailureReason.TLS_POLICY, "TLS was used and must not be");
    }
    if (!used && expectation.failIfNotSsl()) {
      return failure(Phase.TLS, FailureReason.TLS_POLICY, "TLS was not used and must be");
    }
    return Optional.empty();
  }

  private static Optional<Failure> failure(Phase phase, FailureReason reason, String detail) {
    return Optional.of(new Failure(phase, reason, detail));
  }
}
