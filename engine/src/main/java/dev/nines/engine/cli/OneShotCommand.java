package dev.nines.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import java.io.PrintStream;
import java.util.List;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** A command that answers once, and ends with an exit code that means the same for all. */
abstract class OneShotCommand extends Command {
  private final PrintStream out;

  OneShotCommand(String name, String description, PrintStream out) {
    super(name, description);
    this.out = out;
  }

  final PrintStream out() {
    return out;
  }

  /** Lets whoever asks choose between text and JSON. */
  static void addOutput(Subparser parser) {
    parser
        .addArgument("--output")
        .choices("text", "json")
        .setDefault("text")
        .help("how the answer is printed");
  }

  /** Prints the answer as {@link #addOutput} let it be chosen. */
  final void print(
      Bootstrap<?> bootstrap, Namespace arguments, Object forPrograms, List<String> forPeople)
      throws JsonProcessingException {
    if (arguments.getString("output").equals("json")) {
      var json = bootstrap.getObjectMapper().writerWithDefaultPrettyPrinter();
      out.println(json.writeValueAsString(forPrograms));
    } else {
      forPeople.forEach(out::println);
    }
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
