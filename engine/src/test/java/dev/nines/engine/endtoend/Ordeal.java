package dev.nines.engine.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A Nines that is killed again and again, beside a database and receivers that live on. */
final class Ordeal implements AutoCloseable {
  private final LastingPostgres postgres;
  private final Receivers receivers;
  private final WatchedByTheSecond watched;
  private final Site site;
  private volatile NinesProcess nines;

  /** A test that is broken off leaves no processes behind either. */
  private final Thread abandoned = new Thread(this::stop);

  private Ordeal(
      LastingPostgres postgres, Receivers receivers, WatchedByTheSecond watched, Site site)
      throws IOException {
    this.postgres = postgres;
    this.receivers = receivers;
    this.watched = watched;
    this.site = site;
    nines = NinesProcess.start(site);
    Runtime.getRuntime().addShutdownHook(abandoned);
  }

  static Ordeal begin(Path folder, Map<String, List<String>> targets, int failures, int recoveries)
      throws IOException {
    var postgres = LastingPostgres.start(folder.resolve("postgres"));
    var receivers = Receivers.start(folder);
    var watched = new WatchedByTheSecond(targets, failures, recoveries);
    var site =
        Site.of(
            folder,
            "evaluation: {interval: 1s}\n" + Site.ANY_PORTS + postgres.config(),
            watched.declarations() + receivers.declarations());
    return new Ordeal(postgres, receivers, watched, site);
  }

  LastingPostgres postgres() {
    return postgres;
  }

  Receivers receivers() {
    return receivers;
  }

  /** Waits until Nines answers. */
  Api api() {
    return nines.api();
  }

  /** Waits until Nines answers, or waits itself for what another transaction has locked. */
  void awaitReadyOrBlocked() {
    await()
        .atMost(90, SECONDS)
        .until(() ->
            nines.ready()
                || count(
                        "select count(*) from pg_locks where locktype = 'relation' and not granted")
                    > 0);
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    nines.kill();
  }

  void restart() throws IOException {
    nines = NinesProcess.start(site);
  }

  long count(String sql) throws SQLException {
    return History.numbers(postgres.login(), sql).getFirst();
  }

  long open() throws SQLException {
    return count("select count(*) from incident where state <> 'resolved'");
  }

  long owed() throws SQLException {
    return count("select count(*) from notification where pending");
  }

  /** Nothing is wrong any more, and everybody has been told. */
  void awaitPeace() {
    await()
        .atMost(90, SECONDS)
        .until(() ->
            count("select count(*) from outage where recovered_at is null") == 0
                && open() == 0
                && owed() == 0);
  }

  /**
   * What is stored is counted once; what Nines says follows from it, and was told to everybody. All
   * must be well, so that only good runs come meanwhile.
   *
   * @param services those whose figures are looked at
   */
  void check(Collection<String> services) throws SQLException {
    var api = api();
    HeardByAll.check(postgres, receivers);
    var before = History.read(postgres.login());
    assertThat(before.runs().stream().map(run -> List.of(run.probe(), run.scheduledAt())))
        .doesNotHaveDuplicates();
    assertThat(before.hours())
        .isEqualTo(
            before.hoursByHand(
                before.runs().stream()
                    .map(History.Run::probe)
                    .distinct()
                    .map(probe -> new History.Counted(probe, "success", History.Run::success))
                    .toList()));
    for (var service : services) {
      var probes = watched.probes(service);
      budgetFollows(api, service, runs(before, probes));
      for (var probe : probes) {
        assertThat(before.outages().stream().filter(outage -> outage.probe().equals(probe)))
            .containsExactlyElementsOf(
                before.outagesByHand(probe, watched.failures(), watched.recoveries()));
      }
      Reckoning.of(before, probes, watched.failures(), watched.recoveries(), watched.calm())
          .check(api, service);
    }
  }

  /** Of so many runs as it counts by now, so many are bad as were before. */
  private void budgetFollows(Api api, String service, List<History.Run> before)
      throws SQLException {
    await()
        .atMost(90, SECONDS)
        .until(() -> objective(api, service).path("totalEvents").asLong() >= before.size());
    var objective = objective(api, service);
    var total = objective.path("totalEvents").asLong();
    var after = runs(History.read(postgres.login()), watched.probes(service));
    var bad = before.stream().filter(run -> !run.success()).count();

    assertThat(after.stream().filter(run -> !run.success())).as("bad runs").hasSize((int) bad);
    assertThat(total).isBetween((long) before.size(), (long) after.size());
    assertThat(total - objective.path("goodEvents").asLong()).isEqualTo(bad);
    assertThat(objective.path("budgetRemainingRatio").asDouble())
        .isEqualTo(1 - bad / (total * watched.allowedBadRatio()), offset(1e-9));
  }

  private static List<History.Run> runs(History history, Collection<String> probes) {
    return history.runs().stream().filter(run -> probes.contains(run.probe())).toList();
  }

  private static JsonNode objective(Api api, String service) {
    return api.json("slos/" + service + "-available").path("objectives").path(0);
  }

  private void stop() {
    nines.close();
    postgres.close();
  }

  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(abandoned);
    stop();
    receivers.close();
  }
}
