package dev.nines.engine.hooks.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Secret;
import dev.nines.engine.api.ProblemMapper;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Origin;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.configuration.ConfiguredSecret;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.SwitchedDatabase;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.deployments.CauseDesk;
import dev.nines.engine.deployments.DeploymentDesk;
import dev.nines.engine.hooks.DeliveryCounter;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.incident.ServicePolicy;
import dev.nines.incident.ServicePolicy.ExternalAlerts;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.jackson.JacksonFeature;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.jdbi.v3.core.Jdbi;

/** The hooks of deployments over a database, at half past twelve, and who calls them. */
final class HookServer implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-24T12:30:00Z");
  static final String SECRET = "It's a Secret to Everybody";
  private static final ObjectMapper MAPPER =
      Jackson.newObjectMapper().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Database database = TestDatabase.fresh();
  private final SwitchedDatabase way = new SwitchedDatabase(database);

  private final Catalog catalog = catalog();
  private final CauseDesk causes =
      new CauseDesk(
          () -> catalog, new IncidentDesk(way.jdbi(), URI.create("http://localhost:8080")));

  private HookServer() {}

  static HookServer start() throws Exception {
    return start(Optional.of(new ConfiguredSecret.Written(new Secret(SECRET))));
  }

  static HookServer start(Optional<ConfiguredSecret> secret) throws Exception {
    var hooks = new HookServer();
    hooks.open(secret);
    return hooks;
  }

  private void open(Optional<ConfiguredSecret> secret) throws Exception {
    var desk =
        new DeliveryDesk(
            () -> catalog,
            way.jdbi(),
            new DeploymentDesk(causes),
            causes,
            InstantSource.fixed(NOW));
    var hooks =
        new ResourceConfig()
            .register(new JacksonFeature(MAPPER))
            .register(new ProblemMapper())
            .register(new DeliveryCounter(registry))
            .register(new GithubHook(new Proof("hooks.github.secret", secret), desk))
            .register(new GitlabHook(new Proof("hooks.gitlab.token", secret), desk))
            .register(new CdEventsHook(new Proof("hooks.cdevents.token", secret), desk));
    var context = new ServletContextHandler();
    context.addServlet(new ServletHolder(new ServletContainer(hooks)), "/*");
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(context);
    server.start();
  }

  CauseDesk causes() {
    return causes;
  }

  /** Three services: one of all senders, and two that share a repository. */
  static Catalog catalog() {
    return new Catalog(
        List.of(
            service("checkout", "acme/checkout, gitlab:acme/web/checkout"),
            service("cart", "acme/shop"),
            service("mail", "acme/shop")),
        List.of(),
        List.of(),
        Map.of("mail", policy("mail-live"), "cart", policy("cart-live")),
        List.of(new ChannelSpec.Log("log", ChannelSpec.Match.ALL)));
  }

  private static Service service(String name, String repositories) {
    return new Service(name, name, "", Map.of(), Map.of(Origin.ANNOTATION, repositories));
  }

  private static ServicePolicy policy(String environment) {
    return new ServicePolicy(
        Duration.ofMinutes(2),
        Duration.ofMinutes(10),
        Optional.empty(),
        Optional.empty(),
        ExternalAlerts.DEFAULT,
        Set.of(environment));
  }

  Jdbi jdbi() {
    return database.jdbi();
  }

  SwitchedDatabase way() {
    return way;
  }

  int port() {
    return connector.getLocalPort();
  }

  /** Sends, as the one who has the secret does. */
  HttpResponse<String> github(String event, String body) throws Exception {
    return send(
        "github",
        body,
        Map.of("X-GitHub-Event", event, "X-Hub-Signature-256", signature(SECRET, body)));
  }

  HttpResponse<String> gitlab(String body) throws Exception {
    return send("gitlab", body, Map.of("X-Gitlab-Token", SECRET));
  }

  HttpResponse<String> cdevents(String body) throws Exception {
    return send("cdevents", body, Map.of("Authorization", "Bearer " + SECRET));
  }

  /** Each on a connection of its own: one is closed where a body was refused before it was read. */
  HttpResponse<String> send(String hook, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/hooks/" + hook))
            .POST(BodyPublishers.ofString(body));
    if (!headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  static String signature(String secret, String body) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  /** All rows of a table, as JSON has them, by number. */
  List<JsonNode> rows(String table) {
    return jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select to_jsonb(t)::text from " + table + " t order by 1")
                .mapTo(String.class)
                .map(HookServer::json)
                .list());
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many deliveries of a hook had an outcome. */
  double counted(String hook, String outcome) {
    return registry.scrape().stream()
        .filter(CounterSnapshot.class::isInstance)
        .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream())
        .filter(point -> hook.equals(point.getLabels().get("hook")))
        .filter(point -> outcome.equals(point.getLabels().get("outcome")))
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
    database.close();
  }
}
