package dev.nines.engine.reports;

import dev.nines.probe.HeaderMatch;
import dev.nines.probe.HttpModule;
import java.util.Map;

/** All that an HTTP probe asks, as it is shown. */
final class ShownHttp {
  private ShownHttp() {}

  static Map<String, Object> of(HttpModule http) {
    var expected = http.expectation();
    var body = expected.body();
    var keys =
        new ShownKeys()
            .unlessEmpty(
                "valid_status_codes", expected.validStatusCodes().stream().sorted().toList())
            .unlessEmpty(
                "valid_http_versions", expected.validHttpVersions().stream().sorted().toList());
    ShownConnection.network(http.network(), keys);
    ShownRequest.of(http.request(), keys);
    keys.flag("fail_if_ssl", expected.failIfSsl())
        .flag("fail_if_not_ssl", expected.failIfNotSsl())
        .unlessEmpty(
            "fail_if_body_matches_regexp",
            body.failIfMatches().stream().map(Object::toString).toList())
        .unlessEmpty(
            "fail_if_body_not_matches_regexp",
            body.failIfNotMatches().stream().map(Object::toString).toList())
        .ifPresent("fail_if_body_json_matches_cel", body.failIfJsonMatches().map(Object::toString))
        .ifPresent(
            "fail_if_body_json_not_matches_cel", body.failIfJsonNotMatches().map(Object::toString))
        .unlessEmpty(
            "fail_if_header_matches",
            expected.failIfHeaderMatches().stream().map(ShownHttp::header).toList())
        .unlessEmpty(
            "fail_if_header_not_matches",
            expected.failIfHeaderNotMatches().stream().map(ShownHttp::header).toList());
    if (body.sizeLimit() > 0) {
      keys.with("body_size_limit", body.sizeLimit() + "B");
    }
    ShownConnection.proxy(http.proxy(), keys);
    ShownConnection.tls(http.tls(), keys);
    ShownConnection.limits(expected.limits(), keys);
    return keys.map();
  }

  private static Map<String, Object> header(HeaderMatch match) {
    return new ShownKeys()
        .with("header", match.header())
        .with("regexp", match.pattern().toString())
        .flag("allow_missing", match.allowMissing())
        .map();
  }
}
