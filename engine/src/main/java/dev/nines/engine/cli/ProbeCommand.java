package dev.nines.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.cli.ProbeRequest.Protocol;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.run.Prober;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Probes one target once and shows where the time went. */
public final class ProbeCommand extends Command {
  private final Supplier<Prober> probers;
  private final InstantSource clock;
  private final PrintStream out;

  /**
   * The command.
   *
   * @param probers makes the prober; the command closes it
   * @param clock the wall clock, for the days until a certificate expires
   * @param out where the answer goes
   */
  public ProbeCommand(Supplier<Prober> probers, InstantSource clock, PrintStream out) {
    super(
        "probe",
        "Probes one target once and shows where the time went. Exit code 0: it is up, 1: it is"
            + " down, 2: wrong usage.");
    this.probers = probers;
    this.clock = clock;
    this.out = out;
  }

  @Override
  public void configure(Subparser parser) {
    parser
        .addArgument("target")
        .metavar("TARGET")
        .help("a URL or a host, probed by HTTP, or host:port, probed by TCP");
    parser
        .addArgument("--timeout")
        .setDefault("5s")
        .help("deadline of the whole run, such as 5s or 300ms");
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
        .addArgument("--output")
        .choices("text", "json")
        .setDefault("text")
        .help("how the answer is printed");
  }

  @Override
  public void run(Bootstrap<?> bootstrap, Namespace arguments) throws JsonProcessingException {
    var spec = spec(arguments);
    ProbeRun run;
    try (var prober = probers.get()) {
      prober.warmUp();
      run = prober.run(spec);
    }
    if (arguments.getString("output").equals("json")) {
      out.println(json(bootstrap).writeValueAsString(ProbeView.of(spec.displayTarget(), run)));
    } else {
      new ProbeReport(spec.displayTarget(), run, clock.instant()).lines().forEach(out::println);
    }
    if (!run.success()) {
      throw new CommandExit(Code.NO, "");
    }
  }

  private static ProbeSpec spec(Namespace arguments) {
    try {
      return new ProbeRequest(
              arguments.getString("target"),
              Optional.ofNullable(arguments.<Protocol>get("protocol")).orElse(Protocol.BY_TARGET),
              ProbeRequest.timeout(arguments.getString("timeout")),
              arguments.getBoolean("insecure"))
          .spec();
    } catch (IllegalArgumentException e) {
      throw new CommandExit(Code.WRONG_USAGE, String.valueOf(e.getMessage()));
    }
  }

  private static ObjectWriter json(Bootstrap<?> bootstrap) {
    return bootstrap.getObjectMapper().writerWithDefaultPrettyPrinter();
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
