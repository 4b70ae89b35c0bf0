package dev.nines.engine.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.declarations.DeclarationFiles;
import dev.nines.engine.declarations.format.Formatting;
import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Source;
import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Brings declarations into one form, comments and all. */
public final class FormatCommand extends OneShotCommand {
  /**
   * The command.
   *
   * @param out where it prints
   */
  public FormatCommand(PrintStream out) {
    super(
        "fmt",
        "Brings declarations into one form, comments and all, and names the files it changes. Exit"
            + " code 0: done, 1: with --check, a file would change, 2: a file could not be"
            + " formatted.",
        out);
  }

  @Override
  public void configure(Subparser parser) {
    parser
        .addArgument("path")
        .metavar("PATH")
        .nargs("*")
        .help("files and folders of declarations (default: those of config.yml)");
    parser
        .addArgument("--check")
        .action(Arguments.storeTrue())
        .help("change nothing, and exit with 1 if a file would change");
    addOutput(parser);
  }

  /**
   * What came of it.
   *
   * @param changed the files that were changed, or would be
   * @param faults why others were left alone
   */
  private record Report(@JsonProperty List<String> changed, @JsonProperty List<Fault> faults) {}

  @Override
  public void run(Bootstrap<?> bootstrap, Namespace arguments) throws JsonProcessingException {
    var check = arguments.getBoolean("check");
    var findings = new Findings();
    var changed = new ArrayList<String>();
    for (var source : DeclarationFiles.read(paths(bootstrap, arguments), findings)) {
      Formatting.of(source, findings)
          .filter(text -> !text.equals(source.text()))
          .ifPresent(text -> {
            if (check || write(source, text, findings)) {
              changed.add(source.name());
            }
          });
    }
    var lines = new ArrayList<>(changed);
    findings.faults().forEach(fault -> lines.add(fault.toString()));
    print(bootstrap, arguments, new Report(changed, findings.faults()), lines);
    if (!findings.faults().isEmpty()) {
      throw new CommandExit(Code.WRONG_USAGE, "");
    }
    if (check && !changed.isEmpty()) {
      throw new CommandExit(Code.NO, "");
    }
  }

  private static List<Path> paths(Bootstrap<?> bootstrap, Namespace arguments) {
    var named = arguments.<String>getList("path").stream().map(ConfiguredFiles::existing).toList();
    if (!named.isEmpty()) {
      return named;
    }
    var configured = ConfiguredFiles.of(ConfiguredFiles.usual(), bootstrap);
    if (!configured.faults().isEmpty()) {
      throw new CommandExit(Code.WRONG_USAGE, configured.faults().getFirst().toString());
    }
    return configured.paths().declarations();
  }

  private static boolean write(Source source, String text, Findings findings) {
    try {
      Files.writeString(Path.of(source.name()), text);
      return true;
    } catch (IOException e) {
      findings.fault(Fault.ofFile(source.name(), "cannot be written: " + e.getMessage()));
      return false;
    }
  }
}
