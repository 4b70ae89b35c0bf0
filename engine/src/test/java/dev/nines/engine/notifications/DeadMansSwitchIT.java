package dev.nines.engine.notifications;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.nines.engine.notifications.DeadMansSwitch.Outcome;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadMansSwitchIT {
  private final WireMockServer outside =
      new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
  private final List<Outcome> outcomes = new ArrayList<>();
  private boolean alive = true;
  private DeadMansSwitch beats;

  @BeforeEach
  void open() {
    outside.start();
    beats =
        new DeadMansSwitch(
            URI.create("http://127.0.0.1:" + outside.port() + "/secret"),
            () -> alive,
            outcomes::add);
  }

  @AfterEach
  void close() {
    beats.close();
    outside.stop();
  }

  @Test
  void isHeardWhileNinesIsWell_andStopsWhenItIsNot() {
    outside.stubFor(get("/secret").willReturn(aResponse()));

    beats.beat();
    alive = false;
    beats.beat();
    alive = true;
    beats.beat();

    assertThat(outcomes).containsExactly(Outcome.SENT, Outcome.WITHHELD, Outcome.SENT);
    outside.verify(2, getRequestedFor(urlPathEqualTo("/secret")));
  }

  @Test
  void whateverElseIsAnsweredIsAFailure() {
    outside.stubFor(
        get("/secret").willReturn(aResponse().withStatus(302).withHeader("Location", "/other")));
    beats.beat();
    outside.stop();
    beats.beat();

    assertThat(outcomes).containsExactly(Outcome.FAILED, Outcome.FAILED);
  }
}
