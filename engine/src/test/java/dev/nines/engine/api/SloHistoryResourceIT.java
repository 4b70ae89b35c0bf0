package dev.nines.engine.api;

import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.dora.Delivered;
import dev.nines.engine.dora.DeliveryReader;
import dev.nines.engine.evaluation.SloStatus;
import dev.nines.engine.pages.Snapshots;
import dev.nines.engine.replay.SloHistory;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.Runs;
import dev.nines.engine.sli.SliBook;
import dev.nines.engine.sli.SliHours;
import dev.nines.slo.Adjustments;
import dev.nines.slo.Criterion;
import dev.nines.slo.Sli;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.testing.junit5.DropwizardExtensionsSupport;
import io.dropwizard.testing.junit5.ResourceExtension;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DropwizardExtensionsSupport.class)
class SloHistoryResourceIT {
  private static final Database DATABASE = TestDatabase.fresh();
  private static final Catalog CATALOG =
      new Catalog(
          List.of(),
          List.of(),
          Snapshots.everything().slos().stream().map(SloStatus::slo).toList(),
          Map.of(),
          List.of());

  private static final ResourceExtension API =
      ResourceExtension.builder()
          .setMapper(
              Jackson.newObjectMapper().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS))
          .setRegisterDefaultExceptionMappers(false)
          .addProvider(new ProblemMapper())
          .addResource(new StatusResource(Snapshots::everything, _ -> Optional.empty()))
          .addResource(
              new SloHistoryResource(
                  () -> CATALOG,
                  Snapshots::everything,
                  new SloHistory(
                      DATABASE.jdbi(),
                      (_, _) -> NOON.minus(Duration.ofHours(10)),
                      (_, _) -> Adjustments.NONE,
                      () -> Instant.EPOCH),
                  (service, span) ->
                      new DeliveryReader(DATABASE.jdbi(), Duration.ofHours(1))
                          .shipped(CATALOG, service, span),
                  _ -> Optional.empty(),
                  () -> NOON))
          .build();

  /** Ten hours of a run a minute, and a total outage in the last twenty minutes but ten. */
  @BeforeAll
  static void plant() {
    var jdbi = DATABASE.jdbi();
    var ids = new NameIds(jdbi);
    var probe =
        switch (CATALOG.slo("checkout-available").orElseThrow().terms().getFirst().sli()) {
          case Sli.Runs runs -> runs.probes().getFirst();
          case Sli.Metric _ -> throw new AssertionError();
        };
    var runs = new ArrayList<ProbeResult>();
    for (var minute = 600; minute >= 0; minute--) {
      var good = minute >= 30 || minute < 10;
      runs.add(
          Runs.run(
              probe, "local", NOON.minus(Duration.ofMinutes(minute)), good, Duration.ofMillis(9)));
    }
    new ResultStore(
            jdbi,
            ids,
            new ResultPartitions(jdbi),
            List.of(new SliHours(ids, new SliBook(), _ -> Set.of(Criterion.SUCCESS))),
            () -> {})
        .append(runs);
  }

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @Test
  void historyHasEvenlySpacedPoints_eachJudged() {
    var history =
        get("slos/checkout-available/history?window=1h&from=2026-11-24T10:00:00Z&points=3");

    assertThat(history.at("/window").asText()).isEqualTo("1h");
    var points = history.at("/objectives/0/points");
    assertThat(points.findValuesAsText("at"))
        .containsExactly("2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z", "2026-11-24T12:00:00Z");
    assertThat(points.get(0).at("/budgetRemainingRatio").asDouble()).isEqualTo(1);
    assertThat(points.get(2).at("/bad").asLong()).isEqualTo(20);
    assertThat(points.get(2).at("/total").asLong()).isEqualTo(60);
    assertThat(points.get(2).at("/state").asText()).isEqualTo("overspent");
  }

  @Test
  void historyHasTheDeploymentsThatReachedUsersMeanwhile() {
    var delivered = new Delivered(DATABASE.jdbi());
    var service = CATALOG.slo("checkout-available").orElseThrow().service();
    delivered.deployment(service, NOON.minus(Duration.ofHours(3)));
    delivered.deployment(service, NOON.minus(Duration.ofHours(1)));
    delivered.deployment(service, "staging", "succeeded", NOON.minusSeconds(60), false);
    delivered.rollback(service, NOON.minusSeconds(60));
    delivered.deployment("other", NOON.minusSeconds(60));

    var marks =
        get("slos/checkout-available/history?from=2026-11-24T10:00:00Z&points=3")
            .at("/deployments");

    assertThat(marks.findValuesAsText("finishedAt"))
        .containsExactly("2026-11-24T11:59:00Z", "2026-11-24T11:00:00Z");
    assertThat(marks.findValuesAsText("rollback")).containsExactly("true", "false");
    assertThat(marks.at("/1/url").asText()).isEqualTo("https://ci.test/2");
  }

  @Test
  void historyIsOfThirtyDaysAndThreeHundredPointsByDefault_andNullWhereNothingIsKnown() {
    var history = get("slos/checkout-available/history");

    assertThat(history.at("/window").asText()).isEqualTo("30d");
    var points = history.at("/objectives/0/points");
    assertThat(points).hasSize(300);
    assertThat(points.get(0).at("/at").asText()).isEqualTo("2026-10-25T12:00:00Z");
    assertThat(points.get(0).at("/state").asText()).isEqualTo("no-data");
    assertThat(points.get(0).at("/sliRatio").isNull()).isTrue();
    assertThat(points.get(299).at("/total").asLong()).isEqualTo(601);
  }

  @Test
  void pointsAreAtMostOneAMinute() {
    var history = get("slos/checkout-available/history?from=2026-11-24T11:58:00Z&points=1000");

    assertThat(history.at("/objectives/0/points")).hasSize(3);
  }

  @Test
  void whatIfJudgesTheSameReadingsByAnotherTarget() {
    var declared = get("slos/checkout-available").at("/objectives/0");
    var tried = get("slos/checkout-available/what-if?target=0.99").at("/objectives/0");

    assertThat(declared.at("/budgetRemainingRatio").asDouble()).isEqualTo(-0.875);
    assertThat(tried.at("/budgetRemainingRatio").asDouble()).isEqualTo(0.8125);
    assertThat(tried.at("/target").asDouble()).isEqualTo(0.99);
    assertThat(tried.at("/state").asText()).isEqualTo("good");
    assertThat(tried.at("/derivation/workings").asText())
        .isEqualTo("1 - (162 / 86400) / (1 - 0.99) = 0.8125");
    assertThat(tried.at("/burnRates/0/burnRate").asDouble())
        .isCloseTo(declared.at("/burnRates/0/burnRate").asDouble() / 10, offset(1e-9));
  }

  @Test
  void whatIfOverAnotherWindowReadsTheRecordedMinutes() {
    var slo = get("slos/checkout-available/what-if?target=0.5&window=1h");

    assertThat(slo.at("/window").asText()).isEqualTo("1h");
    assertThat(slo.at("/objectives/0/derivation/workings").asText())
        .isEqualTo("1 - (20 / 60) / (1 - 0.5) ≈ 0.333333333");
  }

  @Test
  void backtestTellsWhenAlertsWouldHaveFiredAndCleared() {
    var backtest = get("slos/checkout-available/backtest?from=2026-11-24T10:00:00Z");

    var objective = backtest.at("/objectives/0");
    assertThat(objective.at("/pages").asInt()).isEqualTo(1);
    var page =
        objective
            .at("/alerts")
            .valueStream()
            .filter(alert -> alert.at("/urgency").asText().equals("page"))
            .findFirst()
            .orElseThrow();
    // 14.4 x 0.1 % of 60 runs are 0.9 bad ones: the guard asks for 3 in 2 minutes, from 11:31 on
    assertThat(page.at("/firedAt").asText()).isEqualTo("2026-11-24T11:33:00Z");
    assertThat(page.at("/text").asText()).isEqualTo("14.4x over 1h and 5m");
    assertThat(page.at("/policy").isNull()).isTrue();
  }

  @Test
  void backtestOfATargetThatAnOutageCannotBreachHasNoPage() {
    var backtest = get("slos/checkout-available/backtest?target=0.5&from=2026-11-24T10:00:00Z");

    assertThat(backtest.at("/objectives/0/pages").asInt()).isZero();
    assertThat(backtest.at("/objectives/0/target").asDouble()).isEqualTo(0.5);
  }

  @Test
  void everyFaultOfTheParametersIsToldAtOnce() {
    assertThat(
            problem(
                "slos/checkout-available/history?window=7x&from=x&to=1969-01-01T00:00:00Z&points=1001"))
        .isEqualTo(
            "window: not a duration such as 7d, of at most 400d: 7x; to: not from 1970 on:"
                + " 1969-01-01T00:00:00Z; from: not an instant such as 2026-11-24T12:00:00Z: x;"
                + " points: not a whole number in [1, 1000]: 1001");
    assertThat(problem("slos/checkout-available/what-if?window=9Y"))
        .isEqualTo("window: not a duration such as 7d, of at most 400d: 9Y; target: missing");
    assertThat(problem("slos/checkout-available/backtest?target=1&from=2026-01-01T00:00:00Z"))
        .isEqualTo(
            "target: not a ratio in (0, 1) such as 0.9995: 1; from: more than 100 days before to:"
                + " 2026-01-01T00:00:00Z");
  }

  @Test
  void parametersThatMeanNothing_orStandThereTwice_areFaults() {
    assertThat(problem("slos/checkout-available/what-if?targt=0.9&target=0.9&target=0.99"))
        .contains("targt: unknown (did you mean target?)", "target: given 2 times");
    assertThat(problem("slos/checkout-available/history?from=x&target=0.9"))
        .contains("target: unknown", "from: not an instant");
    assertThat(problem("slos/checkout-available/backtest?points=3")).isEqualTo("points: unknown");
  }

  @Test
  void examplesOfTheReferenceAreAnswered() throws IOException {
    var page = Files.readString(Path.of("../docs/reference/slo.md"));
    var examples =
        Pattern.compile("(?m)^GET /api/v1/(\\S+)$")
            .matcher(page)
            .results()
            .map(example -> example.group(1))
            .toList();

    assertThat(examples).hasSize(3);
    for (var example : examples) {
      assertThat(get(example.replace("shop-page-fast", "checkout-available")).at("/objectives"))
          .as(example)
          .isNotEmpty();
    }
  }

  @Test
  void unknownSloIsNotFound() {
    assertThat(answer("slos/nothing/history").getStatus()).isEqualTo(404);
    assertThat(answer("slos/nothing/what-if?target=0.9").getStatus()).isEqualTo(404);
    assertThat(answer("slos/nothing/backtest").getStatus()).isEqualTo(404);
  }

  private static String problem(String path) {
    var answer = answer(path);
    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(answer.getMediaType()).hasToString(Problem.JSON);
    return answer.readEntity(JsonNode.class).at("/detail").asText();
  }

  private static JsonNode get(String path) {
    var answer = answer(path);
    assertThat(answer.getStatus()).as(path).isEqualTo(200);
    return answer.readEntity(JsonNode.class);
  }

  private static Response answer(String path) {
    var parts = path.split("\\?", 2);
    var target = API.target("/api/v1/" + parts[0]);
    if (parts.length > 1) {
      for (var pair : parts[1].split("&")) {
        var equals = pair.indexOf('=');
        target = target.queryParam(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return target.request().get();
  }
}
