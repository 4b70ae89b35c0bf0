package dev.nines.engine.configuration;

import static java.util.stream.Collectors.toMap;

import dev.nines.channel.Secret;
import dev.nines.engine.catalog.TargetTracing;
import dev.nines.engine.configuration.Settings.Access;
import dev.nines.engine.configuration.Settings.Access.Readers;
import dev.nines.engine.configuration.Settings.Concurrency;
import dev.nines.engine.configuration.Settings.Database;
import dev.nines.engine.configuration.Settings.DeadMansSwitch;
import dev.nines.engine.configuration.Settings.Dora;
import dev.nines.engine.configuration.Settings.Evaluation;
import dev.nines.engine.configuration.Settings.Hooks;
import dev.nines.engine.configuration.Settings.Metrics;
import dev.nines.engine.configuration.Settings.Metrics.RemoteWrite;
import dev.nines.engine.configuration.Settings.Metrics.RemoteWrite.Login;
import dev.nines.engine.configuration.Settings.ProbeEndpoint;
import dev.nines.engine.configuration.Settings.Retention;
import dev.nines.engine.configuration.Settings.SelfCheck;
import dev.nines.engine.configuration.Settings.Spool;
import dev.nines.engine.configuration.Settings.Tracing;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.series.MetricChoice;
import dev.nines.engine.telemetry.OtlpProtocol;
import dev.nines.probe.Targets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads Nines' own keys; their defaults stand here and nowhere else. */
final class SettingsReader {
  private static final Pattern LOCATION = Pattern.compile("[A-Za-z0-9][-._A-Za-z0-9]{0,62}");
  private static final int MOST_RUNS = 1_000_000;

  /** Storing, evaluating, telling and a page must not wait for each other. */
  private static final int FEWEST_CONNECTIONS = 4;

  private static final int MOST_CONNECTIONS = 1_000;
  private static final int CONNECTIONS = 10;

  private static final Duration EVALUATION_INTERVAL = Duration.ofSeconds(10);
  private static final Duration RESULTS_KEPT = Duration.ofDays(7);
  private static final Duration MINUTES_KEPT = Duration.ofDays(100);
  private static final long SPOOL_BYTES = 1L << 30;
  private static final Duration CAUSE_WINDOW = Duration.ofHours(1);
  private static final Duration LONGEST_CAUSE_WINDOW = Duration.ofDays(2);
  private static final Duration BEAT = Duration.ofMinutes(1);
  private static final Duration SHORTEST_BEAT = Duration.ofSeconds(10);
  private static final Duration PUSH = Duration.ofMinutes(1);
  private static final Duration PUSH_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SHORTEST_PUSH = Duration.ofSeconds(1);
  private static final Pattern LABEL = Pattern.compile("(?!__)[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
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
  private static final Metrics METRICS =
      new Metrics(Set.of(), MetricChoice.DEFAULT, Optional.empty());
  private static final Concurrency SCHEDULED = new Concurrency(2_000, 50);
  private static final Access ACCESS = new Access(Readers.LOOPBACK, Readers.LOOPBACK);
  private static final Tracing TRACING =
      new Tracing(
          0.01,
          Set.of(Tracing.Kept.FAILED, Tracing.Kept.SLOW),
          TargetTracing.HEAD,
          Optional.empty());

  private final Path folder;

  SettingsReader(Path folder) {
    this.folder = folder;
  }

  Settings read(Mapping config) {
    var concurrency =
        group(config, "concurrency", m -> concurrency(m, SCHEDULED)).orElse(SCHEDULED);
    var ofEndpoint = new Concurrency(concurrency.total(), Concurrency.UNLIMITED);
    return new Settings(
        config
            .optional("location")
            .flatMap(f -> f.parse("a name such as eu-west", SettingsReader::location))
            .orElse("local"),
        config.optional("dataDir").flatMap(Field::file).orElse(folder.resolve("data")),
        config
            .optional("declarations")
            .map(f -> f.isList() ? f.list(Field::file) : f.file().stream().toList())
            .orElse(List.of(folder.resolve("slo-definitions"))),
        config.optional("blackboxModules").flatMap(Field::existingFile),
        config
            .optional("externalUrl")
            .flatMap(SettingsReader::externalUrl)
            .orElse(URI.create("http://localhost:8080")),
        config
            .optional("timeZone")
            .flatMap(f -> f.parse("a time zone such as Europe/Berlin", SettingsReader::zone))
            .orElse(ZoneOffset.UTC),
        group(config, "evaluation", SettingsReader::evaluation)
            .orElse(new Evaluation(EVALUATION_INTERVAL)),
        group(config, "retention", SettingsReader::retention)
            .orElse(new Retention(RESULTS_KEPT, MINUTES_KEPT)),
        group(config, "spool", SettingsReader::spool).orElse(new Spool(SPOOL_BYTES)),
        concurrency,
        group(config, "selfCheck", m -> new SelfCheck(checkTargets(m)))
            .orElse(new SelfCheck(List.of())),
        group(
                config,
                "probeEndpoint",
                m ->
                    new ProbeEndpoint(
                        allowedTargets(m),
                        group(m, "concurrency", c -> concurrency(c, ofEndpoint))
                            .orElse(ofEndpoint)))
            .orElse(new ProbeEndpoint(List.of(), ofEndpoint)),
        group(config, "access", SettingsReader::access).orElse(ACCESS),
        group(config, "tracing", SettingsReader::tracing).orElse(TRACING),
        group(config, "metrics", SettingsReader::metrics).orElse(METRICS),
        group(config, "hooks", SettingsReader::hooks).orElse(Hooks.NONE),
        group(config, "dora", SettingsReader::dora).orElse(new Dora(CAUSE_WINDOW)),
        group(config, "deadMansSwitch", SettingsReader::deadMansSwitch).flatMap(d -> d),
        group(config, "database", SettingsReader::database).flatMap(d -> d));
  }

  private static <T> Optional<T> group(Mapping config, String key, Function<Mapping, T> reader) {
    return config.optional(key).flatMap(field -> field.mapping(reader));
  }

  private static Evaluation evaluation(Mapping m) {
    return new Evaluation(
        m.optional("interval")
            .flatMap(f -> f.durationAtLeast(Duration.ofSeconds(1), "1s"))
            .orElse(EVALUATION_INTERVAL));
  }

  private static Retention retention(Mapping m) {
    var day = Duration.ofDays(1);
    return new Retention(
        m.optional("results").flatMap(f -> f.durationAtLeast(day, "1d")).orElse(RESULTS_KEPT),
        m.optional("minutes").flatMap(f -> f.durationAtLeast(day, "1d")).orElse(MINUTES_KEPT));
  }

  private static Spool spool(Mapping m) {
    return new Spool(m.optional("maxSize").flatMap(Field::bytes).orElse(SPOOL_BYTES));
  }

  private static Concurrency concurrency(Mapping m, Concurrency otherwise) {
    return new Concurrency(
        m.optional("total").flatMap(f -> f.integer(1, MOST_RUNS)).orElse(otherwise.total()),
        m.optional("perHost").flatMap(f -> f.integer(1, MOST_RUNS)).orElse(otherwise.perHost()));
  }

  private static List<CheckTarget> checkTargets(Mapping m) {
    return m.optional("targets")
        .map(f ->
            f.list(item ->
                item.parse("a URL such as https://example.com/ or host:port", CheckTarget::parse)))
        .orElse(List.of());
  }

  private static List<AllowedTarget> allowedTargets(Mapping m) {
    return m.optional("allowedTargets")
        .map(f ->
            f.list(item ->
                item.parse(
                    "a network such as 10.0.0.0/8 or a host such as *.example.com",
                    AllowedTarget::parse)))
        .orElse(List.of());
  }

  private static Access access(Mapping m) {
    var readers = words(Readers.values(), Readers::label);
    return new Access(
        m.optional("read").flatMap(f -> f.oneOf(readers)).orElse(ACCESS.read()),
        m.optional("metrics").flatMap(f -> f.oneOf(readers)).orElse(ACCESS.metrics()));
  }

  private static Tracing tracing(Mapping m) {
    var ratio = m.optional("ratio");
    var share = ratio.flatMap(Field::number);
    if (share.filter(r -> !(r >= 0 && r <= 1)).isPresent()) {
      ratio.ifPresent(f -> f.fault("not in [0, 1]: " + f.described()));
    }
    var kept = words(Tracing.Kept.values(), Tracing.Kept::label);
    m.optional("protocol").ifPresent(SettingsReader::checkProtocol);
    var tell = words(TargetTracing.values(), TargetTracing::label);
    return new Tracing(
        share.orElse(TRACING.ratio()),
        m.optional("keep")
            .map(f -> Set.copyOf(f.list(item -> item.oneOf(kept))))
            .orElse(TRACING.keep()),
        m.optional("targets").flatMap(f -> f.oneOf(tell)).orElse(TRACING.targets()),
        m.optional("baggage").flatMap(Field::bool).orElse(TRACING.baggage()),
        m.optional("endpoint").flatMap(SettingsReader::collector),
        m.optional("link")
            .flatMap(f ->
                f.parse("an http or https URL with {traceId} in it", SettingsReader::traceLink)));
  }

  private static void checkProtocol(Field field) {
    if (field.text().filter(t -> !t.equals(OtlpProtocol.SPOKEN)).isPresent()) {
      field.fault(OtlpProtocol.refusal(field.described()));
    }
  }

  private static Optional<String> traceLink(String text) {
    return Optional.of(text)
        .filter(t -> t.contains(Tracing.TRACE_ID))
        .filter(t -> Targets.url(t.replace(Tracing.TRACE_ID, "0")).isPresent());
  }

  private static Dora dora(Mapping m) {
    var written = m.optional("causeWindow");
    var window = written.flatMap(f -> f.durationAtLeast(Duration.ofMinutes(1), "1m"));
    if (window.filter(w -> w.compareTo(LONGEST_CAUSE_WINDOW) > 0).isPresent()) {
      written.ifPresent(f -> f.fault("more than 48h: " + f.described()));
    }
    return new Dora(window.orElse(CAUSE_WINDOW));
  }

  private static Hooks hooks(Mapping m) {
    return new Hooks(
        group(m, "alertmanager", SettingsReader::token).flatMap(t -> t),
        group(m, "github", g -> hookSecret(g, "secret")).flatMap(s -> s),
        group(m, "gitlab", g -> hookSecret(g, "token")).flatMap(s -> s),
        group(m, "cdevents", g -> hookSecret(g, "token")).flatMap(s -> s));
  }

  private static Optional<ConfiguredSecret> hookSecret(Mapping m, String key) {
    return secret(m, key, ConfiguredSecret.SHORTEST);
  }

  private static Optional<ConfiguredSecret> optionalSecret(Mapping m, String key) {
    return m.optional(key).isPresent() || m.optional(key + "File").isPresent()
        ? secret(m, key, 1)
        : Optional.empty();
  }

  /** A file is read each time that it is used, so that it can be changed without a restart. */
  private static Optional<ConfiguredSecret> secret(Mapping m, String key, int shortest) {
    var written = m.optional(key);
    var file = m.optional(key + "File");
    if (written.isPresent() == file.isPresent()) {
      m.self().fault("expected exactly one of %s and %sFile".formatted(key, key));
    }
    var text = written.flatMap(Field::text).or(() -> file.flatMap(SettingsReader::content));
    if (text.filter(t -> t.length() < shortest).isPresent()) {
      written
          .or(() -> file)
          .ifPresent(f -> f.fault("not at least %d characters long".formatted(shortest)));
    }
    return written.isPresent()
        ? text.map(Secret::new).map(ConfiguredSecret.Written::new)
        : file.filter(_ -> text.isPresent())
            .flatMap(Field::existingFile)
            .map(path -> new ConfiguredSecret.InFile(path, shortest));
  }

  /** A short one can be guessed, and an empty one is a variable that is not set. */
  private static Optional<Secret> token(Mapping m) {
    var written = m.optional("token");
    var file = m.optional("tokenFile");
    if (written.isPresent() && file.isPresent()) {
      file.get().fault("token stands here already");
    }
    var token = written.flatMap(Field::text).or(() -> file.flatMap(SettingsReader::content));
    if (token.filter(t -> t.length() < ConfiguredSecret.SHORTEST).isPresent()) {
      written.or(() -> file).ifPresent(f -> f.fault("not at least 16 characters long"));
    }
    return token.map(Secret::new);
  }

  /** No fault says what the URL is: it is a secret. */
  private static Optional<DeadMansSwitch> deadMansSwitch(Mapping m) {
    var written = m.optional("url");
    var file = m.optional("urlFile");
    if (written.isPresent() == file.isPresent()) {
      m.self().fault("expected exactly one of url and urlFile");
    }
    var interval =
        m.optional("interval").flatMap(f -> f.durationAtLeast(SHORTEST_BEAT, "10s")).orElse(BEAT);
    var text = written.flatMap(Field::text).or(() -> file.flatMap(SettingsReader::content));
    var url = text.flatMap(Targets::url).filter(u -> u.getHost() != null);
    if (text.isPresent() && url.isEmpty()) {
      written.or(() -> file).ifPresent(f -> f.fault("expected an http or https URL"));
    }
    return url.map(u -> new DeadMansSwitch(u, interval));
  }

  private static Optional<String> content(Field field) {
    return field
        .existingFile()
        .flatMap(path -> {
          try {
            return Optional.of(Files.readString(path).strip());
          } catch (IOException e) {
            field.fault("cannot be read");
            return Optional.empty();
          }
        });
  }

  private static Metrics metrics(Mapping m) {
    var peers = words(Metrics.Peer.values(), Metrics.Peer::label);
    return new Metrics(
        Set.copyOf(
            m.optional("compatibility")
                .map(f -> f.list(item -> item.oneOf(peers)))
                .orElse(List.of())),
        group(m, "otlp", SettingsReader::choice).orElse(MetricChoice.DEFAULT),
        group(m, "remoteWrite", SettingsReader::remoteWrite).flatMap(r -> r));
  }

  private static MetricChoice choice(Mapping m) {
    return m.optional("metrics")
        .map(f -> {
          if (f.isList() && f.items().isEmpty()) {
            f.fault("expected at least one name of a metric");
          }
          return new MetricChoice(
              f.list(
                  item -> item.parse("the name of a metric, such as slo_*", MetricChoice::name)));
        })
        .orElse(MetricChoice.DEFAULT);
  }

  private static Optional<RemoteWrite> remoteWrite(Mapping m) {
    var url = m.required("url").flatMap(SettingsReader::receiver);
    var every =
        m.optional("every").flatMap(f -> f.durationAtLeast(SHORTEST_PUSH, "1s")).orElse(PUSH);
    var timeout =
        m.optional("timeout")
            .flatMap(f -> f.durationAtLeast(SHORTEST_PUSH, "1s"))
            .orElse(PUSH_TIMEOUT);
    var choice = choice(m);
    var labels = texts(m, "labels", SettingsReader::checkLabel);
    var headers = new HashMap<String, Secret>();
    texts(m, "headers", SettingsReader::checkHeader)
        .forEach((name, value) -> headers.put(name, new Secret(value)));
    var login = login(m);
    return url.map(u -> new RemoteWrite(u, every, timeout, choice, labels, headers, login));
  }

  /** No fault says what the URL is: its query may be a secret. */
  private static Optional<URI> receiver(Field field) {
    var url = field.text().flatMap(Targets::url).filter(u -> u.getHost() != null);
    if (url.isEmpty()) {
      field.fault("expected an http or https URL such as http://prometheus:9090/api/v1/write");
    }
    checkNoUser(field, url, "basicAuth");
    return url;
  }

  private static void checkNoUser(Field field, Optional<URI> url, String instead) {
    if (url.filter(u -> u.getRawUserInfo() != null).isPresent()) {
      field.fault("a user in the URL is not sent: use " + instead);
    }
  }

  private static Optional<Login> login(Mapping m) {
    var basic = m.optional("basicAuth");
    var token = optionalSecret(m, "bearerToken");
    if (basic.isPresent()
        && (m.optional("bearerToken").isPresent() || m.optional("bearerTokenFile").isPresent())) {
      basic.get().fault("a bearer token stands here already");
    }
    return token
        .<Login>map(Login.Bearer::new)
        .or(() -> basic.flatMap(f -> f.mapping(SettingsReader::basic)).flatMap(b -> b));
  }

  private static Optional<Login> basic(Mapping m) {
    var user = m.required("username").flatMap(Field::text);
    var password = secret(m, "password", 1);
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
    if (!HEADER.matcher(name).matches()) {
      field.fault("no name of a header");
    } else if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
      field.fault("is not for you to set (bearerToken and basicAuth say who writes)");
    } else if (field
        .text()
        .filter(text -> text.chars().anyMatch(Character::isISOControl))
        .isPresent()) {
      field.fault(
          "has a character that no header may have, such as the line break at a variable's end");
    }
  }

  private static <T> Map<String, T> words(T[] values, Function<T, String> label) {
    return Arrays.stream(values).collect(toMap(label, Function.identity()));
  }

  private static Optional<Database> database(Mapping m) {
    var url =
        m.required("url")
            .flatMap(f -> f.parse("jdbc:postgresql://HOST/DATABASE", SettingsReader::jdbc));
    var user = m.optional("user").flatMap(Field::text);
    var password = m.optional("password").flatMap(Field::text).map(Secret::new);
    var poolSize =
        m.optional("poolSize")
            .flatMap(f -> f.integer(FEWEST_CONNECTIONS, MOST_CONNECTIONS))
            .orElse(CONNECTIONS);
    return url.map(u -> new Database(u, user, password, poolSize));
  }

  private static Optional<String> jdbc(String text) {
    return Optional.of(text).filter(t -> t.startsWith("jdbc:postgresql:"));
  }

  private static Optional<String> location(String text) {
    return Optional.of(text).filter(t -> LOCATION.matcher(t).matches());
  }

  private static Optional<URI> url(Field field) {
    return field.parse("an http or https URL", Targets::url);
  }

  /**
   * Pages, their styles and redirects name one another from the root of a host: behind a path of a
   * proxy none of them would be found.
   */
  private static Optional<URI> externalUrl(Field field) {
    var url = url(field);
    url.ifPresent(u -> {
      if (u.getRawUserInfo() != null || u.getRawQuery() != null || u.getRawFragment() != null) {
        field.fault("expected a host and at most a port: no user, no ? and no #");
      }
      if (!Set.of("", "/").contains(u.getRawPath())) {
        field.fault(
            "the path %s: Nines is served from the root of a host, so give it a host or a port of its"
                    .formatted(u.getRawPath())
                + " own, such as https://nines.example.com");
      }
    });
    return url;
  }

  /** One that the JDK's client calls, to which a name with an underscore is no host. */
  private static Optional<URI> called(Field field) {
    var url = url(field);
    if (url.isPresent() && url.get().getHost() == null) {
      field.fault("a host with an underscore cannot be called here: " + field.described());
      return Optional.empty();
    }
    return url;
  }

  /** What OTLP would drop or choke on; no fault says what it is, since it may be a secret. */
  private static Optional<URI> collector(Field field) {
    var url = called(field);
    checkNoUser(field, url, "OTEL_EXPORTER_OTLP_HEADERS");
    if (url.filter(u -> u.getRawQuery() != null || u.getRawFragment() != null).isPresent()) {
      field.fault(
          "expected the collector's address without ? and #: use OTEL_EXPORTER_OTLP_HEADERS");
    }
    return url;
  }

  private static Optional<ZoneId> zone(String text) {
    try {
      return Optional.of(ZoneId.of(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
