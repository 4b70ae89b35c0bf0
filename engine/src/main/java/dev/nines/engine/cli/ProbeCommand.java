package dev.nines.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.cli.ProbeRequest.Protocol;
import dev.nines.engine.metrics.RunSeries;
import dev.nines.engine.metrics.RunText;
import dev.nines.engine.reports.AnswerReport;
import dev.nines.engine.reports.DebugReport;
import dev.nines.engine.reports.RunReport;
import dev.nines.engine.reports.RunView;
import dev.nines.engine.reports.ShownModule;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.run.Prober;
import io.dropwizard.core.setup.Bootstrap;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Probes one target once and shows where the time went. */
public final class ProbeCommand extends OneShotCommand {
  private final Supplier<Prober> probers;
  private final InstantSource clock;
  private final Function<String, Optional<String>> environment;

  /**
   * The command.
   *
   * @param probers makes the prober; the command closes it
   * @param clock the wall clock, for the days until a certificate expires
   * @param environment finds a variable that a declaration asks for
   * @param out where the answer goes
   */
  public ProbeCommand(
      Supplier<Prober> probers,
      InstantSource clock,
      Function<String, Optional<String>> environment,
      PrintStream out) {
    super(
        "probe",
        "Probes one target once and shows where the time went. Exit code 0: it is up, 1: it is"
            + " down, 2: wrong usage or input, 3: it cannot be said.",
        out);
    this.probers = probers;
    this.clock = clock;
    this.environment = environment;
  }

  @Override
  public void configure(Subparser parser) {
    parser
        .addArgument("target")
        .metavar("TARGET")
        .nargs("?")
        .help("a URL or a host, probed by HTTP, or host:port, probed by TCP");
    parser
        .addArgument("--module")
        .metavar("NAME")
        .help("ask TARGET what this module of the configuration's blackboxModules asks");
    parser
        .addArgument("--probe")
        .metavar("NAME")
        .help("run this declared probe, in place of TARGET");
    parser
        .addArgument("--config")
        .metavar("FILE")
        .help("where modules and probes are named (default: config.yml, where there is one)");
    parser
        .addArgument("--blackbox")
        .metavar("FILE")
        .help("a blackbox.yml, in place of that of config.yml");
    parser
        .addArgument("--timeout")
        .help("deadline of the whole run, such as 300ms (default: the module's own, else 5s)");
    var protocol = parser.addMutuallyExclusiveGroup();
    protocol
        .addArgument("--tcp")
        .dest("protocol")
        .action(Arguments.storeConst())
        .setConst(Protocol.TCP)
        .help("probe by TCP: connecting is enough");
    protocol
        .addArgument("--http")
        .dest("protocol")
        .action(Arguments.storeConst())
        .setConst(Protocol.HTTP)
        .help("probe by HTTP, even host:port");
    parser.addArgument("--insecure").action(Arguments.storeTrue()).help("take any certificate");
    parser
        .addArgument("--debug")
        .action(Arguments.storeTrue())
        .help("print what /probe answers with debug=true");
    addOutput(parser);
  }

  @Override
  public void run(Bootstrap<?> bootstrap, Namespace arguments) throws JsonProcessingException {
    var spec = new ProbeArguments(arguments, bootstrap, environment).spec();
    ProbeRun run;
    try (var prober = probers.get()) {
      prober.warmUp();
      run = prober.run(spec);
    }
    var target = spec.displayTarget();
    if (arguments.getBoolean("debug")) {
      out().print(debug(ProbeArguments.name(arguments), spec, run));
    } else {
      print(bootstrap, arguments, RunView.of(target, run), report(spec, run));
    }
    if (run.failure().filter(why -> why.reason().ofTheProber()).isPresent()) {
      throw new CommandExit(Code.CANNOT_SAY, "");
    }
    if (!run.success()) {
      throw new CommandExit(Code.NO, "");
    }
  }

  private List<String> report(ProbeSpec spec, ProbeRun run) {
    var lines = new ArrayList<>(new RunReport(spec.displayTarget(), run, clock.instant()).lines());
    run.answer().ifPresent(answer -> lines.addAll(new AnswerReport(answer).lines()));
    lines.addAll(List.of("", "MODULE"));
    ShownModule.of(spec).yaml().lines().map(line -> "  " + line).forEach(lines::add);
    return lines;
  }

  private String debug(String name, ProbeSpec spec, ProbeRun run) {
    var metrics = RunText.PLAIN.text(RunSeries.module(spec), spec.timeout(), run);
    return new DebugReport(
            name, ShownModule.of(spec), spec.displayTarget(), spec.timeout(), run, metrics)
        .text(clock.instant());
  }
}
