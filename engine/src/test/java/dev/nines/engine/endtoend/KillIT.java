package dev.nines.engine.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nines is killed over and over in the course of one outage, once with its database. What is stored
 * at the end is counted once, and everything else is what follows from it.
 */
@Tag("process")
class KillIT {
  private static final int FAILURES = 3;
  private static final int RECOVERIES = 2;
  private static final int STEADY = 4;
  private static final Duration FAST = Duration.ofMillis(15);
  private static final long SEED = 20_261_124;

  @TempDir private Path folder;
  private final Random random = new Random(SEED);
  private final Target target = Target.up();
  private final Target steady = Target.up();
  private final Target hook = Target.up();
  private Site site;
  private NinesProcess nines;
  private Api api;

  @BeforeEach
  void start() throws IOException {
    target.answerBetween(200, 1, 2 * (int) FAST.toMillis());
    site = Site.of(folder, declarations());
    restart();
  }

  @AfterEach
  void stop() {
    nines.close();
    target.close();
    steady.close();
    hook.close();
  }

  private String declarations() {
    var text =
        new StringBuilder(
            """
            apiVersion: openslo/v1
            kind: Service
            metadata: {name: shop}
            ---
            apiVersion: openslo/v1
            kind: Service
            metadata: {name: steady}
            ---
            apiVersion: nines.dev/v1
            kind: ServicePolicy
            metadata: {name: quick}
            spec: {services: [shop], holdTime: 2s}
            ---
            apiVersion: openslo/v1
            kind: SLO
            metadata: {name: shop-fast}
            spec:
              service: shop
              indicator:
                metadata: {name: front-fast}
                spec:
                  ratioMetric:
                    counter: true
                    good:
                      metricSource:
                        {type: nines, spec: {probe: front, result: success, within: %dms}}
                    total: {metricSource: {type: nines, spec: {probe: front}}}
              timeWindow: [{duration: 60m, isRolling: true}]
              budgetingMethod: Occurrences
              objectives: [{target: 0.5}]
            ---
            apiVersion: nines.dev/v1
            kind: NotificationChannel
            metadata: {name: hook}
            spec: {type: webhook, url: "%s"}
            """
                .formatted(FAST.toMillis(), hook.url()));
    text.append(probe("front", "shop", target));
    IntStream.range(0, STEADY).forEach(i -> text.append(probe("steady-" + i, "steady", steady)));
    return text.toString();
  }

  private static String probe(String name, String service, Target target) {
    return """
    ---
    apiVersion: nines.dev/v1
    kind: Probe
    metadata: {name: %s}
    spec:
      service: %s
      target: %s
      interval: 1s
      timeout: 900ms
      incident: {failures: %d, recoveries: %d}
      prober: http
    """
        .formatted(name, service, target.url(), FAILURES, RECOVERIES);
  }

  private void restart() throws IOException {
    nines = NinesProcess.start(site);
    api = nines.api();
  }

  @Test
  void whatIsStoredIsCountedOnce_howeverOftenNinesIsKilled() throws Exception {
    awaitMoreRuns(3);
    killAtRandomAndRestart();

    awaitMoreRuns(2);
    target.answer(503);
    awaitMoreRuns(1 + random.nextInt(FAILURES - 1)); // in the opening streak
    killAtRandomAndRestart();

    await().atMost(20, SECONDS).until(() -> incidents("open").size() == 1);
    var incident = incidents("open").getFirst();
    var spooled = killDatabaseThenNinesAndRestart();
    assertThat(incidents("open")).containsExactly(incident);

    awaitMoreRuns(1);
    target.answerBetween(200, 1, 2 * (int) FAST.toMillis());
    awaitMoreRuns(1); // in the closing streak
    killAtRandomAndRestart();

    await().atMost(20, SECONDS).until(() -> incidents("resolved").size() == 1);
    assertThat(incidents("resolved")).containsExactly(incident);
    await().atMost(20, SECONDS).until(() -> owed() == 0);
    var history = History.read(site);
    runsAreStoredOnce(history);
    assertThat(history.runs()).extracting(Identity::of).containsAll(spooled);
    assertThat(history.hours()).isEqualTo(history.hoursByHand(counted()));
    var outages = history.outagesByHand("front", FAILURES, RECOVERIES);
    assertThat(history.outages()).isEqualTo(outages).hasSize(1);
    figuresFollowFrom(history, outages.getFirst());
    assertThat(hook.requests().stream().map(request -> request.getHeader("webhook-id")).distinct())
        .filteredOn(id -> id.contains("opened") || id.contains("resolved"))
        .hasSize(2);
  }

  /** Runs of {@code front} that have reached the target, stored yet or not. */
  private void awaitMoreRuns(int count) {
    var enough = target.served() + count;
    await()
        .atMost(20, SECONDS)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> target.served() >= enough);
  }

  /** Anywhere between a run and its commit, which comes half a second later. */
  private void killAtRandomAndRestart() throws Exception {
    var moment = Instant.now().plusMillis(random.nextInt(700));
    await().pollInterval(Duration.ofMillis(5)).until(() -> Instant.now().isAfter(moment));
    nines.kill();
    restart();
  }

  /** {@return the runs that lay in the spool because there was no database to take them} */
  private List<Identity> killDatabaseThenNinesAndRestart() throws Exception {
    var postmaster = site.postmaster();
    postmaster.destroyForcibly();
    postmaster.onExit().get(10, SECONDS);
    // Nines starts it again before long: then nothing waits any more, and nothing is lost either.
    await()
        .atMost(20, SECONDS)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> spooled().size() >= 2 * STEADY || site.postmasterRuns());
    nines.kill();
    var waiting = spooled();
    restart();
    await().atMost(20, SECONDS).until(() -> spoolFiles().isEmpty());
    return waiting;
  }

  private List<Path> spoolFiles() throws IOException {
    try (var files = Files.list(site.data().resolve("spool"))) {
      return files.filter(file -> file.toString().endsWith(".batch")).toList();
    }
  }

  /** A spool file is a checksum, a line feed and a JSON list. */
  private List<Identity> spooled() throws IOException {
    var runs = new ArrayList<Identity>();
    for (var file : spoolFiles()) {
      var content = Files.readString(file);
      for (var run : new ObjectMapper().readTree(content.substring(content.indexOf('\n')))) {
        runs.add(
            new Identity(
                run.path("probe").asText(),
                Instant.EPOCH.plus(run.path("scheduledAtMicros").asLong(), ChronoUnit.MICROS)));
      }
    }
    return runs;
  }

  private List<Long> incidents(String state) {
    return api.list("incidents?state=" + state).stream()
        .map(incident -> incident.path("id").asLong())
        .toList();
  }

  private long owed() throws Exception {
    return History.numbers(site, "select count(*) from notification where delivered_at is null")
        .getFirst();
  }

  private static List<History.Counted> counted() {
    var counted = new ArrayList<History.Counted>();
    counted.add(new History.Counted("front", "success", History.Run::success));
    counted.add(
        new History.Counted(
            "front",
            "success and total < %dms".formatted(FAST.toMillis()),
            run -> run.success() && run.total().compareTo(FAST) < 0));
    IntStream.range(0, STEADY)
        .forEach(
            i -> counted.add(new History.Counted("steady-" + i, "success", History.Run::success)));
    return counted;
  }

  /** There is one location only. */
  private record Identity(String probe, Instant scheduledAt) {
    static Identity of(History.Run run) {
      return new Identity(run.probe(), run.scheduledAt());
    }
  }

  /** Also across kills a probe stays on its grid. */
  private static void runsAreStoredOnce(History history) {
    assertThat(history.runs()).extracting(Identity::of).doesNotHaveDuplicates();
    for (var probe : history.runs().stream().map(History.Run::probe).distinct().toList()) {
      assertThat(history.runsOf(probe).stream().map(run -> run.scheduledAt().getNano()).distinct())
          .as("the place of %s in its second", probe)
          .hasSize(1);
    }
  }

  private void figuresFollowFrom(History history, History.Outage outage) {
    var window = api.json("services/shop").path("windows").path(0);
    var restored = outage.restoredAt().orElseThrow();
    var lasted = Duration.between(outage.impactStart(), restored);
    // While Nines was dead it was neither up nor down.
    var unknown = history.unknownByHand("front", outage.impactStart(), restored);
    var down = lasted.minus(unknown).toNanos() / 1e9;
    var known = window.path("knownSeconds").asDouble();

    assertThat(window.path("downtimeSeconds").asDouble()).isEqualTo(down);
    assertThat(window.path("uptimeRatio").asDouble()).isEqualTo(1 - down / known, offset(1e-12));
    assertThat(unknown).as("kills in the outage").isPositive();
    assertThat(window.path("unknownSeconds").asDouble())
        .isGreaterThanOrEqualTo(unknown.toNanos() / 1e9);
    assertThat(window.path("timeToRestore").path("meanSeconds").asDouble())
        .isEqualTo(lasted.toNanos() / 1e9);
    assertThat(window.path("timeToRestore").path("n").asInt()).isEqualTo(1);
  }
}
