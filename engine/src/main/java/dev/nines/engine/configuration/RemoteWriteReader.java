package dev.nines.engine.configuration;

import dev.nines.channel.Secret;
import dev.nines.engine.configuration.Settings.Metrics.RemoteWrite;
import dev.nines.engine.configuration.Settings.Metrics.RemoteWrite.Login;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.HeaderSyntax;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.series.MetricChoice;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Reads {@code metrics.remoteWrite}: where metrics are written to, and as whom. */
final class RemoteWriteReader {
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Pattern LABEL = Pattern.compile("(?!__)[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "authorization",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "transfer-encoding",
          "upgrade",
          "user-agent",
          "x-prometheus-remote-write-version");

  private RemoteWriteReader() {}

  static Optional<RemoteWrite> read(Mapping m, MetricChoice choice) {
    var url = m.required("url").flatMap(RemoteWriteReader::receiver);
    var every = m.optional("every").flatMap(f -> f.durationAtLeast(SHORTEST, "1s")).orElse(EVERY);
    var timeout =
        m.optional("timeout").flatMap(f -> f.durationAtLeast(SHORTEST, "1s")).orElse(TIMEOUT);
    var labels = texts(m, "labels", RemoteWriteReader::checkLabel);
    var headers = new HashMap<String, Secret>();
    texts(m, "headers", RemoteWriteReader::checkHeader)
        .forEach((name, value) -> headers.put(name, new Secret(value)));
    var login = login(m);
    return url.map(u -> new RemoteWrite(u, every, timeout, choice, labels, headers, login));
  }

  /** No fault says what the URL is: its query may be a secret. */
  private static Optional<URI> receiver(Field field) {
    var url = field.text().flatMap(CalledUrl::parse);
    if (url.isEmpty()) {
      field.fault("expected an http or https URL such as http://prometheus:9090/api/v1/write");
    }
    CalledUrl.checkNoUser(field, url, "basicAuth");
    return url;
  }

  private static Optional<Login> login(Mapping m) {
    var basic = m.optional("basicAuth");
    Optional<ConfiguredSecret> token = Optional.empty();
    if (SecretText.optional(m, "bearerToken").isThere()) {
      token = SecretText.required(m, "bearerToken").secret(1);
      basic.ifPresent(f -> f.fault("a bearer token stands here already"));
    }
    return token
        .<Login>map(Login.Bearer::new)
        .or(() -> basic.flatMap(f -> f.mapping(RemoteWriteReader::basic)).flatMap(b -> b));
  }

  private static Optional<Login> basic(Mapping m) {
    var user = m.required("username").flatMap(Field::text);
    var password = SecretText.required(m, "password").secret(1);
    return user.flatMap(u -> password.map(p -> new Login.Basic(u, p)));
  }

  private static Map<String, String> texts(Mapping m, String key, BiConsumer<Field, String> check) {
    var texts = new HashMap<String, String>();
    m.optional(key)
        .flatMap(f -> f.mapping(Mapping::entries))
        .ifPresent(entries ->
            entries.forEach((name, value) -> {
              check.accept(value, name);
              value.text().ifPresent(text -> texts.put(name, text));
            }));
    return texts;
  }

  private static void checkLabel(Field field, String name) {
    if (!LABEL.matcher(name).matches()) {
      field.fault("no name of a label: letters, digits and _, and not __ at the beginning");
    }
  }

  private static void checkHeader(Field field, String name) {
    if (!HeaderSyntax.isToken(name)) {
      field.fault("no name of a header");
    } else if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
      field.fault("is not for you to set (bearerToken and basicAuth say who writes)");
    } else if (field.text().filter(text -> !HeaderSyntax.isValue(text)).isPresent()) {
      field.fault(
          "has a character that no header may have, such as the line break at a variable's end or"
              + " a letter beyond ASCII");
    }
  }
}
