package dev.nines.benchmarks;

import ch.qos.logback.classic.Level;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.database.DataDirectory;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.PostgresServer;
import dev.nines.engine.dora.DeliveryReader;
import dev.nines.slo.reliability.ReportingWindow;
import dev.nines.slo.reliability.dora.DoraFigures;
import io.dropwizard.logging.common.BootstrapLogging;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How long do a service's DORA figures of a year take, from the tables to the numbers? 100,000
 * deployments of two commits each and 5,000 incidents, half of them with a declared cause, over a
 * year of some services, in an embedded PostgreSQL.
 */
final class DoraOfAYear {
  private static final Duration BAR = Duration.ofMillis(100);
  private static final Duration YEAR = Duration.ofDays(365);
  private static final int ROUNDS = 100;

  private DoraOfAYear() {}

  /**
   * Runs it, and exits with 1 where the promise is not kept.
   *
   * @param args how many services share the deployments, how many deployments, and how many
   *     incidents there are
   * @throws Exception if the benchmark itself fails
   */
  public static void main(String[] args) throws Exception {
    var services = Integer.parseInt(args[0]);
    BootstrapLogging.bootstrap(Level.WARN);
    var home = Files.createTempDirectory("nines-dora-");
    boolean kept;
    try (var directory = DataDirectory.open(home.resolve("data"));
        var server = PostgresServer.start(directory);
        var database = Database.open(server.login())) {
      var now = Instant.now();
      write(database, services, Integer.parseInt(args[1]), Integer.parseInt(args[2]), now);
      row("load average before", "%s", ProcessFigures.loadAverage());
      kept = measure(database, services, now);
      row("load average at the end", "%s", ProcessFigures.loadAverage());
    } finally {
      NinesProcess.remove(home);
    }
    System.exit(kept ? 0 : 1);
  }

  private static boolean measure(Database database, int count, Instant now) {
    var services =
        IntStream.range(0, count)
            .mapToObj(n -> new Service("service-" + n, "Service " + n, "", Map.of(), Map.of()))
            .toList();
    var catalog = new Catalog(services, List.of(), List.of(), Map.of(), List.of());
    var reader = new DeliveryReader(database.jdbi(), Duration.ofHours(1));
    var year = ReportingWindow.of(now.minus(YEAR), now, ZoneOffset.UTC);
    var month = ReportingWindow.of(now.minus(Duration.ofDays(30)), now, ZoneOffset.UTC);
    var figures = figures(reader, catalog, services.subList(0, 1), year, now);
    row("deployments of the service in the year", "%d", figures.frequency().deployments());
    row("changes", "%d", figures.leadTime().figure().value().orElseThrow().n());
    row("failed deployments", "%d", figures.all().failed().size());
    var one = millis(() -> figures(reader, catalog, services.subList(0, 1), year, now));
    row("one service, a year: median", "%.1f ms", one[ROUNDS / 2]);
    row("the same, p95", "%.1f ms", one[ROUNDS * 95 / 100]);
    var all = millis(() -> figures(reader, catalog, services, month, now));
    row("all services, 30 days: median", "%.1f ms", all[ROUNDS / 2]);
    var kept = one[ROUNDS / 2] < BAR.toMillis();
    row("one service's year below " + BAR.toMillis() + " ms", "%s", kept ? "kept" : "NO");
    return kept;
  }

  private static DoraFigures figures(
      DeliveryReader reader,
      Catalog catalog,
      List<Service> services,
      ReportingWindow window,
      Instant now) {
    return DoraFigures.of(reader.read(catalog, services, window.span().from()), window, now);
  }

  /** In ascending order; as many are done before, so that what is measured is compiled. */
  private static double[] millis(Runnable work) {
    var took = new double[ROUNDS];
    for (var round = -ROUNDS; round < ROUNDS; round++) {
      var began = System.nanoTime();
      work.run();
      took[Math.max(round, 0)] = (System.nanoTime() - began) / 1e6;
    }
    Arrays.sort(took);
    return took;
  }

  private static void write(
      Database database, int services, int deployments, int incidents, Instant now) {
    database
        .jdbi()
        .useHandle(handle -> {
          handle
              .createUpdate(
                  """
                  insert into deployment (source, external_id, service, environment, result,
                    finished_at, committed_at, version, artifact, rework, rollback)
                  select 'api', n::text, 'service-' || n % :services, 'production',
                    case when n % 20 = 7 then 'failed' else 'succeeded' end, at,
                    array[at - (n % 90) * interval '1 hour', at - interval '30 minutes'],
                    'v' || n, 'pkg:oci/service@' || n, n % 9 = 0, n % 50 = 3
                  from (
                    select n, :now::timestamptz - n * interval '365 days' / :deployments as at
                    from generate_series(1, :deployments) n) made
                  """)
              .bind("services", services)
              .bind("deployments", deployments)
              .bind("now", now)
              .execute();
          handle
              .createUpdate(
                  """
                  insert into incident
                    (service, state, severity, version, impact_start, opened_at, resolved_at, body)
                  select 'service-' || n % :services, 'resolved', 'critical', 2, at, at,
                    at + interval '20 minutes',
                    jsonb_build_object('signals', repeat('what was wrong ', 50), 'times',
                      jsonb_build_object('impactStart', at, 'restored', at + interval '15 minutes'))
                  from (
                    select n, :now::timestamptz - n * interval '365 days' / :incidents as at
                    from generate_series(1, :incidents) n) made
                  """)
              .bind("services", services)
              .bind("incidents", incidents)
              .bind("now", now)
              .execute();
          handle.execute(
              """
              insert into incident_cause (incident_id, deployment_id, evidence, actor, reason)
              select i.id, (
                  select d.id from deployment d
                  where d.service = i.service and d.finished_at <= i.impact_start
                  order by d.finished_at desc limit 1),
                'person', 'kim', 'said so'
              from incident i where i.id % 2 = 0
              """);
          handle.execute("vacuum analyze");
        });
  }

  private static void row(String what, String format, Object value) {
    System.out.println("| %-48s | %s |".formatted(what, String.format(Locale.ROOT, format, value)));
  }
}
