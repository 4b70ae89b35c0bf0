package dev.nines.engine.cli;

import static java.util.stream.Collectors.toMap;

import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.importing.BlackboxImport;
import dev.nines.engine.importing.ImportedJob;
import dev.nines.engine.text.Count;
import io.dropwizard.core.setup.Bootstrap;
import java.io.PrintStream;
import java.nio.file.Path;
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
    OutputFolder.add(parser, "the declarations, one file a job,");
  }

  @Override
  public void run(Bootstrap<?> bootstrap, Namespace arguments) {
    var blackbox = Path.of(arguments.getString("blackbox"));
    var imported = BlackboxImport.read(Path.of(arguments.getString("prometheus")), blackbox);
    if (!imported.faults().isEmpty()) {
      imported.faults().forEach(out()::println);
      throw new CommandExit(Code.WRONG_USAGE, "");
    }
    var folder = OutputFolder.of(arguments);
    folder.write(
        imported.jobs().stream().collect(toMap(job -> job.name() + ".yaml", ImportedJob::yaml)));
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
            Count.of(imported.probes(), "probe")
                + " of "
                + Count.of(imported.jobs().size(), "job")
                + " written to "
                + folder.path()
                + (imported.leftOut().isEmpty()
                    ? ", nothing left out"
                    : ", " + Count.of(imported.leftOut().size(), "thing") + " left out"));
    if (!imported.leftOut().isEmpty()) {
      throw new CommandExit(Code.NO, "");
    }
  }
}
