package dev.nines.engine.cli;

import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.importing.BlackboxImport;
import dev.nines.engine.importing.ImportedJob;
import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Makes declarations of the probes of a Prometheus with blackbox_exporter. */
public final class ImportBlackboxCommand extends OneShotCommand {
  /**
   * The command.
   *
   * @param out where it prints
   */
  public ImportBlackboxCommand(PrintStream out) {
    super(
        "import-blackbox",
        "Makes declarations of the jobs of a prometheus.yml that scrape blackbox_exporter, and says"
            + " what it could not take over. Exit code 0: everything is taken over, 1: not"
            + " everything, 2: wrong usage or input.",
        out);
  }

  @Override
  public void configure(Subparser parser) {
    parser.addArgument("prometheus").metavar("PROMETHEUS_YML").help("the jobs");
    parser.addArgument("blackbox").metavar("BLACKBOX_YML").help("the modules");
    parser
        .addArgument("-o", "--output")
        .metavar("DIR")
        .required(true)
        .help("where the declarations go, one file a job");
    parser
        .addArgument("--force")
        .action(Arguments.storeTrue())
        .help("write over files that are there already");
  }

  @Override
  public void run(Bootstrap<?> bootstrap, Namespace arguments) {
    var blackbox = Path.of(arguments.getString("blackbox"));
    var imported = BlackboxImport.read(Path.of(arguments.getString("prometheus")), blackbox);
    if (!imported.faults().isEmpty()) {
      imported.faults().forEach(out()::println);
      throw new CommandExit(Code.WRONG_USAGE, "");
    }
    var folder = Path.of(arguments.getString("output"));
    write(imported.jobs(), folder, arguments.getBoolean("force"));
    imported.leftOut().forEach(out()::println);
    imported.remarks().forEach(remark -> out().println("warning: " + remark));
    if (!imported.passedOver().isEmpty()) {
      out()
          .println(
              "passed over, since their metrics_path does not end in /probe: "
                  + String.join(", ", imported.passedOver()));
    }
    out()
        .println(
            count(imported.probes(), "probe")
                + " of "
                + count(imported.jobs().size(), "job")
                + " written to "
                + folder
                + (imported.leftOut().isEmpty()
                    ? ", nothing left out"
                    : ", " + count(imported.leftOut().size(), "thing") + " left out"));
    if (!imported.leftOut().isEmpty()) {
      throw new CommandExit(Code.NO, "");
    }
  }

  /** All files or none: half an import would be taken for a whole one. */
  private static void write(List<ImportedJob> jobs, Path folder, boolean force) {
    var there = jobs.stream().map(job -> file(folder, job)).filter(Files::exists).toList();
    if (!there.isEmpty() && !force) {
      throw new CommandExit(
          Code.WRONG_USAGE,
          there.getFirst() + " is there already; --force writes over it, and nothing is written");
    }
    try {
      Files.createDirectories(folder);
      for (var job : jobs) {
        Files.writeString(file(folder, job), job.yaml());
      }
    } catch (IOException e) {
      throw new CommandExit(Code.WRONG_USAGE, folder + " cannot be written: " + e.getMessage());
    }
  }

  private static Path file(Path folder, ImportedJob job) {
    return folder.resolve(job.name() + ".yaml");
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
