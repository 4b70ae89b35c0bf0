package dev.nines.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.datasource.DryRun;
import dev.nines.engine.declarations.DeclarationPaths;
import dev.nines.engine.declarations.Declarations;
import dev.nines.engine.declarations.Reading;
import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.engine.metrics.DataSourceMetrics;
import dev.nines.probe.run.Prober;
import io.dropwizard.core.setup.Bootstrap;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Checks configuration and declarations without starting anything. */
public final class CheckCommand extends OneShotCommand {
  private final Path config;
  private final Function<String, Optional<String>> environment;
  private final InstantSource clock;
  private final Supplier<Prober> probers;

  /**
   * The command.
   *
   * @param environment finds a variable
   * @param clock tells the time
   * @param probers makes what asks data sources
   * @param out where it prints
   */
  public CheckCommand(
      Function<String, Optional<String>> environment,
      InstantSource clock,
      Supplier<Prober> probers,
      PrintStream out) {
    this(ConfiguredFiles.usual(), environment, clock, probers, out);
  }

  /** Takes another file for the config.yml that is checked by default. */
  CheckCommand(
      Path config,
      Function<String, Optional<String>> environment,
      InstantSource clock,
      Supplier<Prober> probers,
      PrintStream out) {
    super(
        "check",
        "Checks config.yml and declarations: every fault at once, each with its line. Exit code 0:"
            + " no faults, 1: faults, 2: wrong usage.",
        out);
    this.config = config;
    this.environment = environment;
    this.clock = clock;
    this.probers = probers;
  }

  @Override
  public void configure(Subparser parser) {
    parser
        .addArgument("path")
        .metavar("PATH")
        .nargs("*")
        .help(
            "files and folders of declarations, or a config.yml by whatever name, which is checked"
                + " with its declarations (default: the config.yml of the current folder, else"
                + " that beside nines)");
    parser
        .addArgument("--blackbox")
        .metavar("FILE")
        .help("a blackbox.yml, in place of that of config.yml");
    parser
        .addArgument("--ask")
        .action(Arguments.storeTrue())
        .help(
            "put each query of an SLO to its data source once, where there is no fault: what it"
                + " says of the last ten minutes is told, and no data is exit code 1");
    addOutput(parser);
  }

  @Override
  public void run(Bootstrap<?> bootstrap, Namespace arguments) throws JsonProcessingException {
    var blackbox = Optional.ofNullable(arguments.getString("blackbox")).map(Path::of);
    var report =
        check(
            paths(arguments, blackbox),
            blackbox,
            Boolean.TRUE.equals(arguments.getBoolean("ask")),
            bootstrap);
    var lines = new ArrayList<String>();
    report.faults().forEach(fault -> lines.add(fault.toString()));
    report.warnings().forEach(warning -> lines.add("warning: " + warning));
    report.notes().forEach(note -> lines.add("note: " + note));
    report.asked().forEach(said -> lines.add(said.text()));
    lines.add(report.summary());
    print(bootstrap, arguments, report, lines);
    if (!report.isGood()) {
      throw new CommandExit(Code.NO, "");
    }
  }

  /** A blackbox.yml can be checked by itself where there is no config.yml, and only there. */
  private List<Path> paths(Namespace arguments, Optional<Path> blackbox) {
    var paths = arguments.<String>getList("path").stream().map(ConfiguredFiles::existing).toList();
    return paths.isEmpty() && (blackbox.isEmpty() || Files.exists(config))
        ? List.of(config)
        : paths;
  }

  private CheckReport check(
      List<Path> paths, Optional<Path> blackbox, boolean ask, Bootstrap<?> bootstrap) {
    var faults = new ArrayList<Fault>();
    var declarations = new ArrayList<Path>();
    var modules = blackbox;
    for (var path : paths) {
      if (ConfiguredFiles.isConfiguration(path)) {
        var named = ConfiguredFiles.of(path, bootstrap);
        faults.addAll(named.faults());
        declarations.addAll(named.paths().declarations());
        modules = modules.or(named.paths()::blackboxModules);
      } else {
        declarations.add(path);
      }
    }
    var reading =
        declarations.isEmpty() && modules.isEmpty()
            ? Reading.NONE
            : Declarations.read(new DeclarationPaths(declarations, modules), this::variable);
    var catalog = reading.catalog().filter(_ -> ask && faults.isEmpty());
    return CheckReport.of(
        faults, reading, catalog.map(this::ask).orElse(List.of()), clock.instant());
  }

  private List<DryRun.Asked> ask(Catalog catalog) {
    try (var prober = probers.get()) {
      var uncounted = DataSourceMetrics.requests(new PrometheusRegistry());
      return DryRun.ask(catalog, prober::fetch, uncounted, clock.instant());
    }
  }

  private Optional<String> variable(String name) {
    return environment.apply(name).or(() -> ConfiguredFiles.standIn(name));
  }
}
