package dev.nines.engine.pages.notifications;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.nines.channel.Channel;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Notification;
import dev.nines.channel.receivers.Channels;
import dev.nines.engine.access.Audit;
import dev.nines.engine.access.AuditQueries;
import dev.nines.engine.access.Doorkeeper;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.access.Tokens;
import dev.nines.engine.api.ProblemMapper;
import dev.nines.engine.api.access.AccessFeature;
import dev.nines.engine.configuration.Settings.Access.Readers;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.notifications.Courier;
import dev.nines.engine.notifications.NotificationTable;
import dev.nines.engine.notifications.Outbox;
import dev.nines.engine.notifications.StoredNotification.State;
import dev.nines.engine.pages.Chromium;
import dev.nines.engine.pages.EngineTrouble;
import dev.nines.engine.pages.PagesServer;
import dev.nines.engine.pages.login.LoginResource;
import dev.nines.incident.Severity;
import io.opentelemetry.api.trace.TracerProvider;
import io.prometheus.metrics.core.metrics.Counter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as it is served, with a courier and a receiver behind it. */
class NotificationsPageIT {
  /** For a person to look at. */
  private static final Path PICTURES = Path.of("target", "pictures");

  private static final URI OWN = URI.create("http://127.0.0.1:8080/");

  @Test
  void deadLetterIsSentAgainByAClick_andDelivered(@TempDir Path folder, @TempDir Path profile)
      throws Exception {
    var hook = new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
    hook.start();
    hook.stubFor(post("/hook").willReturn(aResponse().withStatus(410)));
    Database database = TestDatabase.fresh();
    var jdbi = database.jdbi();
    var token = Tokens.create(jdbi, "kim");
    var server = server(folder, jdbi);
    try (var receivers = new Channels(ZoneOffset.UTC, InstantSource.system(), _ -> {});
        var courier = courier(jdbi);
        var browser = Chromium.start(profile)) {
      jdbi.useHandle(handle -> Outbox.putAlert(handle, 1, "hook", note()));
      courier.serve(Map.of("hook", webhook(receivers, hook)), _ -> Duration.ofDays(1));
      await().until(() -> has(jdbi, State.DEAD));
      hook.stubFor(post("/hook").willReturn(aResponse()));
      browser.logIn(server.address("/login"), token);
      for (var width : List.of(1_280, 360)) {
        browser.open(server.address("/notifications"), width, 900, "light");
        browser.picture(PICTURES.resolve("notifications-" + width + ".png"));
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
            .isLessThanOrEqualTo(width);
      }

      browser.open(server.address("/"), 360, 900, "light");
      browser.picture(PICTURES.resolve("overview-given-up-360.png"));
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(360);
      browser.open(server.address("/"), 1_280, 900, "dark");
      browser.picture(PICTURES.resolve("overview-given-up-1280.png"));
      assertThat(
              browser
                  .evaluate("document.querySelector('main .banner a').parentElement.innerText")
                  .asText())
          .isEqualTo("1 notification was given up (hook): see the notifications.");
      browser.click("main .banner a");
      await()
          .ignoreExceptions()
          .until(() ->
              browser
                  .evaluate("document.querySelector('form[action$=resend] button') != null")
                  .asBoolean());
      browser.click("form[action$=resend] button");

      await().until(() -> has(jdbi, State.DELIVERED));
      hook.verify(
          exactly(2),
          postRequestedFor(urlPathEqualTo("/hook"))
              .withRequestBody(containing("checkout: slow"))
              .withHeader("webhook-id", containing("alert-1-alert_fired-hook")));
      await()
          .ignoreExceptions()
          .until(() ->
              browser
                  .evaluate("document.body.innerText.includes('None: every notification')")
                  .asBoolean());
      assertThat(server.get("/").body()).doesNotContain("given up");
      assertThat(browser.evaluate("location.pathname").asText()).isEqualTo("/notifications");
      assertThat(browser.complaints()).isEmpty();
      assertThat(jdbi.withHandle(handle -> Audit.list(handle, AuditQueries.latest(1))).getFirst())
          .satisfies(entry -> {
            assertThat(entry.actor()).isEqualTo("kim");
            assertThat(entry.action()).isEqualTo("notification.resend");
          });
    } finally {
      server.stop();
      hook.stop();
      database.close();
    }
  }

  private static PagesServer server(Path folder, Jdbi jdbi) throws Exception {
    var doorkeeper = new Doorkeeper(jdbi);
    var own = new OwnMachine(OWN);
    return PagesServer.start(
        () ->
            new EngineTrouble(
                Optional.empty(),
                List.of(),
                jdbi.withHandle(NotificationTable::owed),
                _ -> Optional.empty()),
        folder,
        Instant.EPOCH,
        new ProblemMapper(),
        new AccessFeature(doorkeeper, own, Readers.LOOPBACK),
        new LoginResource(doorkeeper, own),
        new NotificationsPageResource(jdbi, InstantSource.system(), ZoneOffset.UTC));
  }

  private static Courier courier(Jdbi jdbi) {
    return new Courier(
        jdbi,
        Counter.builder().name("attempts").labelNames("channel", "outcome").build(),
        new Random(1),
        System::nanoTime,
        TracerProvider.noop().get(""));
  }

  private static Channel webhook(Channels receivers, WireMockServer hook) {
    return receivers.open(
        new ChannelSpec.Webhook(
            "hook",
            ChannelSpec.Match.ALL,
            URI.create("http://127.0.0.1:" + hook.port() + "/hook"),
            Optional.empty()));
  }

  private static Notification note() {
    return new Notification(
        "alert-1-alert_fired-hook",
        Notification.Type.ALERT_FIRED,
        Instant.EPOCH,
        "checkout",
        Severity.WARNING,
        "checkout: slow",
        OWN,
        Optional.empty());
  }

  private static boolean has(Jdbi jdbi, State state) {
    return jdbi.withHandle(handle ->
            NotificationTable.list(
                handle, Optional.of(state), Optional.empty(), Optional.empty(), 1))
            .size()
        == 1;
  }
}
