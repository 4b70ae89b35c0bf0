package dev.nines.engine.declarations.blackbox;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.HeaderSyntax;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.probe.AcceptEncoding;
import dev.nines.probe.Compression;
import dev.nines.probe.Content;
import dev.nines.probe.Header;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the headers of a request: {@code headers} and {@code http_headers}. */
final class HeaderReader {
  private static final Set<String> SECRET =
      Set.of(
          "authorization",
          "proxy-authorization",
          "cookie",
          "x-api-key",
          "api-key",
          "x-auth-token",
          "x-access-token",
          "x-csrf-token",
          "x-amz-security-token",
          "private-token");

  /** What prometheus/common keeps out of {@code http_headers}. */
  private static final Set<String> RESERVED =
      Set.of(
          "authorization",
          "host",
          "content-encoding",
          "content-length",
          "content-type",
          "user-agent",
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "www-authenticate",
          "accept-encoding",
          "x-prometheus-remote-write-version",
          "x-prometheus-remote-read-version",
          "x-prometheus-scrape-timeout-seconds",
          "x-amz-date",
          "x-amz-security-token",
          "x-amz-content-sha256");

  private final Contents contents;

  HeaderReader(Contents contents) {
    this.contents = contents;
  }

  List<Header> read(Mapping http) {
    var headers = new ArrayList<Header>();
    http.optional("headers")
        .ifPresent(f -> f.mapping(plain -> each(plain, (n, at) -> plain(n, at, headers))));
    http.optional("http_headers")
        .ifPresent(f -> f.mapping(rich -> each(rich, (n, at) -> rich(n, at, headers))));
    return headers;
  }

  @FunctionalInterface
  private interface OneHeader {
    void read(String name, Field at);
  }

  private static boolean each(Mapping headers, OneHeader one) {
    var first = new HashMap<String, Field>();
    for (Map.Entry<String, Field> entry : headers.entries().entrySet()) {
      var name = entry.getKey();
      var at = entry.getValue();
      checkName(name, at);
      var other = first.putIfAbsent(lower(name), at);
      if (other != null) {
        at.fault("this header stands here twice, first at " + other.place());
      }
      one.read(name, at);
    }
    return true;
  }

  private void plain(String name, Field field, List<Header> headers) {
    if (field.isEmpty()) {
      return;
    }
    var secret = SECRET.contains(lower(name));
    var written = contents.text(field);
    written
        .map(text ->
            secret || field.hasVariables() ? new Content.Secret(text) : new Content.Text(text))
        .ifPresent(value -> add(headers, name, value, field));
    var filled = field.hasVariables() || written.filter(contents::isFilledLater).isPresent();
    if (secret && !field.isLiteral() && !filled) {
      field.warn("a secret should not stand here: ${NAME} fills in a variable");
    }
  }

  private void rich(String name, Field field, List<Header> headers) {
    if (RESERVED.contains(lower(name))) {
      field.fault("cannot be set here, but under headers");
    }
    field.mapping(header -> {
      var open = Keys.list(header, "values", contents::open);
      var secrets = Keys.list(header, "secrets", f -> contents.secret(f, "files"));
      var files = Keys.list(header, "files", contents::file);
      for (var values : List.of(open, secrets, files)) {
        values.forEach(value -> add(headers, name, value, field));
      }
      return true;
    });
  }

  /**
   * Faults headers that do not admit the coding that is undone: the answer could hardly be read.
   */
  static void checkAdmits(Mapping http, Compression coding) {
    http.optional("headers")
        .filter(Field::isMapping)
        .flatMap(f -> f.mapping(Mapping::entries))
        .ifPresent(headers ->
            headers.forEach((name, field) -> {
              if (lower(name).equals("accept-encoding")
                  && field
                      .text()
                      .filter(text -> !AcceptEncoding.admits(text, coding))
                      .isPresent()) {
                field.fault("does not admit compression: " + coding.label());
              }
            }));
  }

  static void checkName(String name, Field at) {
    if (!HeaderSyntax.isToken(name)) {
      at.fault("not a header's name");
    }
  }

  /** The fault does not show the value, which may be a secret. */
  static void add(List<Header> headers, String name, Content value, Field at) {
    var text =
        switch (value) {
          case Content.Text(var shown) -> Optional.of(shown);
          case Content.Secret(var hidden) -> Optional.of(hidden);
          case Content.InFile _ -> Optional.<String>empty();
        };
    if (text.filter(t -> !HeaderSyntax.isValue(t)).isPresent()) {
      at.fault("expected a header's value: ASCII without control characters");
    } else {
      headers.add(new Header(name, value));
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
