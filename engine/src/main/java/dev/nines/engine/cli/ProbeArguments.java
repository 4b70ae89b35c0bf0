package dev.nines.engine.cli;

import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.cli.ProbeRequest.Protocol;
import dev.nines.engine.declarations.DeclarationPaths;
import dev.nines.probe.ProbeSpec;
import io.dropwizard.core.setup.Bootstrap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import net.sourceforge.argparse4j.inf.Namespace;

/**
 * What is asked of whom, by the arguments of {@code probe}: a target as it stands, a target by a
 * module, or a declared probe.
 *
 * @param given the arguments
 * @param bootstrap reads a configuration
 * @param environment finds a variable that a declaration asks for
 */
record ProbeArguments(
    Namespace given, Bootstrap<?> bootstrap, Function<String, Optional<String>> environment) {
  private static final Duration UNLESS_TOLD = Duration.ofSeconds(5);

  /** {@return what the module is called in a report} */
  static String name(Namespace given) {
    return Stream.of("module", "probe")
        .flatMap(key -> Stream.ofNullable(given.getString(key)))
        .findFirst()
        .orElse("none");
  }

  /**
   * Makes a probe of them.
   *
   * @throws CommandExit that says what is wrong
   */
  ProbeSpec spec() {
    try {
      if (given.getString("output").equals("json")) {
        refuse("its answer is text", "debug");
      }
      var timeout = Optional.ofNullable(given.getString("timeout")).map(ProbeRequest::timeout);
      if (has("probe")) {
        refuse("--probe says all of it", "target", "module", "timeout", "protocol", "insecure");
        return declared(true).probe(given.getString("probe"));
      }
      if (!has("target")) {
        throw new IllegalArgumentException(
            "TARGET missing: a URL, a host or host:port, or --probe and the name of a declared one");
      }
      var target = given.getString("target");
      if (has("module")) {
        refuse("--module says how to ask", "protocol", "insecure");
        return declared(false).module(given.getString("module"), target, timeout);
      }
      refuse("needs --module or --probe", "config", "blackbox");
      return new ProbeRequest(
              target,
              Optional.ofNullable(given.<Protocol>get("protocol")).orElse(Protocol.BY_TARGET),
              timeout.orElse(UNLESS_TOLD),
              given.getBoolean("insecure"))
          .spec();
    } catch (IllegalArgumentException e) {
      throw new CommandExit(Code.WRONG_USAGE, String.valueOf(e.getMessage()));
    }
  }

  private boolean has(String key) {
    var value = given.get(key);
    return value != null && !value.equals(false);
  }

  private void refuse(String why, String... keys) {
    for (var key : keys) {
      if (has(key)) {
        var written =
            switch (key) {
              case "target" -> "TARGET";
              case "protocol" -> given.get(key) == Protocol.TCP ? "--tcp" : "--http";
              default -> "--" + key;
            };
        throw new IllegalArgumentException(written + " means nothing here: " + why);
      }
    }
  }

  /** Of modules alone the declarations are not read: what is wrong with them is no matter. */
  private NamedProbes declared(boolean probes) {
    var blackbox = Optional.ofNullable(given.getString("blackbox")).map(ConfiguredFiles::existing);
    var config =
        Optional.ofNullable(given.getString("config"))
            .map(ConfiguredFiles::existing)
            .or(() -> Optional.of(ConfiguredFiles.usual()).filter(Files::exists));
    var configured = config.filter(_ -> probes || blackbox.isEmpty()).map(this::paths);
    return NamedProbes.read(
        new DeclarationPaths(
            probes ? configured.map(DeclarationPaths::declarations).orElse(List.of()) : List.of(),
            blackbox.or(() -> configured.flatMap(DeclarationPaths::blackboxModules))),
        name -> environment.apply(name).or(() -> ConfiguredFiles.standIn(name)));
  }

  private DeclarationPaths paths(Path config) {
    var configured = ConfiguredFiles.of(config, bootstrap);
    if (!configured.faults().isEmpty()) {
      throw NamedProbes.wrong(configured.faults());
    }
    return configured.paths();
  }
}
