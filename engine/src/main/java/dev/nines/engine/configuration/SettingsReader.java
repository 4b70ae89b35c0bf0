package dev.nines.engine.configuration;

import static java.util.stream.Collectors.toMap;

import dev.nines.channel.Secret;
import dev.nines.engine.configuration.Settings.Access;
import dev.nines.engine.configuration.Settings.Access.Readers;
import dev.nines.engine.configuration.Settings.Concurrency;
import dev.nines.engine.configuration.Settings.Database;
import dev.nines.engine.configuration.Settings.Dora;
import dev.nines.engine.configuration.Settings.Evaluation;
import dev.nines.engine.configuration.Settings.Hooks;
import dev.nines.engine.configuration.Settings.ProbeEndpoint;
import dev.nines.engine.configuration.Settings.Retention;
import dev.nines.engine.configuration.Settings.SelfCheck;
import dev.nines.engine.configuration.Settings.Spool;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.probe.Targets;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads Nines' own keys. Their defaults stand here and in the readers of single keys, and nowhere
 * else.
 */
final class SettingsReader {
  private static final Pattern LOCATION = Pattern.compile("[A-Za-z0-9][-._A-Za-z0-9]{0,62}");

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
  private static final Concurrency SCHEDULED = new Concurrency(2_000, 50);
  private static final Map<String, Readers> READERS =
      Arrays.stream(Readers.values()).collect(toMap(Readers::label, Function.identity()));
  private static final Access ACCESS = new Access(Readers.LOOPBACK, Readers.LOOPBACK);

  private final Path folder;

  SettingsReader(Path folder) {
    this.folder = folder;
  }

  Settings read(Mapping config) {
    var concurrency =
        group(config, "concurrency", m -> ProbingReader.concurrency(m, SCHEDULED))
            .orElse(SCHEDULED);
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
        group(config, "selfCheck", ProbingReader::selfCheck).orElse(new SelfCheck(List.of())),
        group(config, "probeEndpoint", m -> ProbingReader.endpoint(m, ofEndpoint))
            .orElse(new ProbeEndpoint(List.of(), ofEndpoint)),
        group(config, "access", SettingsReader::access).orElse(ACCESS),
        group(config, "tracing", TracingReader::read).orElse(TracingReader.DEFAULT),
        group(config, "metrics", MetricsReader::read).orElse(MetricsReader.DEFAULT),
        group(config, "hooks", HooksReader::read).orElse(Hooks.NONE),
        group(config, "dora", SettingsReader::dora).orElse(new Dora(CAUSE_WINDOW)),
        group(config, "deadMansSwitch", DeadMansSwitchReader::read).flatMap(d -> d),
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

  private static Access access(Mapping m) {
    return new Access(
        m.optional("read").flatMap(f -> f.oneOf(READERS)).orElse(ACCESS.read()),
        m.optional("metrics").flatMap(f -> f.oneOf(READERS)).orElse(ACCESS.metrics()));
  }

  private static Dora dora(Mapping m) {
    var written = m.optional("causeWindow");
    var window = written.flatMap(f -> f.durationAtLeast(Duration.ofMinutes(1), "1m"));
    if (window.filter(w -> w.compareTo(LONGEST_CAUSE_WINDOW) > 0).isPresent()) {
      written.ifPresent(f -> f.fault("more than 48h: " + f.described()));
    }
    return new Dora(window.orElse(CAUSE_WINDOW));
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

  /**
   * Pages, their styles and redirects name one another from the root of a host: behind a path of a
   * proxy none of them would be found.
   */
  private static Optional<URI> externalUrl(Field field) {
    var url = field.parse("an http or https URL", Targets::url);
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

  private static Optional<ZoneId> zone(String text) {
    try {
      return Optional.of(ZoneId.of(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
