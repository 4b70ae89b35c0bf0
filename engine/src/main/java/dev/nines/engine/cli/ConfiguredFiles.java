package dev.nines.engine.cli;

import dev.nines.engine.configuration.ConfigurationFaults;
import dev.nines.engine.configuration.NinesConfigurationFactory;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.declarations.DeclarationPaths;
import dev.nines.engine.declarations.yaml.Fault;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a {@code config.yml} says that everything lies.
 *
 * @param paths the files; none where there is a fault
 * @param faults what is wrong with the configuration
 */
public record ConfiguredFiles(DeclarationPaths paths, List<Fault> faults) {
  /** What the file is called. */
  private static final Path CONFIG = Path.of("config.yml");

  /** At the top of nothing but a configuration: what sets up a process. */
  private static final Pattern CONFIGURES =
      Pattern.compile(
          "(?m)^(server|logging|location|dataDir|declarations|externalUrl|database)\\s*:");

  /** At the top of every declaration, Sloth's too, and of a blackbox.yml. */
  private static final Pattern DECLARES =
      Pattern.compile("(?m)^(apiVersion|kind|version|slos|modules)\\s*:");

  /** Where the launcher says that its own one lies. */
  private static final String BESIDE_THE_LAUNCHER = "nines.config";

  /** What declarations may ask of a running engine, and what to take while there is none. */
  private static final Map<String, String> STAND_INS =
      Map.of(
          "NINES_HTTP_PORT", "8080",
          "NINES_DATABASE_HOST", "127.0.0.1",
          "NINES_DATABASE_PORT", "5432");

  /**
   * Stands in for a running engine.
   *
   * @param variable what a declaration asks for
   * @return its value while nothing runs
   */
  public static Optional<String> standIn(String variable) {
    return Optional.ofNullable(STAND_INS.get(variable));
  }

  /**
   * Finds the configuration that every command means where none is named.
   *
   * @return the {@code config.yml} of the current folder; else that beside the launcher, where
   *     there is one; else the first, which is not there
   */
  public static Path usual() {
    return Optional.ofNullable(System.getProperty(BESIDE_THE_LAUNCHER))
        .map(Path::of)
        .filter(file -> Files.exists(file) && !Files.exists(CONFIG))
        .orElse(CONFIG);
  }

  /** Whether a path is meant as a configuration: by its name, else by what is in it. */
  static boolean isConfiguration(Path path) {
    return path.endsWith(CONFIG) || configures(path);
  }

  private static boolean configures(Path path) {
    try {
      var text = Files.readString(path);
      return CONFIGURES.matcher(text).find() && !DECLARES.matcher(text).find();
    } catch (IOException _) {
      return false; // a folder, or what its reader says
    }
  }

  static ConfiguredFiles of(Path config, Bootstrap<?> bootstrap) {
    try {
      return new ConfiguredFiles(read(config, bootstrap).declarationPaths(), List.of());
    } catch (ConfigurationFaults e) {
      return new ConfiguredFiles(new DeclarationPaths(List.of(), Optional.empty()), e.faults());
    }
  }

  /** {@return what a configuration says; one with faults ends the command} */
  static Settings settings(Path config, Bootstrap<?> bootstrap) {
    try {
      return read(config, bootstrap);
    } catch (ConfigurationFaults e) {
      throw new CommandExit(CommandExit.Code.WRONG_USAGE, String.valueOf(e.getMessage()).strip());
    }
  }

  private static Settings read(Path config, Bootstrap<?> bootstrap) throws ConfigurationFaults {
    return new NinesConfigurationFactory(
            bootstrap.getValidatorFactory().getValidator(), bootstrap.getObjectMapper(), "dw")
        .build(new FileConfigurationSourceProvider(), config.toString())
        .settings();
  }

  /** {@return the path, which must be there} */
  static Path existing(String path) {
    var file = Path.of(path);
    if (!Files.exists(file)) {
      throw new CommandExit(CommandExit.Code.WRONG_USAGE, path + ": no such file or folder");
    }
    return file;
  }
}
