package dev.nines.engine.endtoend;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.Comparator;
import java.util.List;

/** A server that answers every request alike: what is probed, or what takes notifications. */
final class Target implements AutoCloseable {
  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());

  private Target() {}

  static Target up() {
    var target = new Target();
    target.server.start();
    target.answer(200);
    return target;
  }

  String url() {
    return "http://127.0.0.1:" + server.port() + "/";
  }

  void answer(int status) {
    server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));
  }

  /** Some answers are slow and some are not. */
  void answerBetween(int status, int leastMillis, int mostMillis) {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse().withStatus(status).withUniformRandomDelay(leastMillis, mostMillis)));
  }

  int served() {
    return requests().size();
  }

  /** {@return what has been asked, oldest first} */
  List<LoggedRequest> requests() {
    return server.findAll(anyRequestedFor(anyUrl())).stream()
        .sorted(Comparator.comparing(LoggedRequest::getLoggedDate))
        .toList();
  }

  @Override
  public void close() {
    server.stop();
  }
}
