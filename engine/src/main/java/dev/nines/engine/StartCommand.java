package dev.nines.engine;

import dev.nines.engine.configuration.NinesConfiguration;
import dev.nines.engine.database.DatabaseException;
import dev.nines.engine.telemetry.TelemetryException;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ServerCommand;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.JettyManaged;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Optional;
import net.sourceforge.argparse4j.inf.Namespace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code server}: what cannot be used is told in a sentence, never by a stack trace. */
final class StartCommand extends ServerCommand<NinesConfiguration> {
  private static final Logger LOG = LoggerFactory.getLogger(StartCommand.class);

  /** Wrong usage or input. */
  static final int CODE = 2;

  StartCommand(NinesApplication application) {
    super(
        application,
        "server",
        "Runs the declared probes, budgets, incidents and pages until it is stopped.");
  }

  /** Jetty binds its ports before it starts what it manages, and stops only what it has started. */
  @Override
  protected void run(Environment environment, Namespace namespace, NinesConfiguration configuration)
      throws Exception {
    LOG.info(
        "configuration: {}",
        Optional.ofNullable(namespace.getString("file"))
            .map(file -> Path.of(file).toAbsolutePath().normalize().toString())
            .orElse("the defaults, as no config.yml is named and none is here"));
    try {
      super.run(environment, namespace, configuration);
    } catch (Exception e) {
      for (var part : environment.lifecycle().getManagedObjects()) {
        if (part instanceof JettyManaged managed) {
          managed.getManaged().stop();
        }
      }
      throw e;
    }
  }

  @Override
  public void onError(Cli cli, Namespace namespace, Throwable e) {
    var err = cli.getStdErr();
    switch (e) {
      case ConfigurationException faults ->
          err.println(String.valueOf(faults.getMessage()).strip());
      case DeclarationFaults faults -> err.println(faults.getMessage());
      case DatabaseException unusable -> err.println(unusable.getMessage());
      case TelemetryException unheeded -> err.println(unheeded.getMessage());
      default -> {
        var unbound = portNotBound(e);
        if (unbound.isPresent()) {
          err.println(unbound.get());
        } else {
          super.onError(cli, namespace, e);
        }
      }
    }
  }

  /** Jetty names the address in the message of one exception, and what is wrong in its cause. */
  private static Optional<String> portNotBound(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause.getCause() instanceof BindException why) {
        return Optional.of(
            "%s: %s; set another port in server.applicationConnectors or server.adminConnectors"
                .formatted(cause.getMessage(), why.getMessage()));
      }
    }
    return Optional.empty();
  }
}
