package dev.nines.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How many signed deliveries of deployments does a real Nines take in a second? */
final class ManyDeliveries {
  private static final String SECRET = "a secret of the benchmark";
  private static final int SERVICES = 100;
  private static final int SENDERS = 16;
  private static final int BAR = 500;

  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Instant finished = Instant.now();
  private final long[] nanos;
  private final URI hook;

  private ManyDeliveries(URI hook, int deliveries) {
    this.hook = hook;
    nanos = new long[deliveries];
  }

  /**
   * Runs it, and exits with 1 where a promise is not kept.
   *
   * @param args how many deliveries
   * @throws Exception if the benchmark itself fails
   */
  public static void main(String[] args) throws Exception {
    var home = Files.createTempDirectory("nines-deliveries-");
    boolean kept;
    try {
      kept = run(home, Integer.parseInt(args[0]));
    } finally {
      NinesProcess.remove(home);
    }
    System.exit(kept ? 0 : 1);
  }

  private static boolean run(Path home, int deliveries) throws Exception {
    declare(Files.createDirectories(home.resolve("declarations")));
    var config = home.resolve("config.yml");
    Files.writeString(
        config, "declarations: declarations\nhooks: {github: {secret: '" + SECRET + "'}}\n");
    try (var nines = NinesProcess.start(home, config)) {
      var hook = nines.ready().resolve("/hooks/github");
      new ManyDeliveries(hook, deliveries / 10).send(); // warms up, and is told again below
      var all = new ManyDeliveries(hook, deliveries);
      var took = all.send();
      try (var stored = StoredResults.open(home)) {
        return all.report(stored, took);
      }
    }
  }

  private Duration send() throws Exception {
    var begun = System.nanoTime();
    try (var senders = Executors.newFixedThreadPool(SENDERS);
        var client = HttpClient.newHttpClient()) {
      var all = new ArrayList<Future<?>>();
      for (var i = 0; i < SENDERS; i++) {
        all.add(
            senders.submit(() -> {
              for (var n = next.getAndIncrement(); n < nanos.length; n = next.getAndIncrement()) {
                deliver(client, n);
              }
              return null;
            }));
      }
      for (var one : all) {
        one.get();
      }
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private void deliver(HttpClient client, int number) throws Exception {
    var body = body(number);
    var request =
        HttpRequest.newBuilder(hook)
            .header("Content-Type", "application/json")
            .header("X-GitHub-Event", "deployment_status")
            .header("X-Hub-Signature-256", signature(body))
            .POST(BodyPublishers.ofString(body))
            .build();
    var begun = System.nanoTime();
    var answer = client.send(request, BodyHandlers.ofString());
    nanos[number] = System.nanoTime() - begun;
    if (answer.statusCode() == 200) {
      accepted.incrementAndGet();
    }
  }

  /** About as long as those of GitHub, most of which is about the repository. */
  private String body(int number) {
    return """
    {"action": "created",
     "deployment_status": {"id": 9, "state": "success", "environment": "production",
       "created_at": "%s", "log_url": "https://github.com/acme/shop/actions/runs/7"},
     "deployment": {"id": %d, "sha": "a10867b14bb761a232cd80139fbd4c0d33264240", "ref": "main",
       "task": "deploy", "environment": "production", "payload": {}},
     "repository": {"full_name": "acme/shop-%d", "description": "%s"},
     "sender": {"login": "octocat"}}
    """
        .formatted(finished, number, number % SERVICES, "x".repeat(8_000));
  }

  private static String signature(String body) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return "sha256="
        + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  private boolean report(StoredResults stored, Duration took) throws SQLException, IOException {
    long rows;
    try (var statement =
        stored.connection().prepareStatement("select count(*) from deployment")) {
      var row = statement.executeQuery();
      row.next();
      rows = row.getLong(1);
    }
    Arrays.sort(nanos);
    var rate = accepted.get() / (took.toNanos() / 1e9);
    row("deliveries", "%d", nanos.length);
    row("accepted", "%d", accepted.get());
    row("deployments in the database", "%d", rows);
    row("accepted a second", "%.0f", rate);
    row("answered, median", "%.1f ms", nanos[nanos.length / 2] / 1e6);
    row("answered, p99", "%.1f ms", nanos[nanos.length * 99 / 100] / 1e6);
    row("load average of the machine", "%s", ProcessFigures.loadAverage());
    var kept = accepted.get() == nanos.length && rows == nanos.length && rate >= BAR;
    row("%d a second, each stored once".formatted(BAR), "%s", kept ? "yes" : "NO");
    return kept;
  }

  private static void declare(Path folder) throws IOException {
    var text = new StringBuilder();
    for (var i = 0; i < SERVICES; i++) {
      text.append(
          """
          ---
          apiVersion: openslo/v1
          kind: Service
          metadata: {name: shop-%1$d, annotations: {nines.dev/repositories: acme/shop-%1$d}}
          """
              .formatted(i));
    }
    Files.writeString(folder.resolve("many.yaml"), text);
  }

  private static void row(String what, String format, Object value) {
    System.out.println(
        "| %-36s | %s |".formatted(what, String.format(Locale.ROOT, format, value)));
  }
}
