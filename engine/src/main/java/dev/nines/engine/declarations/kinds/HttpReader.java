package dev.nines.engine.declarations.kinds;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.probe.Content;
import dev.nines.probe.Header;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.ProxySpec;
import dev.nines.probe.TlsSpec;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads what an HTTP probe asks, in blackbox_exporter's own keys. */
final class HttpReader {
  private static final String NOT_YET_BODY =
      "fail_if_body_json_matches_cel fail_if_body_json_not_matches_cel body_file compression";
  private static final String NOT_YET_HEADERS =
      "fail_if_header_matches fail_if_header_not_matches http_headers";
  private static final String NOT_YET_AUTHORIZATION =
      "basic_auth authorization bearer_token bearer_token_file oauth2";
  private static final String NOT_YET_CONNECTION =
      "proxy_url no_proxy proxy_from_environment proxy_connect_header enable_http3"
          + " skip_resolve_phase_with_proxy no_follow_redirects";

  /** RFC 9110's token. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

  private static final Map<String, String> VERSIONS =
      Map.of("HTTP/1.0", "HTTP/1.0", "HTTP/1.1", "HTTP/1.1", "HTTP/2.0", "HTTP/2.0");

  private final Placeholders variables;
  private final Duration timeout;

  HttpReader(Placeholders variables, Duration timeout) {
    this.variables = variables;
    this.timeout = timeout;
  }

  Optional<HttpSpec> read(Optional<Field> target, Optional<Field> http) {
    var url = target.flatMap(this::target);
    var asked = http.flatMap(field -> field.mapping(HttpReader::http)).orElse(HttpModule.DEFAULT);
    return url.map(uri -> new HttpSpec(uri, timeout, asked));
  }

  /** The fault shows the target as written: its variables may hold a password. */
  private Optional<URI> target(Field field) {
    var url = field.text(variables);
    var uri = url.flatMap(Words::url);
    if (url.isPresent() && uri.isEmpty()) {
      var schemeOnlyMissing = Words.url("https://" + url.get()).isPresent();
      field.fault(
          "expected a URL such as https://shop.example.com/, got "
              + field.described()
              + (schemeOnlyMissing
                  ? " (did you mean https://" + field.text().orElse("") + "?)"
                  : ""));
    }
    return uri;
  }

  private static HttpModule http(Mapping http) {
    for (var group :
        List.of(NOT_YET_BODY, NOT_YET_HEADERS, NOT_YET_AUTHORIZATION, NOT_YET_CONNECTION)) {
      http.unsupported(group.split(" ", -1));
    }
    return new HttpModule(
        request(http),
        expectation(http),
        BlackboxWords.network(http),
        ProxySpec.NONE,
        BlackboxWords.tls(http).orElse(TlsSpec.DEFAULT));
  }

  private static HttpModule.Request request(Mapping http) {
    return new HttpModule.Request(
        http.optional("method")
            .flatMap(f -> f.parse("a method such as GET", matching(TOKEN)))
            .orElse("GET"),
        http.optional("headers").flatMap(f -> f.mapping(HttpReader::headers)).orElse(List.of()),
        http.optional("body").flatMap(Field::text).map(Content.Text::new),
        Optional.empty(),
        Optional.empty(),
        BlackboxWords.flag(http, "follow_redirects", true),
        BlackboxWords.flag(http, "enable_http2", true));
  }

  private static List<Header> headers(Mapping headers) {
    var values = new ArrayList<Header>();
    headers
        .entries()
        .forEach((name, field) -> {
          if (!TOKEN.matcher(name).matches()) {
            field.fault("not a header's name");
          }
          field
              .parse("a header's value", matching(HEADER_VALUE))
              .ifPresent(value -> values.add(Header.of(name, value)));
        });
    return values;
  }

  private static Function<String, Optional<String>> matching(Pattern pattern) {
    return text -> Optional.of(text).filter(t -> pattern.matcher(t).matches());
  }

  private static HttpModule.Expectation expectation(Mapping http) {
    return new HttpModule.Expectation(
        Set.copyOf(list(http, "valid_status_codes", field -> field.integer(100, 599))),
        Set.copyOf(list(http, "valid_http_versions", field -> field.oneOf(VERSIONS))),
        BlackboxWords.flag(http, "fail_if_ssl", false),
        BlackboxWords.flag(http, "fail_if_not_ssl", false),
        new HttpModule.Body(
            list(http, "fail_if_body_matches_regexp", BlackboxWords::pattern),
            list(http, "fail_if_body_not_matches_regexp", BlackboxWords::pattern),
            Optional.empty(),
            Optional.empty(),
            http.optional("body_size_limit").flatMap(Field::bytes).orElse(0L)),
        List.of(),
        List.of(),
        List.of());
  }

  private static <T> List<T> list(Mapping http, String key, Function<Field, Optional<T>> item) {
    return http.optional(key).map(field -> field.list(item)).orElse(List.of());
  }
}
