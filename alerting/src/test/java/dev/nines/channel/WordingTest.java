package dev.nines.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.channel.Wording.Fact;
import dev.nines.incident.Incident;
import dev.nines.incident.Severity;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
  @Test
  void openingSaysWhatSinceWhenHowBadAndWhereToLook() {
    var words = Wording.of(Notifications.of(Notification.Type.OPENED), ZoneId.of("Europe/Berlin"));

    assertThat(words.title()).isEqualTo("[CRITICAL] Shop: incident #42 opened");
    assertThat(words.text()).isEqualTo("probe web is down at local: <b>timeout</b> & more");
    assertThat(words.facts())
        .containsExactly(
            new Fact("Service", "Shop (shop)"),
            new Fact("Severity", "critical"),
            new Fact("Since", "2026-11-24 12:59:00 CET"),
            new Fact("State", "open"),
            new Fact("Seen from", "local"),
            new Fact("Owner", "the shop team"),
            new Fact("Runbook", "https://wiki.example.com/shop"),
            new Fact("Look at", "http://localhost:8080/incidents/42"));
  }

  @Test
  void endSaysHowLongTheHarmLasted_whichWasOverBeforeTheIncident() {
    var words = Wording.of(Notifications.of(Notification.Type.RESOLVED), ZoneOffset.UTC);

    assertThat(words.title()).isEqualTo("[RESOLVED] Shop: incident #42 is over");
    assertThat(words.facts()).contains(new Fact("Lasted", "6 min 0 s"));
  }

  @Test
  void newSeverityIsToldBesideTheOld() {
    var words =
        Wording.of(
            Notifications.updated(
                Incident.State.OPEN, Severity.WARNING, Optional.of(Severity.CRITICAL)),
            ZoneOffset.UTC);

    assertThat(words.facts()).contains(new Fact("Severity", "warning, was critical"));
  }

  @Test
  void alertNamesItsObjective() {
    assertThat(Wording.of(Notifications.of(Notification.Type.ALERT_FIRED), ZoneOffset.UTC).title())
        .isEqualTo("[WARNING] Shop: error budget of shop-available (available)");
  }

  @Test
  void deploymentSaysWhatWentWhere_andNothingOfHarm() {
    var words =
        Wording.of(Notifications.of(Notification.Type.DEPLOYED), ZoneId.of("Europe/Berlin"));

    assertThat(words.title()).isEqualTo("[DEPLOYED] Shop: 1.4.2 <b>timeout</b> & more, production");
    assertThat(words.facts())
        .containsExactly(
            new Fact("Service", "Shop (shop)"),
            new Fact("Environment", "production"),
            new Fact("Version", "1.4.2 <b>timeout</b> & more"),
            new Fact("Finished", "2026-11-24 13:00:00 CET"),
            new Fact("Took", "3 min 0 s"),
            new Fact("By", "pipeline"),
            new Fact("Commit", "a10867b14bb761a232cd80139fbd4c0d33264240"),
            new Fact("Artifact", "pkg:oci/shop@sha256%3A1f"),
            new Fact("Pipeline", "https://ci.example.com/shop/1042"),
            new Fact("Look at", "http://localhost:8080/services/shop"));
  }

  @Test
  void rollbackIsCalledSo_andTemplatesOfHarmAreNotAsked() throws TextTemplate.Unusable {
    var none = Optional.<String>empty();
    var back =
        new Deployed(
            8,
            "production",
            none,
            true,
            Optional.empty(),
            Notifications.NOON,
            none,
            none,
            none,
            none);
    var told = Notification.ofDeployment("shop", back, "ops", Notifications.PAGE);
    var templates =
        new Templates(
            Optional.of(TextTemplate.of("${service} is down")),
            Optional.of(TextTemplate.of("${severity}")));

    var words = templates.wording(told, ZoneOffset.UTC);

    assertThat(words.title()).isEqualTo("[ROLLED BACK] shop: deployment 8, production");
    assertThat(words.text()).isEqualTo("shop: deployment 8 was rolled back to in production");
  }

  @Test
  void titleIsOneLine_becauseItBecomesAHeader() {
    var words = new Wording("a\r\nBcc: b\u2028c" + "x".repeat(200), "", List.of());

    assertThat(words.title()).startsWith("a Bcc: b cx").hasSize(150).endsWith("…");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT59S, 59 s",
    "PT60S, 1 min 0 s",
    "PT1H, 1 h 0 min",
    "PT26H3M, 1 d 2 h"
  })
  void durationsHaveTheirTwoLargestUnits(Duration duration, String expected) {
    assertThat(Wording.words(duration)).isEqualTo(expected);
  }
}
