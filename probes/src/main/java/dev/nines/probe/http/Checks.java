package dev.nines.probe.http;

import static java.util.Locale.ROOT;

import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpModule.Expectation;
import dev.nines.probe.Phase;
import java.util.Optional;
import java.util.Set;
import okhttp3.Protocol;

/** Is the answer as declared? Each check says why not; their order is the caller's. */
record Checks(Expectation expectation) {
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

  Optional<Failure> body(byte[] body) {
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
