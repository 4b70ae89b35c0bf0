package dev.nines.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * How long until everybody has been told of 1,000 services that fail together? The target of all
 * probes and the receivers of all channels are one server in this process.
 */
final class ManyNotifications implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration TICK = Duration.ofSeconds(10);
  private static final Duration CALM = Duration.ofSeconds(40);
  private static final Duration PART = Duration.ofSeconds(5);
  private static final Duration BAR = Duration.ofSeconds(60);

  /** By its key, when a notification came first. */
  private final Map<String, Instant> told = new ConcurrentHashMap<>();

  private final HttpServer server;
  private volatile boolean failing;

  private ManyNotifications() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/target", exchange -> answer(exchange, failing ? 503 : 200));
    server.createContext("/hook", this::receive);
    server.start();
  }

  /**
   * Runs it, and exits with 1 where a promise is not kept.
   *
   * @param args how many services, and how many channels
   * @throws Exception if the benchmark itself fails
   */
  public static void main(String[] args) throws Exception {
    var home = Files.createTempDirectory("nines-notifications-");
    boolean kept;
    try (var all = new ManyNotifications()) {
      kept = all.run(home, Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    } finally {
      NinesProcess.remove(home);
    }
    System.exit(kept ? 0 : 1);
  }

  private void receive(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    told.putIfAbsent(exchange.getRequestHeaders().getFirst("webhook-id"), Instant.now());
    answer(exchange, 200);
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private boolean run(Path home, int services, int channels) throws Exception {
    declare(Files.createDirectories(home.resolve("declarations")), services, channels);
    var config = home.resolve("config.yml");
    Files.writeString(config, "declarations: declarations\nconcurrency: {perHost: 2000}\n");
    try (var nines = NinesProcess.start(home, config)) {
      nines.ready();
      Thread.sleep(INTERVAL.plusSeconds(10));
      var calm = Instant.now();
      Thread.sleep(CALM);
      var broken = Instant.now();
      failing = true;
      var all = services * channels;
      while (told.size() < all && Instant.now().isBefore(broken.plus(BAR.multipliedBy(3)))) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      Thread.sleep(CALM.minus(Duration.between(broken, Instant.now())).plusSeconds(1));
      try (var stored = StoredResults.open(home)) {
        return report(stored, calm, broken, services, all);
      }
    }
  }

  private boolean report(
      StoredResults stored, Instant calm, Instant broken, int services, int all)
      throws SQLException {
    var before = stored.lateness(calm, broken);
    var during = stored.lateness(broken, broken.plus(CALM));
    var slowest =
        number(
            stored.connection(),
            "select extract(epoch from max(opened_at - (body #>> '{times,detected}')::timestamptz))"
                + " from incident");
    var opened = number(stored.connection(), "select count(*) from incident");
    var firstOpened =
        number(stored.connection(), "select extract(epoch from min(opened_at)) from incident");
    var last = told.values().stream().max(Instant::compareTo).orElse(Instant.MAX);
    var lastTold = Duration.between(broken, last).toMillis() / 1e3;
    var since = last.toEpochMilli() / 1e3 - firstOpened;

    row("services that fail within %d s".formatted(INTERVAL.toSeconds()), "%d", services);
    row("incidents opened", "%.0f", opened);
    row("slowest from detected to opened", "%.1f s", slowest);
    row("notifications that came", "%d", told.size());
    row("last one after the failure", "%.1f s", lastTold);
    row("last one after the first incident", "%.1f s", since);
    row("notifications a second", "%.0f", told.size() / Math.max(since, 0.001));
    row("start lateness before, p99", "%.1f ms", before.p99());
    row("start lateness meanwhile, p99", "%.1f ms", during.p99());
    row("start lateness meanwhile, worst", "%.1f ms", during.max());
    row("the same, p99 of each 5 s", "%s ms", each(stored, broken));
    row("load average of the machine", "%s", load());
    var kept =
        opened == services
            && told.size() == all
            && slowest <= 2 * TICK.toSeconds()
            && lastTold <= BAR.toSeconds();
    row("opened and told in time", "%s", kept ? "yes" : "NO");
    row(
        "lateness unchanged (+20 %)",
        "%s",
        during.p99() <= before.p99() * 1.2 ? "yes" : "NO");
    return kept;
  }

  private static String each(StoredResults stored, Instant broken) throws SQLException {
    var all = new ArrayList<String>();
    for (var from = broken; from.isBefore(broken.plus(CALM)); from = from.plus(PART)) {
      all.add("%.1f".formatted(stored.lateness(from, from.plus(PART)).p99()));
    }
    return String.join(" ", all);
  }

  private static String load() {
    try {
      return String.valueOf(ProcessFigures.loadAverage());
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static double number(Connection connection, String sql) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      var row = statement.executeQuery();
      row.next();
      return row.getDouble(1);
    }
  }

  private void declare(Path folder, int services, int channels) throws IOException {
    var port = server.getAddress().getPort();
    var text = new StringBuilder();
    for (var i = 0; i < services; i++) {
      text.append(
          """
          ---
          apiVersion: openslo/v1
          kind: Service
          metadata: {name: service-%1$d}
          spec: {description: one of many}
          ---
          apiVersion: nines.dev/v1
          kind: Probe
          metadata: {name: probe-%1$d}
          spec:
            service: service-%1$d
            target: http://127.0.0.1:%2$d/target/%1$d
            interval: %3$ds
            timeout: 5s
            incident: {failures: 1, recoveries: 1}
            prober: http
          """
              .formatted(i, port, INTERVAL.toSeconds()));
    }
    for (var i = 0; i < channels; i++) {
      text.append(
          """
          ---
          apiVersion: nines.dev/v1
          kind: NotificationChannel
          metadata: {name: hook-%1$d}
          spec: {type: webhook, url: "http://127.0.0.1:%2$d/hook/%1$d"}
          """
              .formatted(i, port));
    }
    Files.writeString(folder.resolve("many.yaml"), text);
  }

  private static void row(String what, String format, Object value) {
    System.out.println(
        "| %-36s | %s |".formatted(what, String.format(Locale.ROOT, format, value)));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
