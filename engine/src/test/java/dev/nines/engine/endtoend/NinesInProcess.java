package dev.nines.engine.endtoend;

import dev.nines.engine.NinesApplication;
import dev.nines.engine.configuration.NinesConfiguration;
import io.dropwizard.core.cli.ServerCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.sourceforge.argparse4j.inf.Namespace;
import org.eclipse.jetty.server.Server;

/** Nines as {@code nines server} starts it, in this JVM, with a way to stop it. */
final class NinesInProcess implements AutoCloseable {
  private final Server server;
  private final Api api;

  private NinesInProcess(Server server, Api api) {
    this.server = server;
    this.api = api;
  }

  static NinesInProcess start(Site site) throws Exception {
    var ready = new CompletableFuture<URI>();
    var application = new NinesApplication(ready::complete);
    var bootstrap = new Bootstrap<NinesConfiguration>(application);
    application.initialize(bootstrap);
    var command = new CapturingCommand(application);
    command.run(bootstrap, new Namespace(Map.of("file", site.config().toString())));
    return new NinesInProcess(
        command.server.get(1, TimeUnit.SECONDS), new Api(ready.get(10, TimeUnit.SECONDS)));
  }

  Api api() {
    return api;
  }

  /** The same orderly stop as by SIGTERM. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) { // whatever Jetty's parts may throw
      throw new IllegalStateException("Nines does not stop", e);
    }
  }

  private static final class CapturingCommand extends ServerCommand<NinesConfiguration> {
    private final CompletableFuture<Server> server = new CompletableFuture<>();

    CapturingCommand(NinesApplication application) {
      super(application);
    }

    @Override
    protected void run(
        Environment environment, Namespace namespace, NinesConfiguration configuration)
        throws Exception {
      environment.lifecycle().addServerLifecycleListener(server::complete);
      super.run(environment, namespace, configuration);
    }
  }
}
