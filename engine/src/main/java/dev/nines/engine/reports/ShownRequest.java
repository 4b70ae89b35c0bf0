package dev.nines.engine.reports;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.nines.probe.Compression;
import dev.nines.probe.Content;
import dev.nines.probe.Credentials;
import dev.nines.probe.Header;
import dev.nines.probe.HttpModule.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an HTTP probe sends, as it is shown. */
final class ShownRequest {
  /** Parameters of a token request that are no secret wherever they are used. */
  private static final Set<String> OPEN_PARAMETERS =
      Set.of("audience", "grant_type", "resource", "scope");

  private ShownRequest() {}

  static void of(Request request, ShownKeys keys) {
    keys.with("follow_redirects", request.followRedirects()).with("enable_http2", request.http2());
    if (!request.method().equals("GET")) {
      keys.with("method", request.method());
    }
    headers(request.headers(), keys);
    request.body().ifPresent(body -> keys.content("body", body));
    keys.ifPresent("compression", request.compression().map(Compression::label));
    request.credentials().ifPresent(credentials -> credentials(credentials, keys));
  }

  /** What one value says goes under {@code headers}, all else under {@code http_headers}. */
  private static void headers(List<Header> headers, ShownKeys keys) {
    var plain = new ShownKeys();
    var rich = new ShownKeys();
    headers.stream()
        .collect(groupingBy(Header::name, LinkedHashMap::new, toList()))
        .forEach((name, values) -> {
          if (values.size() == 1 && !(values.getFirst().value() instanceof Content.InFile)) {
            plain.content(name, values.getFirst().value());
          } else {
            rich.with(name, rich(values));
          }
        });
    keys.unlessEmpty("headers", plain).unlessEmpty("http_headers", rich);
  }

  private static Map<String, Object> rich(List<Header> values) {
    return new ShownKeys()
        .unlessEmpty(
            "values",
            values.stream()
                .filter(header -> header.value() instanceof Content.Text)
                .map(ShownRequest::value)
                .toList())
        .unlessEmpty(
            "secrets",
            values.stream()
                .filter(header -> header.value() instanceof Content.Secret)
                .map(ShownRequest::value)
                .toList())
        .unlessEmpty(
            "files",
            values.stream()
                .filter(header -> header.value() instanceof Content.InFile)
                .map(ShownRequest::value)
                .toList())
        .map();
  }

  private static String value(Header header) {
    return switch (header.value()) {
      case Content.Text(var text) -> text;
      case Content.Secret _ -> ShownKeys.SECRET;
      case Content.InFile(var file) -> file.toString();
    };
  }

  private static void credentials(Credentials credentials, ShownKeys keys) {
    switch (credentials) {
      case Credentials.Basic(var username, var password) ->
          keys.unlessEmpty(
              "basic_auth",
              new ShownKeys().content("username", username).content("password", password));
      case Credentials.Token(var scheme, var token) ->
          keys.unlessEmpty(
              "authorization", new ShownKeys().with("type", scheme).content("credentials", token));
      case Credentials.ClientCredentials oauth2 -> keys.unlessEmpty("oauth2", oauth2(oauth2));
    }
  }

  private static ShownKeys oauth2(Credentials.ClientCredentials oauth2) {
    var parameters = new ShownKeys();
    oauth2
        .endpointParams()
        .forEach((name, value) ->
            parameters.with(name, OPEN_PARAMETERS.contains(name) ? value : ShownKeys.SECRET));
    var keys =
        new ShownKeys()
            .content("client_id", oauth2.clientId())
            .content("client_secret", oauth2.clientSecret())
            .unlessEmpty("scopes", oauth2.scopes())
            .with("token_url", ShownKeys.text(oauth2.tokenUrl()))
            .unlessEmpty("endpoint_params", parameters);
    ShownConnection.proxy(oauth2.proxy(), keys);
    ShownConnection.tls(oauth2.tls(), keys);
    return keys;
  }
}
