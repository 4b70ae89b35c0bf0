package dev.nines.engine.endtoend;

import dev.nines.engine.NinesApplication;
import dev.nines.engine.configuration.NinesConfiguration;
import io.dropwizard.core.cli.ServerCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.sourceforge.argparse4j.inf.Namespace;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

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

  /** {@return the status of the admin port's health check} */
  int health() throws IOException, InterruptedException {
    return admin("GET", "/healthcheck?name=self-check").statusCode();
  }

  /** {@return what the admin port answers} */
  HttpResponse<String> admin(String method, String path) throws IOException, InterruptedException {
    var port =
        Arrays.stream(server.getConnectors())
            .filter(connector -> "admin".equals(connector.getName()))
            .map(ServerConnector.class::cast)
            .findFirst()
            .orElseThrow()
            .getLocalPort();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
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
