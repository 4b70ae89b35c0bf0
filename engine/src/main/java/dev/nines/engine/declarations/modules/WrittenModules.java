package dev.nines.engine.declarations.modules;

import static java.util.stream.Collectors.toMap;

import dev.nines.engine.catalog.BlackboxModules;
import dev.nines.engine.declarations.blackbox.HttpModuleReader;
import dev.nines.engine.declarations.blackbox.Keys;
import dev.nines.engine.declarations.blackbox.TcpModuleReader;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.engine.declarations.yaml.Source;
import dev.nines.engine.declarations.yaml.Spelling;
import dev.nines.engine.declarations.yaml.YamlReader;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpStepsModule;
import dev.nines.probe.ProbeModule;
import dev.nines.probe.TcpModule;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The modules of a {@code blackbox.yml}, also as they are written, for probes to build upon. */
public final class WrittenModules {
  /** What there is where no file is named. */
  public static final WrittenModules STANDARD = standard();

  /** None is known, since their file could not be read: that is fault enough. */
  public static final WrittenModules UNREAD =
      new WrittenModules(Map.of(), Map.of(), Optional.empty());

  /** Those that blackbox_exporter has and Nines has not. */
  private static final Map<String, String> FOREIGN =
      Stream.of("icmp", "dns", "grpc", "unix", "websocket").collect(toMap(n -> n, n -> n));

  private final Map<String, Written> modules;
  private final Map<String, String> foreign;
  private final Optional<String> where;

  private WrittenModules(
      Map<String, Written> modules, Map<String, String> foreign, Optional<String> where) {
    this.modules = modules;
    this.foreign = foreign;
    this.where = where;
  }

  /**
   * One module.
   *
   * @param prober what it is for
   * @param timeout deadline of a run, where the module names one
   * @param keys what it asks, as written, where it says so
   * @param asks what it asks
   */
  public record Written(
      Prober prober, Optional<Duration> timeout, Optional<Field> keys, ProbeModule asks) {}

  private static WrittenModules standard() {
    var modules = new LinkedHashMap<String, Written>();
    BlackboxModules.STANDARD
        .modules()
        .forEach((name, module) -> {
          var prober =
              switch (module.asks()) {
                case HttpModule _ -> Prober.HTTP;
                case HttpStepsModule _ -> Prober.HTTP_STEPS;
                case TcpModule _ -> Prober.TCP;
              };
          modules.put(name, new Written(prober, Optional.empty(), Optional.empty(), module.asks()));
        });
    return new WrittenModules(
        modules,
        Map.of(),
        Optional.of(
            "among those that are always there (%s); %s"
                .formatted(
                    String.join(", ", modules.keySet().stream().sorted().toList()),
                    "a blackbox.yml is named by blackboxModules in config.yml, or by --blackbox")));
  }

  /**
   * Reads a file.
   *
   * @param source the file
   * @param findings told everything that is wrong
   * @return its modules
   */
  public static WrittenModules read(Source source, Findings findings) {
    var modules = new LinkedHashMap<String, Written>();
    var foreign = new LinkedHashMap<String, String>();
    var document = YamlReader.readLiteral(source, findings);
    if (findings.unread()) {
      return UNREAD;
    }
    document.ifPresent(root ->
        root.mapping(keys -> {
          keys.optional("modules").ifPresent(f -> f.mapping(all -> each(all, modules, foreign)));
          return true;
        }));
    return new WrittenModules(modules, foreign, Optional.of("in " + source.name()));
  }

  private static boolean each(
      Mapping all, Map<String, Written> modules, Map<String, String> foreign) {
    all.entries()
        .forEach((name, field) ->
            field.mapping(module -> {
              var prober = module.required("prober");
              var other = prober.flatMap(Field::text).filter(FOREIGN::containsKey);
              if (other.isPresent()) {
                module.entries();
                foreign.put(
                    name,
                    "has prober \"%s\", which Nines does not have: it has http, http_steps, tcp"
                        .formatted(other.get()));
                prober.ifPresent(at ->
                    at.warn(
                        "the prober %s is not supported: %s is off".formatted(other.get(), name)));
                return true;
              }
              read(module, prober)
                  .ifPresent(read -> {
                    var unsent = HttpModuleReader.unsent(read.asks());
                    if (unsent.isEmpty()) {
                      modules.put(name, read);
                    } else {
                      foreign.put(
                          name,
                          "sends a body with %s, which Nines does not".formatted(unsent.get()));
                      field.warn(
                          "a body is not sent with %s: %s is off".formatted(unsent.get(), name));
                    }
                  });
              return true;
            }));
    return true;
  }

  private static Optional<Written> read(Mapping module, Optional<Field> proberAt) {
    var prober = proberAt.flatMap(field -> field.oneOf(Prober.BY_NAME));
    var timeout =
        Keys.filled(module, "timeout").flatMap(Field::duration).filter(time -> !time.isZero());
    FOREIGN.keySet().forEach(key -> module.optional(key).ifPresent(WrittenModules::useless));
    if (prober.isEmpty()) {
      module.entries();
    }
    var http = module.optional("http");
    var tcp = module.optional("tcp");
    var steps = module.optional("http_steps");
    return prober.map(of ->
        switch (of) {
          case HTTP -> {
            Stream.of(tcp, steps).flatMap(Optional::stream).forEach(WrittenModules::useless);
            var reader = new HttpModuleReader(Placeholders.NONE);
            var asks = http.flatMap(f -> f.mapping(reader::readModule));
            yield new Written(of, timeout, http, asks.orElse(HttpModule.DEFAULT));
          }
          case HTTP_STEPS -> {
            Stream.of(http, tcp).flatMap(Optional::stream).forEach(WrittenModules::useless);
            var reader = new StepsReader(Placeholders.NONE);
            var asks = module.required("http_steps").flatMap(f -> f.mapping(reader::read));
            yield new Written(of, timeout, steps, asks.orElse(StepsReader.NOTHING));
          }
          case TCP -> {
            Stream.of(http, steps).flatMap(Optional::stream).forEach(WrittenModules::useless);
            var reader = new TcpModuleReader(Placeholders.NONE);
            var asks = tcp.flatMap(f -> f.mapping(reader::read));
            yield new Written(of, timeout, tcp, asks.orElse(TcpModule.DEFAULT));
          }
        });
  }

  private static void useless(Field field) {
    field.warn("means nothing with this prober");
  }

  /** {@return the modules for whoever runs them; of use only where there was no fault} */
  public BlackboxModules asDeclared() {
    return new BlackboxModules(
        modules.entrySet().stream()
            .collect(
                toMap(
                    Map.Entry::getKey,
                    module ->
                        new BlackboxModules.Module(
                            module.getValue().timeout(), module.getValue().asks()))),
        foreign);
  }

  /**
   * Finds a module.
   *
   * @param named its name
   * @return the module; a fault at the use, and nothing, where there is none that Nines can run
   */
  public Optional<Written> find(Reference named) {
    var module = Optional.ofNullable(modules.get(named.name()));
    if (module.isEmpty() && where.isPresent()) {
      var why = foreign.get(named.name());
      named
          .at()
          .fault(
              why == null
                  ? "no module named %s %s%s"
                      .formatted(
                          named.name(), where.get(), Spelling.hint(named.name(), modules.keySet()))
                  : "this module " + why);
    }
    return module;
  }
}
