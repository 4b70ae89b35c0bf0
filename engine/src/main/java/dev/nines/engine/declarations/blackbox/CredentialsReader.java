package dev.nines.engine.declarations.blackbox;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.HeaderSyntax;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.probe.Content;
import dev.nines.probe.Credentials;
import dev.nines.probe.Targets;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads who asks: {@code basic_auth}, {@code authorization}, {@code oauth2}, a bearer token. */
final class CredentialsReader {
  private static final String BEARER = "Bearer";
  private static final Content NONE = new Content.Secret("");

  private final Contents contents;
  private final TlsReader tls;
  private final ProxyReader proxy;

  CredentialsReader(Contents contents, TlsReader tls, ProxyReader proxy) {
    this.contents = contents;
    this.tls = tls;
    this.proxy = proxy;
  }

  Optional<Credentials> read(Mapping http) {
    Keys.atMostOne(
        http, "basic_auth", "authorization", "oauth2", "bearer_token", "bearer_token_file");
    var basic = http.optional("basic_auth").flatMap(f -> f.mapping(this::basic));
    var authorization = http.optional("authorization").flatMap(f -> f.mapping(this::token));
    var oauth2 =
        http.optional("oauth2").flatMap(f -> f.mapping(this::clientCredentials)).flatMap(c -> c);
    var bearer =
        Keys.filled(http, "bearer_token")
            .flatMap(field -> contents.secret(field, "bearer_token_file"))
            .or(() -> Keys.filled(http, "bearer_token_file").flatMap(contents::file))
            .map(token -> new Credentials.Token(BEARER, token));
    return basic.or(() -> authorization).or(() -> oauth2).or(() -> bearer);
  }

  private Credentials basic(Mapping basic) {
    Contents.noSecretStore(basic, "username_ref", "password_ref");
    return new Credentials.Basic(
        contents.openOrFile(basic, "username").orElse(new Content.Text("")),
        contents.secretOrFile(basic, "password").orElse(NONE));
  }

  private Credentials token(Mapping authorization) {
    Contents.noSecretStore(authorization, "credentials_ref");
    var type = Keys.filled(authorization, "type");
    var scheme = type.flatMap(Field::text).map(String::strip).filter(s -> !s.isEmpty());
    if (scheme.filter(s -> s.toLowerCase(Locale.ROOT).equals("basic")).isPresent()) {
      type.ifPresent(field -> field.fault("expected basic_auth in place of this type"));
    } else if (scheme.filter(s -> !HeaderSyntax.isToken(s)).isPresent()) {
      type.ifPresent(field -> field.fault("expected one word such as Bearer"));
    }
    return new Credentials.Token(
        scheme.orElse(BEARER), contents.secretOrFile(authorization, "credentials").orElse(NONE));
  }

  private Optional<Credentials> clientCredentials(Mapping oauth2) {
    Contents.noSecretStore(oauth2, "client_secret_ref");
    var id = oauth2.required("client_id").flatMap(contents::open);
    var secret = contents.secretOrFile(oauth2, "client_secret").orElse(NONE);
    var scopes = Keys.list(oauth2, "scopes", contents::text);
    var tokenUrl = oauth2.required("token_url").flatMap(this::url);
    var params = oauth2.optional("endpoint_params").flatMap(f -> f.mapping(this::params));
    var secured = tls.read(oauth2);
    var through = proxy.read(oauth2);
    return id.flatMap(client ->
        tokenUrl.map(url ->
            new Credentials.ClientCredentials(
                client, secret, scopes, url, params.orElse(Map.of()), secured, through)));
  }

  private Optional<URI> url(Field field) {
    var text = contents.text(field);
    var url = text.flatMap(Targets::url);
    if (text.isPresent() && url.isEmpty()) {
      field.fault("expected an http or https URL, got " + field.described());
    }
    return url;
  }

  private Map<String, String> params(Mapping params) {
    var values = new LinkedHashMap<String, String>();
    params
        .entries()
        .forEach((name, field) -> contents.text(field).ifPresent(text -> values.put(name, text)));
    return values;
  }
}
