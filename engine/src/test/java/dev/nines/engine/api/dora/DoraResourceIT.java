package dev.nines.engine.api.dora;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.nines.engine.api.ProblemMapper;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.dora.Delivered;
import dev.nines.engine.dora.DeliveryReader;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.testing.junit5.DropwizardExtensionsSupport;
import io.dropwizard.testing.junit5.ResourceExtension;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DropwizardExtensionsSupport.class)
class DoraResourceIT {
  private static final Database DATABASE = TestDatabase.fresh();
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant TENTH = Instant.parse("2026-11-10T10:00:00Z");
  private static final Catalog CATALOG =
      new Catalog(
          List.of(service("shop", "payments"), service("mail", "web"), service("cart", "payments")),
          List.of(),
          List.of(),
          Map.of(),
          List.of());
  private static final ResourceExtension API =
      ResourceExtension.builder()
          .setMapper(
              Jackson.newObjectMapper().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS))
          .setRegisterDefaultExceptionMappers(false)
          .addProvider(new ProblemMapper())
          .addResource(
              new DoraResource(
                  () -> CATALOG,
                  new DeliveryReader(DATABASE.jdbi(), Duration.ofHours(1)),
                  () -> NOON,
                  ZoneOffset.UTC))
          .build();

  private final Delivered delivered = new Delivered(DATABASE.jdbi());

  private static Service service(String name, String team) {
    return new Service(name, name, "", Map.of("team", List.of(team)), Map.of());
  }

  @BeforeEach
  void forget() {
    DATABASE
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "truncate deployment, incident, incident_cause restart identity cascade"));
  }

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @Test
  void figuresAreThoseOfTheServicesProduction_declaredAndInferredApart() throws IOException {
    var declared = delivered.deployment("shop", TENTH);
    var inferred = delivered.deployment("shop", TENTH.plus(Duration.ofDays(1)));
    delivered.deployment("shop", "prod", "succeeded", TENTH.plus(Duration.ofDays(2)), false);
    delivered.deployment("shop", "staging", "succeeded", TENTH.plusSeconds(1), false);
    delivered.deployment("shop", "production", "failed", TENTH.plusSeconds(1), false);
    delivered.deployment("mail", TENTH.plusSeconds(1));
    var late =
        delivered.incident(
            "shop", TENTH.plus(Duration.ofHours(9)), Optional.of(TENTH.plus(Duration.ofHours(10))));
    delivered.cause(late, Optional.empty(), "person");
    delivered.cause(late, Optional.of(declared), "api");
    var soon = delivered.incident("shop", TENTH.plusSeconds(86_400 + 600), Optional.empty());

    var dora = get("?service=shop&month=2026-11");

    assertThat(dora.at("/window/name").asText()).isEqualTo("2026-11");
    assertThat(dora.at("/causeWindowSeconds").asDouble()).isEqualTo(3_600);
    assertThat(dora.at("/together").isNull()).isTrue();
    assertThat(dora.at("/services").findValuesAsText("service")).first().isEqualTo("shop");
    var shop = dora.at("/services/0/figures");
    assertThat(shop.at("/deploymentFrequency/n").asInt()).isEqualTo(3);
    assertThat(shop.at("/deploymentFrequency/derivation/workings").asText())
        .startsWith("3 / (2030400 s / 604800 s) ≈ 0.893617021");
    assertThat(shop.at("/deploymentFrequency/level").isNull()).isTrue(); // 23 days are too few
    assertThat(shop.at("/changeLeadTime/n").asInt()).isEqualTo(6);
    assertThat(shop.at("/changeLeadTime/medianSeconds").asDouble()).isEqualTo(4_500);
    assertThat(shop.at("/changeLeadTime/level").asText()).isEqualTo("2023: Elite");
    assertThat(shop.at("/declared/changeFailRate/ratio").asDouble()).isEqualTo(1 / 3.0);
    assertThat(shop.at("/declared/failedDeploymentRecoveryTime/valuesSeconds"))
        .extracting(JsonNode::asDouble)
        .containsExactly(36_000.0);
    assertThat(shop.at("/all/changeFailRate/count").asInt()).isEqualTo(2);
    assertThat(shop.at("/all/failedDeploymentRecoveryTime/pending").asInt()).isEqualTo(1);
    assertThat(shop.at("/runsThatFailed").asInt()).isEqualTo(1);
    assertThat(shop.at("/failedDeployments/0/deployment").asLong()).isEqualTo(declared);
    assertThat(shop.at("/failedDeployments/0/reasons").toString())
        .isEqualTo(
            "[{\"kind\":\"declared\",\"incident\":%d,\"evidence\":\"api\",\"afterSeconds\":null,"
                    .formatted(late)
                + "\"rollback\":null}]");
    assertThat(shop.at("/failedDeployments/1/deployment").asLong()).isEqualTo(inferred);
    assertThat(shop.at("/failedDeployments/1/recoverySeconds").isNull()).isTrue();
    assertThat(shop.at("/failedDeployments/1/reasons").toString())
        .isEqualTo(
            "[{\"kind\":\"inferred\",\"incident\":%d,\"evidence\":null,\"afterSeconds\":600.0,"
                    .formatted(soon)
                + "\"rollback\":null}]");
  }

  @Test
  void latestWordOnACauseCounts_alsoThatNoneCausedIt() throws IOException {
    var deployment = delivered.deployment("shop", TENTH);
    var incident = delivered.incident("shop", TENTH.plusSeconds(60), Optional.empty());
    delivered.cause(incident, Optional.of(deployment), "artifact");
    delivered.cause(incident, Optional.empty(), "person");

    assertThat(get("?service=shop").at("/services/0/figures/all/changeFailRate/count").asInt())
        .isZero();
  }

  @Test
  void incidentOfAnotherServiceIsFoundByItsDeclaredCause() throws IOException {
    var deployment = delivered.deployment("shop", TENTH);
    var incident = delivered.incident("mail", TENTH.plusSeconds(60), Optional.empty());
    delivered.cause(incident, Optional.of(deployment), "person");

    assertThat(get("?service=shop").at("/services/0/figures/declared/changeFailRate/count").asInt())
        .isEqualTo(1);
  }

  @Test
  void labelPutsDeploymentsTogether_besideEachServiceByName() throws IOException {
    delivered.deployment("shop", TENTH);
    delivered.deployment("cart", TENTH);
    delivered.rollback("cart", TENTH.plusSeconds(60));
    delivered.deployment("mail", TENTH);

    var dora = get("?label=team=payments");

    assertThat(dora.at("/together/deploymentFrequency/n").asInt()).isEqualTo(3);
    assertThat(dora.at("/together/declared/changeFailRate/ratio").asDouble()).isEqualTo(1 / 3.0);
    assertThat(dora.at("/together/reworkRate/ratio").asDouble()).isEqualTo(1 / 3.0);
    assertThat(List.of(dora.at("/services/0/service"), dora.at("/services/1/service")))
        .extracting(JsonNode::asText)
        .containsExactly("cart", "shop");
  }

  @Test
  void nothingDeployedIsNoNumber() throws IOException {
    var shop = get("?service=shop").at("/services/0/figures");

    for (var figure :
        List.of(
            "deploymentFrequency",
            "changeLeadTime",
            "all/changeFailRate",
            "declared/failedDeploymentRecoveryTime",
            "reworkRate")) {
      assertThat(shop.at("/" + figure + "/status").asText()).as(figure).isEqualTo("not_applicable");
      assertThat(shop.at("/" + figure + "/n").asInt()).isZero();
    }
    assertThat(shop.at("/deploymentFrequency/perDay").isNull()).isTrue();
    assertThat(shop.at("/all/changeFailRate/ratio").isNull()).isTrue();
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    try (var refused = ask("?service=shp&label=payments&month=13&zone=Berlin")) {
      assertThat(refused.getStatus()).isEqualTo(400);
      assertThat(refused.readEntity(String.class))
          .contains("service: not declared: shp (did you mean shop?)")
          .contains("label: not key=value")
          .contains("month: not a month", "zone: not a time zone");
    }
  }

  @Test
  void oneQueryATable_howeverManyServices() throws IOException {
    var queries = new ArrayList<String>();
    DATABASE
        .jdbi()
        .setSqlLogger(
            new SqlLogger() {
              @Override
              public void logBeforeExecution(StatementContext context) {
                queries.add(context.getRawSql());
              }
            });
    try {
      get("");
    } finally {
      DATABASE.jdbi().setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
    }

    assertThat(queries).hasSize(2);
  }

  private static JsonNode get(String query) throws IOException {
    try (var answer = ask(query)) {
      assertThat(answer.getStatus()).isEqualTo(200);
      return new ObjectMapper().readTree(answer.readEntity(String.class));
    }
  }

  private static Response ask(String query) {
    return API.client().target(API.target("/api/v1/dora").getUri() + query).request().get();
  }
}
