package dev.nines.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.configuration.ConfigurationFaults;
import dev.nines.engine.configuration.NinesConfigurationFactory;
import dev.nines.engine.declarations.DeclarationPaths;
import dev.nines.engine.declarations.Declarations;
import dev.nines.engine.declarations.Reading;
import dev.nines.engine.declarations.yaml.Fault;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import jakarta.validation.Validator;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Checks configuration and declarations without starting anything. */
public final class CheckCommand extends Command {
  private static final Path CONFIG = Path.of("config.yml");

  /** What declarations may ask of a running engine, and what to take while there is none. */
  public static final Map<String, String> STAND_INS =
      Map.of(
          "NINES_HTTP_PORT", "8080",
          "NINES_DATABASE_HOST", "127.0.0.1",
          "NINES_DATABASE_PORT", "5432");

  private final Function<String, Optional<String>> environment;
  private final PrintStream out;

  /**
   * The command.
   *
   * @param environment finds a variable
   * @param out where it prints
   */
  public CheckCommand(Function<String, Optional<String>> environment, PrintStream out) {
    super(
        "check",
        "Checks config.yml and declarations: every fault at once, each with its line. Exit code 0:"
            + " no faults, 1: faults, 2: wrong usage.");
    this.environment = environment;
    this.out = out;
  }

  @Override
  public void configure(Subparser parser) {
    parser
        .addArgument("path")
        .metavar("PATH")
        .nargs("*")
        .help(
            "files and folders of declarations, or a config.yml, which is checked with its"
                + " declarations (default: config.yml)");
    parser
        .addArgument("--blackbox")
        .metavar("FILE")
        .help("a blackbox.yml, in place of that of config.yml");
    parser
        .addArgument("--output")
        .choices("text", "json")
        .setDefault("text")
        .help("how the answer is printed");
  }

  @Override
  public void run(Bootstrap<?> bootstrap, Namespace arguments) throws JsonProcessingException {
    var mapper = bootstrap.getObjectMapper();
    var blackbox = Optional.ofNullable(arguments.getString("blackbox")).map(Path::of);
    var validator = bootstrap.getValidatorFactory().getValidator();
    var report = check(paths(arguments, blackbox), blackbox, validator, mapper);
    if (arguments.getString("output").equals("json")) {
      out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(report));
    } else {
      report.faults().forEach(out::println);
      report.warnings().forEach(warning -> out.println("warning: " + warning));
      out.println(report.summary());
    }
    if (!report.faults().isEmpty()) {
      throw new CommandExit(Code.NO, "");
    }
  }

  private static List<Path> paths(Namespace arguments, Optional<Path> blackbox) {
    var paths = arguments.<String>getList("path").stream().map(Path::of).toList();
    for (var path : paths) {
      if (!Files.exists(path)) {
        throw new CommandExit(Code.WRONG_USAGE, path + ": no such file or folder");
      }
    }
    return paths.isEmpty() && blackbox.isEmpty() ? List.of(CONFIG) : paths;
  }

  private CheckReport check(
      List<Path> paths, Optional<Path> blackbox, Validator validator, ObjectMapper mapper) {
    var faults = new ArrayList<Fault>();
    var declarations = new ArrayList<Path>();
    var modules = blackbox;
    for (var path : paths) {
      if (path.endsWith(CONFIG)) {
        var factory = new NinesConfigurationFactory(validator, mapper, "dw");
        var named = declarationsOf(path, factory, faults);
        declarations.addAll(named.declarations());
        modules = modules.or(named::blackboxModules);
      } else {
        declarations.add(path);
      }
    }
    var reading =
        declarations.isEmpty() && modules.isEmpty()
            ? new Reading(Optional.empty(), List.of(), List.of())
            : Declarations.read(new DeclarationPaths(declarations, modules), this::variable);
    return CheckReport.of(faults, reading);
  }

  private static DeclarationPaths declarationsOf(
      Path config, NinesConfigurationFactory factory, List<Fault> faults) {
    try {
      return factory
          .build(new FileConfigurationSourceProvider(), config.toString())
          .settings()
          .declarationPaths();
    } catch (ConfigurationFaults e) {
      faults.addAll(e.faults());
    }
    return new DeclarationPaths(List.of(), Optional.empty());
  }

  private Optional<String> variable(String name) {
    return environment.apply(name).or(() -> Optional.ofNullable(STAND_INS.get(name)));
  }

  /** Dropwizard would print a stack trace. */
  @Override
  public void onError(Cli cli, Namespace namespace, Throwable e) {
    if (!(e instanceof CommandExit exit)) {
      super.onError(cli, namespace, e);
    } else if (!exit.explanation().isEmpty()) {
      cli.getStdErr().println(exit.explanation());
    }
  }
}
