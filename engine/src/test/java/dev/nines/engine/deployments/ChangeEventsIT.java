package dev.nines.engine.deployments;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.ChannelSpec.Match;
import dev.nines.channel.Secret;
import dev.nines.channel.Templates;
import dev.nines.channel.receivers.Channels;
import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Scope;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.deployments.DeploymentReport.Change;
import dev.nines.engine.deployments.DeploymentReport.Course;
import dev.nines.engine.deployments.DeploymentReport.Identity;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.incidents.IncidentDesk;
import dev.nines.engine.notifications.Courier;
import dev.nines.incident.Severity;
import dev.nines.slo.reliability.Deployment.Result;
import io.opentelemetry.api.trace.TracerProvider;
import io.prometheus.metrics.core.metrics.Counter;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the delivery to the receiver. */
class ChangeEventsIT {
  private static final URI NINES = URI.create("http://nines.test/");
  private static final Actor HOOK = new Actor("hook:github", Scope.WRITE, "::1", Optional.empty());

  private final WireMockServer receiver =
      new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
  private final Counter attempts =
      Counter.builder().name("attempts").labelNames("channel", "outcome").build();
  private Database database;
  private Jdbi jdbi;
  private Instant now;
  private Catalog catalog;
  private DeploymentDesk desk;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    jdbi = database.jdbi();
    receiver.start();
    now = jdbi.withHandle(Evaluator::now);
    var url = receiver.baseUrl();
    catalog =
        new Catalog(
            List.of(
                new Service("shop", "Shop", "", Map.of("team", List.of("web")), Map.of()),
                new Service("mail", "Mail", "", Map.of(), Map.of())),
            List.of(),
            List.of(),
            Map.of(),
            List.of(
                pagerDuty("pager", Match.ALL, true),
                pagerDuty("quiet", Match.ALL, false),
                pagerDuty("by-name", Match.NONE, true),
                new ChannelSpec.Slack(
                    "chat",
                    new Match(
                        Set.of(), Set.of(Severity.CRITICAL), Map.of("team", Set.of("web", "ops"))),
                    Templates.NONE,
                    URI.create(url + "/slack"),
                    true)));
    var causes = new CauseDesk(() -> catalog, new IncidentDesk(jdbi, NINES));
    desk = new DeploymentDesk(causes, new ChangeEvents(() -> catalog, NINES));
  }

  private ChannelSpec pagerDuty(String name, Match match, boolean changeEvents) {
    return new ChannelSpec.PagerDuty(
        name,
        match,
        Templates.NONE,
        URI.create(receiver.baseUrl() + "/v2/enqueue"),
        new Secret("0123456789abcdef0123456789abcdef"),
        changeEvents);
  }

  @AfterEach
  void close() {
    receiver.stop();
    database.close();
  }

  @Test
  void deploymentIsToldOnce_howeverOftenItIsDelivered() {
    tell("shop", "production", Result.SUCCEEDED, now);
    tell("shop", "production", Result.SUCCEEDED, now);

    assertThat(owed()).containsExactly("deployment-1-chat", "deployment-1-pager");
  }

  @Test
  void onlyWhatReachedUsersIsTold_alsoWhereItFailedBefore() {
    tell("shop", "staging", Result.SUCCEEDED, now);
    tell("mail", "production", Result.FAILED, now.minusSeconds(60));
    assertThat(owed()).isEmpty();

    tell("mail", "production", Result.SUCCEEDED, now);

    assertThat(owed()).as("the chat is of team web").singleElement().asString().endsWith("-pager");
  }

  @Test
  void historyIsNotTold() {
    tell("shop", "production", Result.SUCCEEDED, now.minus(Duration.ofHours(25)));

    assertThat(owed()).isEmpty();
  }

  @Test
  void receiverThatIsDownIsTriedAgain_andOneThatRefusesIsGivenUp() throws IOException {
    receiver.stubFor(
        post("/v2/change/enqueue")
            .inScenario("once")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(503))
            .willSetStateTo("up"));
    receiver.stubFor(
        post("/v2/change/enqueue")
            .inScenario("once")
            .whenScenarioStateIs("up")
            .willReturn(aResponse().withStatus(202)));
    receiver.stubFor(
        post("/slack").willReturn(aResponse().withStatus(404).withBody("channel_not_found")));
    tell("shop", "production", Result.SUCCEEDED, now);

    try (var receivers = new Channels(ZoneOffset.UTC, InstantSource.fixed(now), _ -> {});
        var courier =
            new Courier(
                jdbi, attempts, new Random(1), System::nanoTime, TracerProvider.noop().get(""))) {
      courier.serve(
          catalog.channels().stream().collect(toMap(ChannelSpec::name, receivers::open)),
          _ -> Duration.ofHours(24));
      await().until(() -> attempts.labelValues("pager", "retry").get() == 1);
      jdbi.useHandle(
          handle -> handle.execute("update notification set next_attempt_at = clock_timestamp()"));
      await().until(() -> attempts.labelValues("pager", "delivered").get() == 1);
      await().until(() -> attempts.labelValues("chat", "dead").get() == 1);
    }

    var events = receiver.findAll(postRequestedFor(urlEqualTo("/v2/change/enqueue")));
    assertThat(events).hasSize(2);
    assertThat(events.getLast().getBodyAsString()).isEqualTo(events.getFirst().getBodyAsString());
    var event = json(events.getLast().getBodyAsString());
    assertThat(event.at("/payload/summary").asText())
        .isEqualTo("shop: 1.4.2 was deployed to production");
    assertThat(event.at("/payload/timestamp").asText()).isEqualTo(now.toString());
    assertThat(event.at("/links/0/href").asText()).isEqualTo("http://nines.test/services/shop");
    var message =
        json(receiver.findAll(postRequestedFor(urlEqualTo("/slack"))).getFirst().getBodyAsString());
    assertThat(message.at("/blocks/0/text/text").asText())
        .isEqualTo("[DEPLOYED] Shop: 1.4.2, production");
    assertThat(dead()).containsExactly("localhost answered 404: channel_not_found");
  }

  private void tell(String service, String environment, Result result, Instant finishedAt) {
    var report =
        new DeploymentReport(
            new Identity("github:acme/" + service, environment),
            service,
            environment,
            new Course(result, Optional.empty(), Optional.of(finishedAt)),
            new Change(
                List.of(),
                Optional.of("1.4.2"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false),
            Optional.empty(),
            Optional.empty());
    jdbi.useTransaction(handle -> desk.takeFirst(handle, report, HOOK));
  }

  private List<String> owed() {
    return texts("select idempotency_key from notification where pending order by channel");
  }

  private List<String> dead() {
    return texts("select last_error from notification where dead_at is not null");
  }

  private List<String> texts(String query) {
    return jdbi.withHandle(handle -> handle.createQuery(query).mapTo(String.class).list());
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}
