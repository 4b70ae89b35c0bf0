package dev.nines.engine.blackbox;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;

/** A web server that speaks HTTP/2 over TLS. */
final class SecureWeb implements AutoCloseable {
  private final WireMockServer server;

  SecureWeb(Certificates certificates) {
    server =
        new WireMockServer(
            options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(certificates.serverStore().toString())
                .keystorePassword(Certificates.PASSWORD)
                .keyManagerPassword(Certificates.PASSWORD)
                .containerThreads(16));
    server.start();
    server.stubFor(any(anyUrl()).willReturn(ok(WebTarget.TEXT).withHeader("Content-Length", "27")));
  }

  int port() {
    return server.httpsPort();
  }

  @Override
  public void close() {
    server.stop();
  }
}
