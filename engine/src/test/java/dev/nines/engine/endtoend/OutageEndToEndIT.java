package dev.nines.engine.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target goes down and comes back; every figure is worked out again from the stored runs. */
@Tag("process")
class OutageEndToEndIT {
  private static final Duration HOLD = Duration.ofSeconds(3);
  private static final int FAILURES = 3;
  private static final int RECOVERIES = 2;
  private static final BigDecimal ALLOWED_BAD_RATIO = new BigDecimal("0.2");

  private static String declarations(Target target, Target hook, Target alertmanager) {
    return WatchedShop.declarations(target.url(), HOLD.toSeconds(), FAILURES, RECOVERIES)
        + """
        ---
        apiVersion: nines.dev/v1
        kind: NotificationChannel
        metadata: {name: hook}
        spec: {type: webhook, url: "%s"}
        ---
        apiVersion: nines.dev/v1
        kind: NotificationChannel
        metadata: {name: alertmanager}
        spec: {type: alertmanager, urls: ["%s"]}
        """
            .formatted(hook.url(), alertmanager.url());
  }

  @Test
  void anOutageIsToldOnceAndAllFiguresFollowFromTheStoredRuns(@TempDir Path folder)
      throws Exception {
    try (var target = Target.up();
        var hook = Target.up();
        var alertmanager = Target.up()) {
      var site = Site.of(folder, declarations(target, hook, alertmanager));
      JsonNode resolved;
      JsonNode failed;
      try (var nines = NinesInProcess.start(site)) {
        var api = nines.api();
        awaitRuns(api, 3);
        target.answer(503);
        await().atMost(20, SECONDS).until(() -> api.list("incidents?state=open").size() == 1);
        target.answer(200);
        await().atMost(20, SECONDS).until(() -> api.list("incidents?state=resolved").size() == 1);

        resolved = onlyIncident(api);
        incidentFollowsFromRuns(api, site, resolved);
        figuresFollowFromRuns(api, site);
        metricsSayWhatTheApiSays(api);
        await().atMost(10, SECONDS).until(() -> owed(site) == 0);
        notificationsTellOfIt(hook, resolved);
        hoursAreTheRuns(site);
        failed = failuresAreTheFailedRuns(api);
      }
      assertThat(site.postmasterRuns()).isFalse();
      var told = hook.served();
      var posted = alertmanager.served();
      assertThat(posted).as("at least the open and the end").isGreaterThan(1);
      var before = resolved;
      try (var nines = NinesInProcess.start(site)) {
        var api = nines.api();
        var storedBefore = api.list("probes/front/results?limit=1000").size();
        awaitRuns(api, storedBefore + 3);

        assertThat(settled(onlyIncident(api))).isEqualTo(settled(before));
        assertThat(failuresAreTheFailedRuns(api)).containsAll(failed);
        figuresFollowFromRuns(api, site);
        metricsSayWhatTheApiSays(api);
        hoursAreTheRuns(site);
        assertThat(owed(site)).isZero();
        assertThat(hook.served()).isEqualTo(told);
        await().atMost(10, SECONDS).until(() -> alertmanager.served() > posted);
        assertThat(alertmanager.requests().getLast().getBodyAsString())
            .as("what is over is told anew after a start")
            .contains("\"alertname\":\"ServiceIncident\"", "RESOLVED");
      }
    }
  }

  /** {@return the failed runs with what they saw} */
  private static JsonNode failuresAreTheFailedRuns(Api api) {
    var failures = api.list("probes/front/failures");
    assertThat(failures)
        .hasSizeGreaterThanOrEqualTo(FAILURES)
        .extracting(failure -> failure.path("scheduledAt"))
        .isEqualTo(
            api.list("probes/front/results?limit=1000").stream()
                .filter(run -> !run.path("success").asBoolean())
                .limit(20)
                .map(run -> run.path("scheduledAt"))
                .toList());
    assertThat(failures)
        .allSatisfy(failure -> assertThat(failure.at("/evidence/timeline")).isNotEmpty())
        .anySatisfy(
            failure -> assertThat(failure.at("/evidence/http/status").asInt()).isEqualTo(503));
    assertThat(api.json("probes/front").at("/lastFailure/scheduledAt"))
        .isEqualTo(failures.getFirst().path("scheduledAt"));
    assertThat(api.page("/probes/front"))
        .contains(failures.getFirst().path("detail").asText(), "Last failed runs");
    return api.json("probes/front/failures");
  }

  private static void awaitRuns(Api api, int atLeast) {
    await()
        .atMost(20, SECONDS)
        .until(() ->
            api.list("slos").stream()
                .anyMatch(slo -> slo.at("/objectives/0/totalEvents").asInt() >= atLeast));
  }

  private static JsonNode onlyIncident(Api api) {
    var all = api.list("incidents");
    assertThat(all).hasSize(1);
    return api.json("incidents/" + all.getFirst().path("id").asLong());
  }

  private static long owed(Site site) throws Exception {
    return History.numbers(site, "select count(*) from notification where delivered_at is null")
        .getFirst();
  }

  private record ApiRun(Instant due, Instant finished, boolean good) {}

  /** Oldest first. */
  private static List<ApiRun> runs(Api api) {
    return api.list("probes/front/results?limit=1000").reversed().stream()
        .map(run -> {
          var due = Instant.parse(run.path("scheduledAt").asText());
          var took =
              run.path("latenessSeconds").asDouble() + run.path("durationSeconds").asDouble();
          return new ApiRun(
              due, due.plusNanos(Math.round(took * 1e6) * 1_000), run.path("success").asBoolean());
        })
        .toList();
  }

  /** Without what goes on after an incident: the budget's window, later runs, deliveries. */
  private static JsonNode settled(JsonNode incident) {
    return ((ObjectNode) incident.deepCopy()).remove(List.of("budgets", "runs", "notifications"));
  }

  private static void incidentFollowsFromRuns(Api api, Site site, JsonNode incident)
      throws Exception {
    var runs = runs(api);
    var first = firstOf(runs, 0, FAILURES, false);
    var restored = firstOf(runs, first + FAILURES, RECOVERIES, true);
    var recovered = runs.get(restored + RECOVERIES - 1).finished();
    var times = incident.path("times");

    assertThat(instant(times, "lastGood")).isEqualTo(runs.get(first - 1).due());
    assertThat(instant(times, "impactStart")).isEqualTo(runs.get(first).due());
    assertThat(instant(times, "detected")).isEqualTo(runs.get(first + FAILURES - 1).finished());
    assertThat(instant(times, "restored")).isEqualTo(runs.get(restored).due());
    assertThat(instant(times, "opened"))
        .isBetween(instant(times, "detected"), instant(times, "detected").plusSeconds(10));
    assertThat(instant(times, "resolved"))
        .isBetween(recovered.plus(HOLD), recovered.plus(HOLD).plusSeconds(10));
    assertThat(incident.path("timeline").findValuesAsText("kind"))
        .containsSubsequence("opened", "signal_added", "signal_cleared", "restored", "resolved");
    var history = History.read(site);
    assertThat(history.outages())
        .isEqualTo(history.outagesByHand("front", FAILURES, RECOVERIES))
        .singleElement()
        .returns(Optional.of(recovered), History.Outage::recoveredAt);
  }

  /** Where the first {@code length} runs in a row of one kind begin. */
  private static int firstOf(List<ApiRun> runs, int from, int length, boolean good) {
    for (int i = from; i + length <= runs.size(); i++) {
      if (runs.subList(i, i + length).stream().allMatch(run -> run.good() == good)) {
        return i;
      }
    }
    throw new AssertionError("no such streak in " + runs);
  }

  private static void figuresFollowFromRuns(Api api, Site site) throws Exception {
    var slo = api.json("slos/shop-available");
    var service = api.json("services/shop");
    var runs = runs(api);
    var total = slo.at("/objectives/0/totalEvents").asInt();
    // The runs go on; those that were counted are the oldest.
    var bad = runs.subList(0, total).stream().filter(run -> !run.good()).count();
    var objective = slo.path("objectives").path(0);

    assertThat(total).isGreaterThan(FAILURES);
    assertThat(slo.at("/objectives/0/goodEvents").asLong()).isEqualTo(total - bad);
    assertThat(objective.path("budgetRemainingRatio").asDouble())
        .isEqualTo(
            BigDecimal.ONE
                .subtract(
                    BigDecimal.valueOf(bad)
                        .divide(
                            BigDecimal.valueOf(total).multiply(ALLOWED_BAD_RATIO),
                            MathContext.DECIMAL128))
                .doubleValue(),
            offset(1e-12));

    var history = History.read(site);
    var outage = history.outagesByHand("front", FAILURES, RECOVERIES).getFirst();
    var down = seconds(outage.impactStart(), outage.restoredAt().orElseThrow());
    var window = service.path("windows").path(0);
    assertThat(api.json("services/shop/reliability").at("/figures/timeToRestore/derivation"))
        .isEqualTo(window.at("/timeToRestore/derivation"));
    var known = window.path("knownSeconds").asDouble();
    assertThat(window.path("downtimeSeconds").asDouble()).isEqualTo(down);
    var unknown = window.path("unknownSeconds").asDouble();
    assertThat(unknown)
        .as("while Nines was stopped")
        .isEqualTo(history.unknownByHand("front", Instant.EPOCH, Instant.MAX).toNanos() / 1e9);
    assertThat(known)
        .isBetween(
            seconds(runs.getFirst().due(), runs.get(total - 1).due()) - unknown,
            seconds(runs.getFirst().due(), Instant.now()) + 60);
    assertThat(window.path("uptimeRatio").asDouble()).isEqualTo(1 - down / known, offset(1e-12));
    assertThat(window.path("timeToRestore").path("meanSeconds").asDouble()).isEqualTo(down);
    assertThat(window.path("timeToRestore").path("n").asInt()).isEqualTo(1);
    assertThat(window.path("timeToDetectAtLeast").path("meanSeconds").asDouble())
        .isEqualTo(seconds(outage.impactStart(), outage.detectedAt()), offset(1e-9));
    assertThat(window.path("timeToDetectAtMost").path("meanSeconds").asDouble())
        .isEqualTo(seconds(outage.lastGood().orElseThrow(), outage.detectedAt()), offset(1e-9));
  }

  /** A tick may come between the two, and then they are asked again. */
  private static void metricsSayWhatTheApiSays(Api api) {
    await()
        .atMost(10, SECONDS)
        .untilAsserted(() -> {
          var slo = api.json("slos/shop-available");
          var window = api.json("services/shop").path("windows").path(0);
          var metrics = api.metrics();
          assertThat(api.json("services/shop").path("windows").path(0)).isEqualTo(window);

          assertThat(Api.sample(metrics, "slo_error_budget_remaining_ratio", "objective=\"80\""))
              .isEqualTo(slo.path("objectives").path(0).path("budgetRemainingRatio").asDouble());
          assertThat(Api.sample(metrics, "slo_events_total"))
              .isEqualTo(slo.at("/objectives/0/totalEvents").asDouble());
          assertThat(Api.sample(metrics, "slo_good_events_total"))
              .isEqualTo(slo.at("/objectives/0/goodEvents").asDouble());
          assertThat(Api.sample(metrics, "service_uptime_ratio", "window=\"1d\""))
              .isEqualTo(window.path("uptimeRatio").asDouble());
          assertThat(Api.sample(metrics, "service_mean_time_to_restore_seconds", "window=\"1d\""))
              .isEqualTo(window.path("timeToRestore").path("meanSeconds").asDouble());
          assertThat(Api.sample(metrics, "service_mean_time_to_detect_seconds", "window=\"1d\""))
              .isEqualTo(window.path("timeToDetectAtLeast").path("meanSeconds").asDouble());
          assertThat(Api.sample(metrics, "incident_time_to_restore_seconds_sum"))
              .isEqualTo(window.path("timeToRestore").path("meanSeconds").asDouble());
          assertThat(Api.sample(metrics, "incident_time_to_restore_seconds_count")).isEqualTo(1);
          assertThat(Api.sample(metrics, "incident_time_to_detect_seconds_count")).isEqualTo(1);
          assertThat(Api.sample(metrics, "service_coverage_ratio", "window=\"1d\""))
              .isEqualTo(window.path("coverageRatio").asDouble());
        });
  }

  private static void notificationsTellOfIt(Target hook, JsonNode incident) throws Exception {
    var mapper = new ObjectMapper();
    var requests = hook.requests();
    var bodies = new ArrayList<JsonNode>();
    for (var request : requests) {
      bodies.add(mapper.readTree(request.getBodyAsString()));
    }
    var types = bodies.stream().map(body -> body.path("type").asText()).toList();

    assertThat(types.getFirst()).isEqualTo("incident.opened");
    assertThat(types.getLast()).isEqualTo("incident.resolved");
    assertThat(types.subList(1, types.size() - 1)).containsOnly("incident.updated");
    assertThat(requests)
        .extracting(request -> request.getHeader("webhook-id"))
        .doesNotHaveDuplicates()
        .isEqualTo(bodies.stream().map(body -> body.path("data").path("key").asText()).toList());
    assertThat(requests)
        .allSatisfy(
            request -> assertThat(request.getHeader("webhook-timestamp")).containsOnlyDigits());
    assertThat(bodies)
        .allSatisfy(body ->
            assertThat(body.path("data").path("incident").asLong())
                .isEqualTo(incident.path("id").asLong()));
    var told = bodies.getLast().path("data").path("times");
    Stream.of("lastGood", "impactStart", "detected", "opened", "restored", "resolved")
        .forEach(name ->
            assertThat(instant(told, name)).isEqualTo(instant(incident.path("times"), name)));
  }

  private static void hoursAreTheRuns(Site site) throws Exception {
    var history = History.read(site);

    assertThat(history.hours())
        .isEqualTo(
            history.hoursByHand(
                List.of(new History.Counted("front", "success", History.Run::success))));
  }

  private static Instant instant(JsonNode node, String name) {
    return Instant.parse(node.path(name).asText());
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }
}
