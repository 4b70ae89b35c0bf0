package dev.nines.engine.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.cli.RunningNines.Reply;
import io.dropwizard.core.setup.Bootstrap;
import java.io.PrintStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Asks a running Nines what a month was like. */
public final class ReportCommand extends OneShotCommand {
  /** It counts two months anew, of every service and objective. */
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Function<String, Optional<String>> environment;

  /**
   * The command.
   *
   * @param environment finds NINES_URL and NINES_TOKEN
   * @param out where it prints
   */
  public ReportCommand(Function<String, Optional<String>> environment, PrintStream out) {
    super(
        "report",
        "Prints what a month was like, as Markdown: uptime, error budgets, incidents and"
            + " deployments, beside the month before. Asks a running Nines. Exit code 0: printed,"
            + " 2: wrong usage, no such month, or no valid token, 3: Nines does not answer.",
        out);
    this.environment = environment;
  }

  @Override
  public void configure(Subparser parser) {
    parser.addArgument("month").metavar("MONTH").help("such as 2026-11");
    RunningNines.addArguments(parser);
    addOutput(parser);
  }

  @Override
  public void run(Bootstrap<?> bootstrap, Namespace arguments) throws JsonProcessingException {
    var month = month(requireNonNull(arguments.getString("month")));
    var json = arguments.getString("output").equals("json");
    var path = "/api/v1/reports/" + month + (json ? "" : ".md");
    try (var nines = RunningNines.of(bootstrap, arguments, environment, TIMEOUT)) {
      switch (nines.get(path, json ? "application/json" : "text/markdown")) {
        case Reply.Good(var body) -> {
          var report = RunningNines.json(body);
          if (json ? !report.has("window") : !body.startsWith("# Report of ")) {
            throw new CommandExit(Code.CANNOT_SAY, nines.notNines().why());
          }
          print(bootstrap, arguments, report, List.of(body.stripTrailing()));
        }
        case Reply.Wrong(var why) -> throw new CommandExit(Code.WRONG_USAGE, why);
        case Reply.Silent(var why) -> throw new CommandExit(Code.CANNOT_SAY, why);
      }
    }
  }

  private static YearMonth month(String text) {
    try {
      return YearMonth.parse(text);
    } catch (DateTimeException e) {
      throw new CommandExit(
          Code.WRONG_USAGE, "MONTH: not a month from 1970 on such as 2026-11: " + text);
    }
  }
}
