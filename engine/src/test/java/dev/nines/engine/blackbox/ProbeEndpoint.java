package dev.nines.engine.blackbox;

import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.catalog.BlackboxModules;
import dev.nines.engine.catalog.BudgetRules;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.schedule.RunGates;
import dev.nines.probe.run.Prober;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/** {@code /probe} on a port of its own. */
final class ProbeEndpoint implements AutoCloseable {
  private static final ProbeGuard GUARD =
      new ProbeGuard(List.of(), new OwnMachine(URI.create("https://nines.example")));

  private final Server server = new Server();
  private final Prober prober;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ServerConnector connector = new ServerConnector(server);
  private final PrometheusRegistry registry = new PrometheusRegistry();

  ProbeEndpoint(BlackboxModules modules, RunGates gates) throws Exception {
    this(modules, gates, System::getenv);
  }

  ProbeEndpoint(
      BlackboxModules modules, RunGates gates, Function<String, @Nullable String> environment)
      throws Exception {
    this(modules, gates, new Prober(System::nanoTime, InstantSource.system(), "test", environment));
  }

  ProbeEndpoint(BlackboxModules modules, RunGates gates, Prober prober) throws Exception {
    this(modules, List.of(), gates, prober);
  }

  ProbeEndpoint(
      BlackboxModules modules, List<ProbeDeclaration> probes, RunGates gates, Prober prober)
      throws Exception {
    var catalog =
        new Catalog(
            List.of(),
            probes,
            List.of(),
            Map.of(),
            List.of(),
            List.of(),
            Map.of(),
            modules,
            BudgetRules.NONE,
            Map.of());
    this.prober = prober;
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    var context = new ServletContextHandler();
    context.addServlet(
        new ServletHolder(
            new ProbeServlet(
                () -> catalog, prober::run, gates, GUARD, registry, InstantSource.system())),
        "/probe");
    server.setHandler(context);
    server.start();
  }

  int port() {
    return connector.getLocalPort();
  }

  HttpResponse<String> ask(String query, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/probe?" + query));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  double unknownModules() {
    return sum("blackbox_module_unknown", Labels.EMPTY);
  }

  double dropped(String gate) {
    return sum("nines_probe_requests_dropped", Labels.of("gate", gate));
  }

  private double sum(String counter, Labels labels) {
    return registry.scrape().stream()
        .filter(snapshot -> snapshot.getMetadata().getName().equals(counter))
        .flatMap(snapshot -> snapshot.getDataPoints().stream())
        .filter(point -> point.getLabels().equals(labels))
        .map(CounterSnapshot.CounterDataPointSnapshot.class::cast)
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
    client.close();
    prober.close();
  }
}
