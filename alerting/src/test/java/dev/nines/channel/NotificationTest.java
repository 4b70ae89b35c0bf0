package dev.nines.channel;

import static dev.nines.channel.Notifications.NOON;
import static dev.nines.channel.Notifications.OPENED;
import static dev.nines.channel.Notifications.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nines.incident.ByHand;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.Run;
import dev.nines.incident.ServicePolicy;
import dev.nines.incident.Severity;
import dev.nines.incident.Signal;
import dev.nines.incident.Transition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NotificationTest {
  private static final IncidentLifecycle LIFECYCLE = new IncidentLifecycle(ServicePolicy.DEFAULT);

  @Test
  void openedIncidentIsTold() {
    var told = Notification.of(saved(evaluate(Optional.empty(), down(), NOON)), "ops", PAGE);

    assertThat(told).singleElement().isEqualTo(OPENED);
  }

  @Test
  void incidentOverBeforeAnybodyLookedIsToldAsOpenedThenResolved() {
    var over = saved(evaluate(Optional.empty(), cleared(), NOON.plusSeconds(900)));

    assertThat(Notification.of(over, "ops", PAGE))
        .extracting(Notification::type)
        .containsExactly(Notification.Type.OPENED, Notification.Type.RESOLVED);
  }

  @Test
  void incidentThatWasOverWhenItWasHeardOfWakesNobody_andItsRelapseDoes() {
    var over = external("f1", NOON, NOON.plusSeconds(60), NOON.plusSeconds(65));
    var whole = saved(evaluate(Optional.empty(), over, NOON.plusSeconds(70)));
    var relapse = evaluate(Optional.of(whole.after()), down(), NOON.plusSeconds(100));

    assertThat(whole.after().open()).isFalse();
    assertThat(Notification.of(whole, "ops", PAGE)).isEmpty();
    assertThat(Notification.of(relapse, "ops", PAGE))
        .extracting(Notification::type)
        .containsExactly(Notification.Type.OPENED);
  }

  private static Signal external(String fingerprint, Instant from, Instant to, Instant heard) {
    return new Signal.External(
        "alertmanager",
        fingerprint,
        "DiskFull",
        "",
        Optional.empty(),
        Severity.CRITICAL,
        true,
        from,
        from,
        heard,
        Optional.of(new Signal.Cleared(to, to, "resolved")));
  }

  @Test
  void joiningSignalIsNotTold_whileTheAlarmIsSoundingAnyhow() {
    var first = saved(evaluate(Optional.empty(), down(), NOON)).after();
    var joined = evaluate(Optional.of(first), down("tcp", Optional.empty()), NOON.plusSeconds(9));

    assertThat(Notification.of(joined, "ops", PAGE)).isEmpty();
  }

  @Test
  void signalThatJoinsAnAcknowledgedIncidentIsTold_sinceWhoTookItOnKnowsOnlyOfTheFirst() {
    var first = saved(evaluate(Optional.empty(), down(), NOON)).after();
    var taken =
        IncidentLifecycle.byHand(first, "ada", new ByHand.Acknowledge("on it"), NOON.plusSeconds(5))
            .orElseThrow()
            .after();
    var joined = evaluate(Optional.of(taken), down("tcp", Optional.empty()), NOON.plusSeconds(9));

    assertThat(Notification.of(joined, "ops", PAGE))
        .singleElement()
        .satisfies(note -> {
          assertThat(note.type()).isEqualTo(Notification.Type.UPDATED);
          assertThat(note.summary()).contains("signal added", "tcp");
        });
  }

  @Test
  void keysDifferByTypeVersionAndChannel() {
    var keys = new ArrayList<String>();
    for (var channel : List.of("ops", "log")) {
      var opened = saved(evaluate(Optional.empty(), down(), NOON));
      var restored = evaluate(Optional.of(opened.after()), cleared(), NOON.plusSeconds(70));
      var resolved = evaluate(Optional.of(restored.after()), cleared(), NOON.plusSeconds(700));
      for (var transition : List.of(opened, restored, resolved)) {
        Notification.of(transition, channel, PAGE).forEach(n -> keys.add(n.key()));
      }
    }

    assertThat(keys)
        .containsExactly(
            "incident-42-1-opened-ops",
            "incident-42-2-updated-ops",
            "incident-42-3-resolved-ops",
            "incident-42-1-opened-log",
            "incident-42-2-updated-log",
            "incident-42-3-resolved-log");
  }

  @Test
  void unsavedIncidentIsRejected_becauseItsKeyWouldNotBeUnique() {
    var unsaved = evaluate(Optional.empty(), down(), NOON);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Notification.of(unsaved, "ops", PAGE))
        .withMessage("incident not saved: shop");
  }

  @Test
  void bodyIsThatOfStandardWebhooks() {
    assertThat(NotificationJson.write(OPENED))
        .isEqualTo(
            """
            {"type":"incident.opened","timestamp":"2026-11-24T12:00:00Z","data":{\
            "key":"incident-42-1-opened-ops","service":"shop",\
            "severity":"critical",\
            "summary":"shop: opened: probe web is down at local: timeout in connect",\
            "url":"http://localhost:8080/incidents/42","incident":42,"state":"open","times":{\
            "lastGood":"2026-11-24T11:58:30Z","impactStart":"2026-11-24T11:59:00Z",\
            "detected":"2026-11-24T11:59:59Z","opened":"2026-11-24T12:00:00Z"},\
            "causes":["probe web is down at local: timeout in connect"],"locations":["local"]}}\
            """);
  }

  @Test
  void bodyIsReadBackAsItWas() {
    var over = saved(evaluate(Optional.empty(), cleared(), NOON.plusSeconds(900)));
    for (var notification : Notification.of(over, "ops", PAGE)) {
      assertThat(NotificationJson.read(NotificationJson.write(notification)))
          .isEqualTo(notification);
    }
  }

  @Test
  void alertThatOpensNoIncidentIsReadAsItWasWritten() {
    var fired =
        Notification.ofAlert(
            "7",
            Notification.Type.ALERT_FIRED,
            Notifications.NOON,
            "shop",
            Severity.WARNING,
            "shop: budget burns",
            "ops",
            PAGE);

    var json = NotificationJson.write(fired);

    assertThat(json).contains("\"type\":\"alert.fired\"").doesNotContain("incident\":");
    assertThat(NotificationJson.read(json)).isEqualTo(fired);
    assertThat(fired.key()).isEqualTo("alert-7-alert_fired-ops");
  }

  @ParameterizedTest
  @EnumSource
  void everythingIsReadAsItWasWritten(Notification.Type type) {
    var told = Notifications.of(type);

    assertThat(NotificationJson.read(NotificationJson.write(told))).isEqualTo(told);
  }

  @Test
  void rowOfAnOlderVersionIsRead() {
    var row =
        """
        {"type":"incident.opened","timestamp":"2026-11-24T12:00:00Z","data":{"key":"incident-42-1-opened-ops",
        "service":"shop","severity":"critical","summary":"shop: opened: probe web is down at local: timeout in connect",
        "url":"http://localhost:8080/incidents/42","incident":42,"state":"open","times":{
        "lastGood":"2026-11-24T11:58:30Z","impactStart":"2026-11-24T11:59:00Z",
        "detected":"2026-11-24T11:59:59Z","opened":"2026-11-24T12:00:00Z"}}}
        """;

    var read = NotificationJson.read(row);

    var about = OPENED.incident().orElseThrow();
    assertThat(read)
        .isEqualTo(
            new Notification(
                OPENED.key(),
                OPENED.type(),
                OPENED.at(),
                OPENED.service(),
                OPENED.severity(),
                OPENED.summary(),
                OPENED.url(),
                Optional.of(new Notification.About(about.id(), about.state(), about.times()))));
  }

  @Test
  void subjectIsTheSameFromFireToEnd() {
    assertThat(
            Stream.of(Notification.Type.values()).map(Notifications::of).map(Notification::subject))
        .containsExactly(
            "incident-42", "incident-42", "incident-42", "alert-7", "alert-7", "deployment-7");
  }

  @Test
  void changeOfSeverityTellsTheFormerOne() {
    var opened = saved(evaluate(Optional.empty(), down(), NOON));
    var mild =
        new Signal.ProbeDown(
            "web",
            "local",
            Optional.of(NOON.minusSeconds(90)),
            NOON.minusSeconds(60),
            NOON.minusSeconds(1),
            Severity.WARNING,
            new Run.Failure("connect", "timeout", "timeout in connect", Optional.empty()),
            Optional.empty());

    var changed = evaluate(Optional.of(opened.after()), mild, NOON.plusSeconds(10));

    var told = Notification.of(changed, "ops", PAGE).getFirst().incident().orElseThrow();
    assertThat(told.formerSeverity()).contains(Severity.CRITICAL);
    assertThat(told.causes()).containsExactly("probe web is down at local: timeout in connect");
    assertThat(told.locations()).containsExactly("local");
  }

  @Test
  void otherJsonIsNotRead() {
    for (var json : List.of("", "[]", "{}", "{\"data\":{}}", "{")) {
      assertThatIllegalArgumentException().isThrownBy(() -> NotificationJson.read(json));
    }
  }

  @Test
  void bodyStaysBelowTwentyKilobytes_becauseStandardWebhooksSaysSo() {
    var endless = "\u0001".repeat(100_000);
    var notification =
        new Notification(
            OPENED.key(),
            OPENED.type(),
            OPENED.at(),
            OPENED.service(),
            OPENED.severity(),
            endless,
            OPENED.url(),
            OPENED.incident());

    assertThat(NotificationJson.write(notification).getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThan(20_000);
  }

  private static Transition evaluate(Optional<Incident> latest, Signal signal, Instant now) {
    return LIFECYCLE.evaluate("shop", latest, List.of(signal), now).getFirst();
  }

  private static Transition saved(Transition transition) {
    return new Transition(transition.before(), transition.after().withId(42), transition.steps());
  }

  private static Signal down() {
    return down("web", Optional.empty());
  }

  private static Signal cleared() {
    var restored = NOON.plusSeconds(30);
    return down(
        "web", Optional.of(new Signal.Cleared(restored, restored.plusSeconds(30), "recovered")));
  }

  private static Signal down(String probe, Optional<Signal.Cleared> cleared) {
    return new Signal.ProbeDown(
        probe,
        "local",
        Optional.of(NOON.minusSeconds(90)),
        NOON.minusSeconds(60),
        NOON.minusSeconds(1),
        Severity.CRITICAL,
        new Run.Failure("connect", "timeout", "timeout in connect", Optional.empty()),
        cleared);
  }
}
