package dev.nines.engine.declarations.blackbox;

import static java.util.stream.Collectors.toMap;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.HeaderSyntax;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.probe.Compression;
import dev.nines.probe.HeaderMatch;
import dev.nines.probe.HttpModule;
import dev.nines.probe.ProbeModule;
import dev.nines.probe.cel.CelExpression;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads what an HTTP probe asks: {@code http} of a module or a probe. */
public final class HttpModuleReader {
  private static final Map<String, String> VERSIONS =
      Map.of(
          "HTTP/1.0", "HTTP/1.0",
          "HTTP/1.1", "HTTP/1.1",
          "HTTP/2.0", "HTTP/2.0",
          "HTTP/3.0", "HTTP/3.0");

  private static final Map<String, Compression> COMPRESSIONS =
      Arrays.stream(Compression.values()).collect(toMap(Compression::label, Function.identity()));

  /** With these blackbox_exporter sends a body all the same, OkHttp none. */
  private static final Set<String> BODILESS = Set.of("GET", "HEAD");

  private final Contents contents;
  private final HeaderReader headers;
  private final TlsReader tls;
  private final ProxyReader proxy;
  private final CredentialsReader credentials;

  /**
   * A reader.
   *
   * @param variables fills in secrets
   */
  public HttpModuleReader(Placeholders variables) {
    this(variables, _ -> false);
  }

  /**
   * A reader of what is not whole yet.
   *
   * @param variables fills in secrets
   * @param filledLater tells the texts that get their secret only when the probe runs
   */
  public HttpModuleReader(Placeholders variables, Predicate<String> filledLater) {
    contents = new Contents(variables, filledLater);
    headers = new HeaderReader(contents);
    tls = new TlsReader(contents);
    proxy = new ProxyReader(contents);
    credentials = new CredentialsReader(contents, tls, proxy);
  }

  /**
   * Reads what is to be sent; a body that is not is a fault.
   *
   * @param http its keys
   * @return the module; of use only where there was no fault
   */
  public HttpModule read(Mapping http) {
    var module = readModule(http);
    if (BODILESS.contains(module.request().method())) {
      faultBodies(http, module.request().method());
    }
    return module;
  }

  /**
   * Finds a body that is not sent.
   *
   * @param module asks any way
   * @return the method with which its body is not sent, where it has such a one
   */
  public static Optional<String> unsent(ProbeModule module) {
    return module instanceof HttpModule http && http.request().body().isPresent()
        ? Optional.of(http.request().method()).filter(BODILESS::contains)
        : Optional.empty();
  }

  /**
   * Reads a module of blackbox_exporter, which sends what {@link #unsent} finds.
   *
   * @param http its keys
   * @return the module; of use only where there was no fault
   */
  public HttpModule readModule(Mapping http) {
    if (Keys.flag(http, "enable_http3", false)) {
      http.optional("enable_http3")
          .ifPresent(f ->
              f.fault("HTTP/3 is not supported: leave this key out, and HTTP/2 or 1.1 is used"));
    }
    return new HttpModule(
        request(http),
        expectation(http),
        NetworkReader.network(http),
        proxy.read(http),
        tls.ofProber(http));
  }

  private HttpModule.Request request(Mapping http) {
    Keys.atMostOne(http, "body", "body_file");
    var compression = Keys.filled(http, "compression").flatMap(f -> f.oneOf(COMPRESSIONS));
    var sent = headers.read(http);
    compression.ifPresent(coding -> HeaderReader.checkAdmits(http, coding));
    var written = Keys.filled(http, "method");
    var readable =
        written.isPresent()
            ? written.flatMap(f -> f.parse("a method such as GET", HttpModuleReader::method))
            : Optional.of("GET");
    return new HttpModule.Request(
        readable.orElse("POST"), // with another a body would be a second fault
        sent,
        Keys.filled(http, "body")
            .flatMap(contents::openUnlessFilledIn)
            .or(() -> Keys.filled(http, "body_file").flatMap(contents::file)),
        compression,
        credentials.read(http),
        followsRedirects(http),
        Keys.flag(http, "enable_http2", true));
  }

  private static void faultBodies(Mapping http, String method) {
    for (var key : List.of("body", "body_file")) {
      Keys.filled(http, key)
          .ifPresent(f ->
              f.fault(
                  "is not sent with %s: write method: POST, or leave it out".formatted(method)));
    }
  }

  private static Optional<String> method(String text) {
    return Optional.of(text).filter(HeaderSyntax::isToken);
  }

  private static boolean followsRedirects(Mapping http) {
    var follows = Keys.flag(http, "follow_redirects", true);
    var not = http.optional("no_follow_redirects");
    not.ifPresent(f -> f.warn("is deprecated: follow_redirects says the same the other way round"));
    return not.flatMap(Field::bool).map(stays -> !stays).orElse(follows);
  }

  private static HttpModule.Expectation expectation(Mapping http) {
    return new HttpModule.Expectation(
        Set.copyOf(Keys.list(http, "valid_status_codes", field -> field.integer(100, 999))),
        Set.copyOf(Keys.list(http, "valid_http_versions", field -> field.oneOf(VERSIONS))),
        Keys.flag(http, "fail_if_ssl", false),
        Keys.flag(http, "fail_if_not_ssl", false),
        new HttpModule.Body(
            Keys.list(http, "fail_if_body_matches_regexp", Keys::pattern),
            Keys.list(http, "fail_if_body_not_matches_regexp", Keys::pattern),
            http.optional("fail_if_body_json_matches_cel").flatMap(HttpModuleReader::cel),
            http.optional("fail_if_body_json_not_matches_cel").flatMap(HttpModuleReader::cel),
            Keys.filled(http, "body_size_limit").flatMap(Field::bytes).orElse(0L)),
        Keys.list(http, "fail_if_header_matches", HttpModuleReader::headerMatch),
        Keys.list(http, "fail_if_header_not_matches", HttpModuleReader::headerMatch),
        NetworkReader.limits(http));
  }

  private static Optional<CelExpression> cel(Field field) {
    return field
        .text()
        .flatMap(text -> {
          if (text.isBlank()) {
            field.fault("expected a CEL expression, got nothing");
            return Optional.empty();
          }
          try {
            return Optional.of(CelExpression.compile(text));
          } catch (IllegalArgumentException e) {
            field.fault("not a CEL expression: " + e.getMessage());
            return Optional.empty();
          }
        });
  }

  private static Optional<HeaderMatch> headerMatch(Field field) {
    return field
        .mapping(match -> {
          var header = required(match, "header").flatMap(Field::text);
          var pattern = required(match, "regexp").flatMap(Keys::pattern);
          var allowMissing = Keys.flag(match, "allow_missing", false);
          return header.flatMap(
              name -> pattern.map(regexp -> new HeaderMatch(name, regexp, allowMissing)));
        })
        .flatMap(match -> match);
  }

  private static Optional<Field> required(Mapping match, String key) {
    return match
        .required(key)
        .filter(field -> {
          if (field.isBlank()) {
            field.fault("required");
          }
          return !field.isBlank();
        });
  }
}
