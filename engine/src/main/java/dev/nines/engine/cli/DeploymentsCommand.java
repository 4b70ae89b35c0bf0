package dev.nines.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.nines.engine.access.Actor;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.declarations.Declarations;
import dev.nines.engine.deployments.CauseDesk;
import dev.nines.engine.deployments.DeploymentDesk;
import dev.nines.engine.importing.deployments.DeploymentFile;
import dev.nines.engine.importing.deployments.DeploymentFile.LineFault;
import dev.nines.engine.importing.deployments.DeploymentImport;
import dev.nines.engine.importing.deployments.DeploymentImport.Outcome;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.text.Count;
import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jdbi.v3.core.Jdbi;

/** Takes in the deployments of the past. */
public final class DeploymentsCommand extends OneShotCommand {
  private static final int MOST_FAULTS = 100;

  private final Actor actor;
  private final InstantSource clock;
  private final Function<String, Optional<String>> environment;

  /**
   * The command.
   *
   * @param user who works at the shell
   * @param clock tells the time
   * @param environment finds a variable
   * @param out where it prints
   */
  public DeploymentsCommand(
      String user,
      InstantSource clock,
      Function<String, Optional<String>> environment,
      PrintStream out) {
    super(
        "deployments",
        "Takes in deployments of the past, into the database of config.yml, whether Nines runs or"
            + " not. Exit code 0: done, 2: wrong usage, or a fault in the file: then nothing is"
            + " stored, 3: the database does not answer.",
        out);
    actor = Actor.atTheShell(user);
    this.clock = clock;
    this.environment = environment;
  }

  /**
   * What became of a file.
   *
   * @param file its path
   * @param lines how many deployments stand in it
   * @param added how many are new
   * @param changed of how many more is known now
   * @param known how many were known
   * @param stored whether anything was stored
   * @param faults what is wrong, with the numbers of the lines
   */
  public record Report(
      String file,
      int lines,
      int added,
      int changed,
      int known,
      boolean stored,
      List<LineFault> faults) {}

  @Override
  public void configure(Subparser parser) {
    var actions = parser.addSubparsers().dest("action").metavar("ACTION");
    var take =
        actions
            .addParser("import")
            .help(
                "take in a file: JSON lines of what the API takes, or CSV with its keys as header");
    take.addArgument("file").metavar("FILE").help("the file");
    take.addArgument("--dry-run")
        .action(Arguments.storeTrue())
        .help("only tell what would become of it");
    take.addArgument("--config")
        .metavar("FILE")
        .setDefault(ConfiguredFiles.usual().toString())
        .help("the configuration that names the database and the services (default: config.yml)");
    addOutput(take);
  }

  @Override
  public void run(Bootstrap<?> bootstrap, Namespace arguments) throws JsonProcessingException {
    var path = ConfiguredFiles.existing(arguments.getString("file"));
    var settings =
        ConfiguredFiles.settings(
            ConfiguredFiles.existing(arguments.getString("config")), bootstrap);
    var file = read(path);
    var dryRun = Boolean.TRUE.equals(arguments.getBoolean("dry_run"));
    try (var database = CommandDatabase.open(settings)) {
      var outcome = take(database.jdbi(), settings, file, path, dryRun);
      var stored = !dryRun && outcome.faults().isEmpty();
      var report =
          new Report(
              path.toString(),
              file.lines().size(),
              outcome.added(),
              outcome.changed(),
              outcome.known(),
              stored,
              outcome.faults());
      print(bootstrap, arguments, report, lines(report));
      if (!outcome.faults().isEmpty()) {
        throw new CommandExit(Code.WRONG_USAGE, "");
      }
    }
  }

  private static DeploymentFile read(Path path) {
    try {
      return DeploymentFile.read(path);
    } catch (IOException e) {
      throw new CommandExit(
          Code.WRONG_USAGE, "%s: cannot be read (%s)".formatted(path, e.getMessage()));
    }
  }

  private Outcome take(
      Jdbi jdbi, Settings settings, DeploymentFile file, Path path, boolean dryRun) {
    var catalog = catalog(settings);
    var causes = new CauseDesk(() -> catalog, new IncidentDesk(jdbi, settings.externalUrl()));
    return new DeploymentImport(jdbi, catalog, new DeploymentDesk(causes))
        .run(file, path.toString(), actor, clock.instant(), dryRun);
  }

  private Catalog catalog(Settings settings) {
    var reading =
        Declarations.read(
            settings.declarationPaths(),
            name -> environment.apply(name).or(() -> ConfiguredFiles.standIn(name)));
    return reading
        .catalog()
        .orElseThrow(() ->
            new CommandExit(
                Code.WRONG_USAGE,
                reading.faults().stream().map(String::valueOf).collect(Collectors.joining("\n"))));
  }

  private static List<String> lines(Report report) {
    var lines = new ArrayList<String>();
    report.faults().stream()
        .limit(MOST_FAULTS)
        .forEach(fault ->
            lines.add(
                "%s:%d: %s%s"
                    .formatted(
                        report.file(),
                        fault.line(),
                        fault.field().isEmpty() ? "" : fault.field() + ": ",
                        fault.message())));
    if (report.faults().isEmpty()) {
      lines.add(
          "%s: %d added, %d changed, %d known%s"
              .formatted(
                  Count.of(report.lines(), "deployment"),
                  report.added(),
                  report.changed(),
                  report.known(),
                  report.stored() ? "" : "; a dry run: nothing is stored"));
    } else {
      lines.add(Count.of(report.faults().size(), "fault") + ": nothing is stored");
    }
    return lines;
  }
}
