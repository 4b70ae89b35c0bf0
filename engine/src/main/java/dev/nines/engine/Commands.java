package dev.nines.engine;

import dev.nines.engine.cli.CheckCommand;
import dev.nines.engine.cli.DeploymentsCommand;
import dev.nines.engine.cli.FormatCommand;
import dev.nines.engine.cli.GateCommand;
import dev.nines.engine.cli.ImportBlackboxCommand;
import dev.nines.engine.cli.NotifyTestCommand;
import dev.nines.engine.cli.ProbeCommand;
import dev.nines.engine.cli.ReportCommand;
import dev.nines.engine.cli.RulesCommand;
import dev.nines.engine.cli.TokenCommand;
import dev.nines.engine.configuration.NinesConfiguration;
import dev.nines.engine.demo.DemoCommand;
import dev.nines.probe.run.Prober;
import io.dropwizard.core.setup.Bootstrap;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Everything that {@code ./nines} does besides {@code server}. */
final class Commands {
  private Commands() {}

  static void addTo(Bootstrap<NinesConfiguration> bootstrap) {
    Function<String, Optional<String>> variables = NinesApplication::variable;
    var clock = InstantSource.system();
    var out = System.out;
    var user = System.getProperty("user.name");
    bootstrap.addCommand(new CheckCommand(variables, clock, Commands::prober, out));
    bootstrap.addCommand(new FormatCommand(out));
    bootstrap.addCommand(new ProbeCommand(Commands::prober, clock, variables, out));
    bootstrap.addCommand(new NotifyTestCommand(clock, variables, out));
    bootstrap.addCommand(new ImportBlackboxCommand(out));
    bootstrap.addCommand(new RulesCommand(variables, out));
    bootstrap.addCommand(new TokenCommand(user, out));
    bootstrap.addCommand(new DeploymentsCommand(user, clock, variables, out));
    bootstrap.addCommand(new ReportCommand(variables, out));
    bootstrap.addCommand(new GateCommand(variables, clock, Thread::sleep, out));
    bootstrap.addCommand(
        new DemoCommand(
            (config, told) -> new NinesApplication(told).run("server", config.toString()), out));
  }

  private static Prober prober() {
    return new Prober(System::nanoTime, InstantSource.system(), House.version());
  }
}
