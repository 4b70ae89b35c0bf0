package dev.nines.channel.receivers;

import static dev.nines.channel.Notifications.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.ChannelSpec.Match;
import dev.nines.channel.Deployed;
import dev.nines.channel.Notification;
import dev.nines.channel.Notification.Type;
import dev.nines.channel.NotificationJson;
import dev.nines.channel.Notifications;
import dev.nines.channel.Secret;
import dev.nines.channel.Templates;
import dev.nines.incident.Incident;
import dev.nines.incident.Severity;
import java.io.IOException;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sent, held against the receivers' own formats. */
class FormatsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final URI URL = URI.create("https://hooks.example.com/hidden");
  private static final PagerDutyFormat PAGER_DUTY =
      new PagerDutyFormat(
          new ChannelSpec.PagerDuty(
              "ops",
              Match.ALL,
              Templates.NONE,
              URI.create("https://events.pagerduty.com/v2/enqueue"),
              new Secret("0123456789abcdef0123456789abcdef"),
              true),
          ZoneOffset.UTC);
  private static final SlackFormat SLACK =
      new SlackFormat(new ChannelSpec.Slack("ops", Match.ALL, Templates.NONE, URL), ZoneOffset.UTC);
  private static final TeamsFormat TEAMS =
      new TeamsFormat(new ChannelSpec.Teams("ops", Match.ALL, Templates.NONE, URL), ZoneOffset.UTC);
  private static final CdEventsFormat CD_EVENTS =
      new CdEventsFormat(
          new ChannelSpec.CdEvents(
              "ops", Match.ALL, Templates.NONE, URL, Optional.of(new Secret("token")), "prod"),
          ZoneOffset.UTC);
  private static final ChannelSpec.Alertmanager ALERTMANAGER =
      new ChannelSpec.Alertmanager(
          "ops", Match.ALL, Templates.NONE, List.of(URL), Optional.empty(), Map.of("site", "eu"));

  @Test
  void pagerDutyIsTriggeredWithAllThatItRequires() throws IOException {
    var event = body(PAGER_DUTY, Notifications.of(Type.OPENED));

    assertThat(fields(event))
        .containsExactlyInAnyOrder(
            "routing_key", "event_action", "dedup_key", "payload", "links", "client", "client_url");
    assertThat(event.at("/event_action").asText()).isEqualTo("trigger");
    assertThat(event.at("/dedup_key").asText()).isEqualTo("nines/shop/incident-42");
    var payload = event.at("/payload");
    assertThat(payload.at("/summary").asText())
        .isEqualTo(
            "[CRITICAL] Shop: incident #42 opened: probe web is down at local: <b>timeout</b> &"
                + " more");
    assertThat(payload.at("/source").asText()).isEqualTo("shop");
    assertThat(payload.at("/severity").asText()).isEqualTo("critical");
    assertThat(payload.at("/timestamp").asText()).isEqualTo("2026-11-24T11:59:00Z");
    assertThat(payload.at("/custom_details/labels/team").asText()).isEqualTo("payments");
    assertThat(event.at("/links/1/href").asText()).isEqualTo("https://wiki.example.com/shop");
  }

  @ParameterizedTest
  @CsvSource({
    "ACKNOWLEDGED, CRITICAL, , acknowledge",
    "ACKNOWLEDGED, CRITICAL, WARNING, trigger",
    "OPEN, CRITICAL, , trigger",
  })
  void pagerDutyLearnsOfAcknowledgementsAndOfSeverities(
      Incident.State state, Severity severity, Severity former, String action) throws IOException {
    var event =
        body(PAGER_DUTY, Notifications.updated(state, severity, Optional.ofNullable(former)));

    assertThat(event.at("/event_action").asText()).isEqualTo(action);
    assertThat(event.at("/dedup_key").asText()).isEqualTo("nines/shop/incident-42");
  }

  @ParameterizedTest
  @CsvSource({"RESOLVED, nines/shop/incident-42", "ALERT_CLEARED, nines/shop/alert-7"})
  void pagerDutyResolvesByTheKeyOfTheTrigger(Type type, String key) throws IOException {
    var event = body(PAGER_DUTY, Notifications.of(type));

    assertThat(fields(event)).containsExactlyInAnyOrder("routing_key", "event_action", "dedup_key");
    assertThat(event.at("/event_action").asText()).isEqualTo("resolve");
    assertThat(event.at("/dedup_key").asText()).isEqualTo(key);
  }

  @Test
  void pagerDutyIsToldOfADeploymentAsOfAChange_whichPagesNobody() throws IOException {
    var told = Notifications.of(Type.DEPLOYED);
    var kept = NotificationJson.read(NotificationJson.write(told));
    var request = PAGER_DUTY.request(kept).orElseThrow();
    var event = MAPPER.readTree(request.body());

    assertThat(request.url()).hasToString("https://events.pagerduty.com/v2/change/enqueue");
    // What shared/reference/wire-formats.md has of /v2/change/enqueue, and nothing else.
    assertThat(fields(event)).containsExactlyInAnyOrder("routing_key", "payload", "links");
    assertThat(fields(event.at("/payload")))
        .containsExactlyInAnyOrder("summary", "source", "timestamp", "custom_details");
    assertThat(event.at("/routing_key").asText()).hasSize(32);
    assertThat(event.at("/payload/summary").asText())
        .isEqualTo("shop: 1.4.2 <b>timeout</b> & more was deployed to production");
    assertThat(event.at("/payload/source").asText()).isEqualTo("shop");
    assertThat(event.at("/payload/timestamp").asText()).isEqualTo("2026-11-24T12:00:00Z");
    assertThat(event.at("/payload/custom_details/Took").asText()).isEqualTo("3 min 0 s");
    assertThat(event.at("/payload/custom_details/Artifact").asText())
        .isEqualTo("pkg:oci/shop@sha256%3A1f");
    assertThat(event.at("/links/0/href").asText()).isEqualTo("http://localhost:8080/services/shop");
    assertThat(event.at("/links/1/href").asText()).isEqualTo("https://ci.example.com/shop/1042");
  }

  @Test
  void longestDeploymentStaysWithinWhatPagerDutyTakes() throws IOException {
    var long3000 = Optional.of("v".repeat(3_000));
    var longest =
        new Deployed(
            7,
            "e".repeat(3_000),
            long3000,
            true,
            Optional.empty(),
            NOON,
            long3000,
            long3000,
            long3000,
            Optional.of("https://ci.example.com/" + "x".repeat(3_000)));
    var told = Notification.ofDeployment("shop", longest, "ops", Notifications.PAGE);

    var event = body(PAGER_DUTY, told);

    assertThat(event.at("/payload/summary").asText()).hasSizeLessThanOrEqualTo(1_024);
    assertThat(event.toString()).hasSizeLessThan(512_000);
    assertThat(event.at("/links")).as("half a link leads nowhere").hasSize(1);
  }

  @Test
  void whoWantsNoChangeEventsGetsNone_evenWhereOneIsOwedFromBefore() {
    var without =
        new PagerDutyFormat(
            new ChannelSpec.PagerDuty(
                "ops", Match.ALL, Templates.NONE, URL, new Secret("0123456789abcdef")),
            ZoneOffset.UTC);

    assertThat(without.request(Notifications.of(Type.DEPLOYED))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void slackGetsBlocksWithinItsLimits(Type type) throws IOException {
    var message = body(SLACK, Notifications.of(type));

    assertThat(fields(message)).containsExactlyInAnyOrder("text", "blocks");
    assertThat(message.at("/text").asText()).isNotBlank();
    assertThat(message.at("/blocks/0/type").asText()).isEqualTo("header");
    assertThat(message.at("/blocks/0/text/type").asText()).isEqualTo("plain_text");
    assertThat(message.at("/blocks/0/text/text").asText()).hasSizeLessThanOrEqualTo(150);
    assertThat(message.at("/blocks/2/fields")).hasSizeLessThanOrEqualTo(10);
    assertThat(message.toString()).doesNotContain("<b>", "& more");
    assertThat(message.at("/blocks/3/elements/0/text").asText())
        .isEqualTo(
            type == Type.DEPLOYED
                ? "<http://localhost:8080/services/shop|Open in Nines>"
                : "<http://localhost:8080/incidents/42|Open in Nines>");
  }

  @Test
  void slackEscapesThreeCharactersAndCutsNone() {
    assertThat(SlackFormat.escaped("<!channel> & \"x\" 'y'", 100))
        .isEqualTo("&lt;!channel&gt; &amp; \"x\" 'y'");
    assertThat(SlackFormat.escaped("&".repeat(100), 20)).isEqualTo("&amp;&amp;&amp;…");
    assertThat(SlackFormat.escaped("\uD83D\uDE00".repeat(10), 6))
        .isEqualTo("\uD83D\uDE00\uD83D\uDE00…");
  }

  @ParameterizedTest
  @EnumSource
  void teamsGetsACardInItsEnvelope(Type type) throws IOException {
    var message = body(TEAMS, Notifications.of(type));

    assertThat(message.at("/type").asText()).isEqualTo("message");
    assertThat(message.at("/attachments/0/contentType").asText())
        .isEqualTo("application/vnd.microsoft.card.adaptive");
    var card = message.at("/attachments/0/content");
    assertThat(card.at("/type").asText()).isEqualTo("AdaptiveCard");
    assertThat(card.at("/version").asText()).isEqualTo("1.4");
    assertThat(card.at("/body/1/inlines/0/text").asText()).contains("<b>timeout</b>");
    assertThat(card.at("/actions/0/type").asText()).isEqualTo("Action.OpenUrl");
    assertThat(message.toString()).hasSizeLessThan(28_000);
  }

  @ParameterizedTest
  @CsvSource({
    "OPENED, dev.cdevents.incident.detected.0.3.0, 2026-11-24T12:00:00Z",
    "RESOLVED, dev.cdevents.incident.resolved.0.3.0, 2026-11-24T12:07:00Z"
  })
  void cdEventIsWhole_andItsHeadersSayTheSame(Type type, String name, String time)
      throws IOException {
    var request = CD_EVENTS.request(Notifications.of(type)).orElseThrow();
    var event = MAPPER.readTree(request.body());

    // The schemas of 0.5.1 allow nothing else.
    assertThat(fields(event))
        .containsExactlyInAnyOrder("context", "subject", "customData", "customDataContentType");
    assertThat(fields(event.at("/context")))
        .containsExactlyInAnyOrder("specversion", "id", "source", "type", "timestamp");
    assertThat(fields(event.at("/subject"))).containsExactlyInAnyOrder("id", "source", "content");
    assertThat(fields(event.at("/subject/content")))
        .containsExactlyInAnyOrder("description", "environment", "service");
    assertThat(event.at("/context/specversion").asText()).isEqualTo("0.5.1");
    assertThat(event.at("/context/type").asText()).isEqualTo(name);
    assertThat(event.at("/subject/content/environment/id").asText()).isEqualTo("prod");
    assertThat(event.at("/subject/content/service/id").asText()).isEqualTo("shop");
    assertThat(request.headers())
        .containsEntry("ce-specversion", "1.0")
        .containsEntry("ce-id", event.at("/context/id").asText())
        .containsEntry("ce-source", event.at("/context/source").asText())
        .containsEntry("ce-type", name)
        .containsEntry("ce-subject", "incident-42")
        .containsEntry("ce-time", time)
        .containsEntry("Authorization", "Bearer token");
    assertThat(event.at("/context/timestamp").asText()).isEqualTo(time);
  }

  @Test
  void cdEventNamesTheArtifactThatCausedTheIncident_whichSurvivesTheOutbox() throws IOException {
    var artifact = "pkg:oci/shop@sha256%3A1f";
    var told = Notifications.of(Type.RESOLVED).causedBy(Optional.of(artifact));
    var kept = NotificationJson.read(NotificationJson.write(told));

    var event = MAPPER.readTree(CD_EVENTS.request(kept).orElseThrow().body());

    assertThat(event.at("/subject/content/artifactId").asText()).isEqualTo(artifact);
  }

  @Test
  void cdEventsHaveNoWordForTheRest() {
    assertThat(
            Stream.of(Type.UPDATED, Type.ALERT_FIRED, Type.ALERT_CLEARED, Type.DEPLOYED)
                .map(Notifications::of))
        .allSatisfy(told -> assertThat(CD_EVENTS.request(told)).isEmpty());
  }

  @Test
  void idOfACdEventIsTheSameOverRetries() throws IOException {
    var told = Notifications.of(Type.OPENED);

    assertThat(body(CD_EVENTS, told)).isEqualTo(body(CD_EVENTS, told));
    assertThat(body(CD_EVENTS, told).at("/context/id"))
        .isNotEqualTo(body(CD_EVENTS, Notifications.OPENED).at("/context/id"));
  }

  @Test
  void alertmanagersLabelsAreTheSameFromFireToResolve() {
    var fired = alerts(Notifications.of(Type.OPENED)).getFirst();
    var resolved = alerts(Notifications.of(Type.RESOLVED)).getFirst();

    assertThat(fired.labels())
        .isEqualTo(resolved.labels())
        .isEqualTo(
            Map.of(
                "alertname", "ServiceIncident",
                "service", "shop",
                "severity", "critical",
                "team", "payments",
                "site", "eu"));
    assertThat(fired.startsAt()).isEqualTo(NOON.minusSeconds(60));
    assertThat(fired.endsAt()).isEqualTo(NOON.plusSeconds(240));
    assertThat(resolved.endsAt()).isEqualTo(NOON.plusSeconds(420));
    assertThat(fired.annotations())
        .containsEntry("incident", "42")
        .containsEntry("runbook_url", "https://wiki.example.com/shop");
  }

  @Test
  void changedSeverityEndsTheAlertOfTheFormerOne() {
    var alerts =
        alerts(
            Notifications.updated(
                Incident.State.OPEN, Severity.WARNING, Optional.of(Severity.CRITICAL)));

    assertThat(alerts).hasSize(2);
    assertThat(alerts.getFirst().labels()).containsEntry("severity", "warning");
    assertThat(alerts.getFirst().firingAt(NOON)).isTrue();
    assertThat(alerts.getLast().labels()).containsEntry("severity", "critical");
    assertThat(alerts.getLast().firingAt(NOON)).isFalse();
  }

  @Test
  void alertWithoutIncidentIsKnownByItsObjective() {
    assertThat(alerts(Notifications.of(Type.ALERT_FIRED)).getFirst().labels())
        .containsEntry("alertname", "ErrorBudgetBurn")
        .containsEntry("slo", "shop-available")
        .containsEntry("objective", "available")
        .isEqualTo(alerts(Notifications.of(Type.ALERT_CLEARED)).getFirst().labels());
  }

  @Test
  void firingGoesBeforeTheEndOfTheOneBefore() {
    var old = alerts(Notifications.of(Type.RESOLVED)).getFirst();
    var firing = alerts(Notifications.of(Type.OPENED)).getFirst();
    var later = NOON.plusSeconds(3);

    var ended =
        new AlertmanagerAlert(
            old.labels(), old.annotations(), old.startsAt(), NOON, old.generatorUrl());
    assertThat(AlertmanagerAlert.distinct(List.of(ended, firing), later)).containsExactly(firing);
    assertThat(AlertmanagerAlert.distinct(List.of(firing, ended), later)).containsExactly(firing);
  }

  private static List<AlertmanagerAlert> alerts(Notification told) {
    return AlertmanagerAlert.of(told, ALERTMANAGER, ZoneOffset.UTC, NOON);
  }

  private static JsonNode body(HttpFormat format, Notification told) throws IOException {
    return MAPPER.readTree(format.request(told).orElseThrow().body());
  }

  private static List<String> fields(JsonNode node) {
    return StreamSupport.stream(((Iterable<String>) node::fieldNames).spliterator(), false)
        .toList();
  }
}
