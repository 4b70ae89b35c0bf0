package dev.nines.engine.pages;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The overview and what a test adds to it, served at a free port as Nines serves its pages. */
public final class PagesServer {
  private final Server server;

  private PagesServer(Server server) {
    this.server = server;
  }

  /** Starts at the time of the pages, with more resources than the overview. */
  public static PagesServer start(Path folder, Instant now, Object... resources) throws Exception {
    return start(() -> EngineTrouble.NONE, folder, now, resources);
  }

  /** Starts with an overview that says what is wrong with Nines itself. */
  public static PagesServer start(
      Supplier<EngineTrouble> trouble, Path folder, Instant now, Object... resources)
      throws Exception {
    var config =
        Files.writeString(
            folder.resolve("config.yml"),
            """
            server:
              type: simple
              applicationContextPath: /
              connector: {type: http, bindHost: 127.0.0.1, port: 0}
            """);
    var started = new CompletableFuture<Server>();
    new PagesOnly(started, trouble, now, resources).run("server", config.toString());
    return new PagesServer(started.join());
  }

  public URI address(String path) {
    var port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    return URI.create("http://127.0.0.1:" + port + path);
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(address(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  public void stop() throws Exception {
    server.stop();
  }

  private static final class PagesOnly extends Application<Configuration> {
    private final CompletableFuture<Server> started;
    private final Supplier<EngineTrouble> trouble;
    private final Instant now;
    private final Object[] resources;

    PagesOnly(
        CompletableFuture<Server> started,
        Supplier<EngineTrouble> trouble,
        Instant now,
        Object... resources) {
      this.started = started;
      this.trouble = trouble;
      this.now = now;
      this.resources = resources;
    }

    @Override
    public void initialize(Bootstrap<Configuration> bootstrap) {
      bootstrap.addBundle(new PagesBundle());
    }

    @Override
    public void run(Configuration configuration, Environment environment) {
      environment
          .jersey()
          .register(
              new OverviewResource(
                  Snapshots::everything,
                  trouble,
                  Collections::emptyList,
                  InstantSource.fixed(now),
                  ZoneId.of("UTC"),
                  "local"));
      for (var resource : resources) {
        environment.jersey().register(resource);
      }
      environment.lifecycle().addServerLifecycleListener(started::complete);
    }
  }
}
