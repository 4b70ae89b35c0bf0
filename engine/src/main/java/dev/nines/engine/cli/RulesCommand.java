package dev.nines.engine.cli;

import static java.util.stream.Collectors.toMap;

import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.declarations.DeclarationPaths;
import dev.nines.engine.rules.PrometheusRules;
import dev.nines.engine.rules.RuleFile;
import dev.nines.engine.text.Count;
import io.dropwizard.core.setup.Bootstrap;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Makes rules of SLOs, for a Prometheus to evaluate. */
public final class RulesCommand extends OneShotCommand {
  private static final Pattern PERIOD = Pattern.compile("([1-9]\\d{0,3})([dw])");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z][a-zA-Z0-9_]*)=(.+)");

  private final Function<String, Optional<String>> environment;

  /**
   * The command.
   *
   * @param environment finds a variable that a declaration asks for
   * @param out where it prints
   */
  public RulesCommand(Function<String, Optional<String>> environment, PrintStream out) {
    super(
        "rules",
        "Makes recording and alert rules for Prometheus of SLOs, with the names and labels of"
            + " Sloth, and says which SLOs they cannot express. Exit code 0: every SLO has its"
            + " rules, 1: not every one, 2: wrong usage or input.",
        out);
    this.environment = environment;
  }

  @Override
  public void configure(Subparser parser) {
    parser
        .addArgument("path")
        .metavar("PATH")
        .nargs("+")
        .help("files and folders: declarations, and Sloth's own files (version: prometheus/v1)");
    OutputFolder.add(parser, "the rules, one file a service,");
    parser
        .addArgument("--period")
        .metavar("LENGTH")
        .setDefault("30d")
        .help("of the budgets in Sloth's files, at least 7d");
    parser
        .addArgument("--label")
        .metavar("NAME=VALUE")
        .dest("label")
        .action(Arguments.append())
        .help("a label of every recorded series, as Sloth's --extra-labels; may be repeated");
    parser
        .addArgument("--blackbox")
        .metavar("FILE")
        .help("a blackbox.yml, where probes name its modules");
  }

  @Override
  public void run(Bootstrap<?> bootstrap, Namespace arguments) {
    var paths =
        new DeclarationPaths(
            arguments.<String>getList("path").stream().map(ConfiguredFiles::existing).toList(),
            Optional.ofNullable(arguments.getString("blackbox")).map(Path::of));
    var wishes =
        new PrometheusRules.Wishes(
            period(arguments.getString("period")),
            labels(Optional.ofNullable(arguments.<String>getList("label")).orElse(List.of())));
    var rules = PrometheusRules.read(paths, this::variable, wishes);
    rules.faults().forEach(out()::println);
    rules.warnings().forEach(warning -> out().println("warning: " + warning));
    if (!rules.faults().isEmpty()) {
      throw new CommandExit(Code.WRONG_USAGE, "");
    }
    var folder = OutputFolder.of(arguments);
    folder.write(rules.files().stream().collect(toMap(RuleFile::name, RuleFile::text)));
    rules.leftOut().forEach(out()::println);
    out()
        .println(
            "rules of %s in %s written to %s, %s left out"
                .formatted(
                    Count.of(rules.slos(), "SLO"),
                    Count.of(rules.files().size(), "file"),
                    folder.path(),
                    rules.leftOut().isEmpty()
                        ? "nothing"
                        : Count.of(rules.leftOut().size(), "thing")));
    if (!rules.leftOut().isEmpty()) {
      throw new CommandExit(Code.NO, "");
    }
  }

  private Optional<String> variable(String name) {
    return environment.apply(name).or(() -> ConfiguredFiles.standIn(name));
  }

  private static Duration period(String text) {
    var written = PERIOD.matcher(text);
    var days =
        written.matches()
            ? Long.parseLong(written.group(1)) * (written.group(2).equals("w") ? 7 : 1)
            : 0;
    var period = Duration.ofDays(days);
    if (period.compareTo(PrometheusRules.SHORTEST_PERIOD) < 0) {
      throw new CommandExit(
          Code.WRONG_USAGE,
          "--period: expected days or weeks, such as 28d, and at least 7d, got " + text);
    }
    return period;
  }

  private static Map<String, String> labels(List<String> given) {
    var labels = new HashMap<String, String>();
    for (var label : given) {
      var written = LABEL.matcher(label);
      if (!written.matches() || label.startsWith("sloth_")) {
        throw new CommandExit(
            Code.WRONG_USAGE, "--label: expected NAME=VALUE, such as cluster=eu, got " + label);
      }
      labels.put(written.group(1), written.group(2));
    }
    return labels;
  }
}
