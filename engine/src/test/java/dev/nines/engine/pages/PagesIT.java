package dev.nines.engine.pages;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagesIT {
  private static final CompletableFuture<Server> SERVER = new CompletableFuture<>();

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    var config =
        Files.writeString(
            folder.resolve("config.yml"),
            """
            server:
              type: simple
              applicationContextPath: /
              connector: {type: http, bindHost: 127.0.0.1, port: 0}
            """);
    new PagesOnly().run("server", config.toString());
  }

  @AfterAll
  static void stop() throws Exception {
    SERVER.join().stop();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html",
    "/fragments/overview, text/html",
    "/assets/nines.css, text/css",
    "/assets/nines.js, text/javascript",
    "/assets/nines.svg, image/svg+xml",
    "/assets/htmx/htmx.min.js, text/javascript",
  })
  void pageHasAllItAsksFor(String path, String type) throws Exception {
    var answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(value -> assertThat(value).startsWith(type));
    assertThat(answer.headers().allValues("Content-Security-Policy"))
        .singleElement()
        .asString()
        .startsWith("default-src 'self';")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
  }

  @Test
  void figuresAreNotCached() throws Exception {
    assertThat(get("/").headers().firstValue("Cache-Control"))
        .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
  }

  @Test
  void incidentThatThereIsNotIsAPageThatSaysSo() throws Exception {
    var missing = get("/incidents/1099");

    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    assertThat(missing.body())
        .contains("<title>No such incident · Nines</title>", "no incident <strong>1099</strong>");
    assertThat(get("/incidents/12").statusCode()).isEqualTo(303);
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var port = ((ServerConnector) SERVER.join().getConnectors()[0]).getLocalPort();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static final class PagesOnly extends Application<Configuration> {
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
                  () -> EngineTrouble.NONE,
                  InstantSource.fixed(Snapshots.NOON),
                  ZoneId.of("UTC"),
                  "local"));
      environment.jersey().register(new IncidentLinks(id -> id == 12));
      environment.lifecycle().addServerLifecycleListener(SERVER::complete);
    }
  }
}
