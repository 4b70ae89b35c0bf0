package dev.nines.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/**
 * How fast does the gate answer while probing goes on, beside 5,000 incidents of the last month and
 * 100,000 deployments of the last year?
 */
final class GateUnderLoad {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final int SERVICES = 50;
  private static final int INCIDENTS = 5_000;
  private static final int DEPLOYMENTS = 100_000;
  private static final int PIPELINES = 4;

  /** Each pipeline asks a hundred times a second at most: more than any number of them would. */
  private static final Duration BETWEEN = Duration.ofMillis(10);

  private static final double BAR_MILLIS = 50;

  private final URI nines;
  private final String token;
  private final HttpClient client = HttpClient.newHttpClient();

  private GateUnderLoad(URI nines, String token) {
    this.nines = nines;
    this.token = token;
  }

  /**
   * Runs it, and exits with 1 where the promise is not kept.
   *
   * @param args how many probes, and for how many seconds is asked
   * @throws Exception if the benchmark itself fails
   */
  public static void main(String[] args) throws Exception {
    var probes = Integer.parseInt(args[0]);
    var asked = Duration.ofSeconds(Long.parseLong(args[1]));
    var home = Files.createTempDirectory("nines-gate-");
    boolean kept;
    try (var target = TargetProcess.start()) {
      new DeclaredProbes(probes, SERVICES, INTERVAL, target.port())
          .write(home.resolve("declarations"));
      kept = run(home, probes, asked);
    } finally {
      NinesProcess.remove(home);
    }
    System.exit(kept ? 0 : 1);
  }

  private static boolean run(Path home, int probes, Duration asked) throws Exception {
    var config = home.resolve("config.yml");
    Files.writeString(config, "declarations: declarations\nconcurrency: {perHost: 2000}\n");
    try (var nines = NinesProcess.start(home, config)) {
      var address = nines.ready();
      var token = Files.readString(home.resolve("data/admin-token")).strip();
      var gate = new GateUnderLoad(address, token);
      gate.fill(home);
      Thread.sleep(INTERVAL.multipliedBy(3)); // ticks with all of it, and a JVM that is warm
      gate.measure(Duration.ofSeconds(5));
      var loadBefore = ProcessFigures.loadAverage();
      var from = Instant.now();
      var millis = gate.measure(asked);
      var to = Instant.now();
      var load = loadBefore + " before, " + ProcessFigures.loadAverage() + " at the end";
      try (var stored = StoredResults.open(home)) {
        var p99 = millis[(int) Math.ceil(millis.length * 0.99) - 1];
        row("probes, every " + INTERVAL.toSeconds() + " s", "%d", probes);
        row("incidents, deployments", "%s", stored.count("incident") + ", " + stored.count("deployment"));
        row("questions", "%d", millis.length);
        row("questions a second", "%.0f", millis.length / (asked.toMillis() / 1_000.0));
        row("median", "%.1f ms", millis[millis.length / 2]);
        row("p99", "%.1f ms", p99);
        row("worst", "%.1f ms", millis[millis.length - 1]);
        row("start lateness of probes meanwhile, p99", "%.1f ms", stored.lateness(from, to).p99());
        row("load average of the machine", "%s", load);
        nines.complaints().stream().limit(20).forEach(System.out::println);
        row("promise kept", "%s", p99 < BAR_MILLIS ? "yes" : "NO");
        return p99 < BAR_MILLIS;
      }
    }
  }

  /** One incident is opened and resolved as any; the others are copies of it. */
  private void fill(Path home) throws Exception {
    var service = get("services").get(0).path("name").asText();
    send(
        "hooks/alertmanager",
        """
        {"version": "4", "status": "firing", "alerts": [{"status": "firing", "fingerprint": "f",
          "labels": {"alertname": "Made", "service": "%s", "severity": "critical"},
          "annotations": {}, "startsAt": "%s"}]}
        """
            .formatted(service, Instant.now().minusSeconds(30)));
    while (get("incidents?state=open").isEmpty()) {
      Thread.sleep(500);
    }
    var number = get("incidents?state=open").get(0).path("id").asLong();
    send("api/v1/incidents/" + number + "/resolve", "{\"reason\": \"made for a benchmark\"}");
    var names = new ArrayList<String>();
    get("services").forEach(one -> names.add(one.path("name").asText()));
    try (var stored = StoredResults.open(home);
        var connection = stored.connection();
        var incidents =
            connection.prepareStatement(
                """
                insert into incident (service, state, severity, version, impact_start, opened_at,
                  resolved_at, body)
                select s.name, state, severity, version, impact_start - n * interval '8 minutes',
                  opened_at - n * interval '8 minutes', resolved_at - n * interval '8 minutes',
                  jsonb_set(body, '{service}', to_jsonb(s.name))
                from incident, generate_series(1, ?) n
                join unnest(?::text[]) with ordinality s (name, position) on position = 1 + n % ?
                where id = ?
                """);
        var deployments =
            connection.prepareStatement(
                """
                insert into deployment (source, external_id, service, environment, result,
                  finished_at)
                select 'api', 'made-' || n, s.name, 'production', 'succeeded',
                  now() - n * interval '5 minutes'
                from generate_series(1, ?) n
                join unnest(?::text[]) with ordinality s (name, position) on position = 1 + n % ?
                """)) {
      var array = connection.createArrayOf("text", names.toArray());
      incidents.setInt(1, INCIDENTS - 1);
      incidents.setArray(2, array);
      incidents.setInt(3, names.size());
      incidents.setLong(4, number);
      incidents.executeUpdate();
      deployments.setInt(1, DEPLOYMENTS);
      deployments.setArray(2, array);
      deployments.setInt(3, names.size());
      deployments.executeUpdate();
    }
  }

  /** {@return how long each question took, in milliseconds, shortest first} */
  private double[] measure(Duration length) throws Exception {
    var services = new ArrayList<String>();
    get("services").forEach(one -> services.add(one.path("name").asText()));
    var end = System.nanoTime() + length.toNanos();
    try (var pipelines = Executors.newFixedThreadPool(PIPELINES)) {
      var tasks = new ArrayList<Callable<List<Double>>>();
      for (var i = 0; i < PIPELINES; i++) {
        var first = i;
        tasks.add(() -> ask(services, first, end));
      }
      var all = new ArrayList<Double>();
      for (var asked : pipelines.invokeAll(tasks)) {
        all.addAll(asked.get());
      }
      var millis = all.stream().mapToDouble(Double::doubleValue).toArray();
      Arrays.sort(millis);
      return millis;
    }
  }

  private List<Double> ask(List<String> services, int first, long end) throws Exception {
    var millis = new ArrayList<Double>();
    for (var n = first; System.nanoTime() < end; n++) {
      var began = System.nanoTime();
      var answer = get("gate/" + services.get(n % services.size()));
      millis.add((System.nanoTime() - began) / 1e6);
      if (!answer.path("answer").isTextual()) {
        throw new IOException("no answer: " + answer);
      }
      Thread.sleep(BETWEEN);
    }
    return millis;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(nines.resolve("/api/v1/" + path)).build();
    return JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
  }

  private void send(String path, String body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(nines.resolve("/" + path))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(body))
            .build();
    var response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(path + " answers " + response.statusCode() + ": " + response.body());
    }
  }

  private static void row(String what, String format, Object value) {
    System.out.println(
        "| %-40s | %s |".formatted(what, String.format(Locale.ROOT, format, value)));
  }
}
