package dev.nines.probe.run;

import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.TcpModule;
import dev.nines.probe.TcpSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A throw-away server on loopback that a prober asks before it asks anybody else: what a first run
 * has to load is not the first target's fault.
 */
final class WarmUp {
  private static final int ROUNDS = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
          .getBytes(StandardCharsets.US_ASCII);

  private WarmUp() {}

  static void with(Consumer<ProbeSpec> probe) {
    try (var server = new ServerSocket(0, ROUNDS, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().name("warm-up").start(() -> serve(server));
      var port = server.getLocalPort();
      for (int i = 0; i < ROUNDS; i++) {
        probe.accept(http("http", port));
        probe.accept(new TcpSpec("127.0.0.1", port, TIMEOUT, TcpModule.DEFAULT));
      }
      probe.accept(http("https", port)); // fails, but only after TLS is there
    } catch (IOException _) {
      // Without loopback there is no warm-up, and the first runs are slower.
    }
  }

  private static HttpSpec http(String scheme, int port) {
    return new HttpSpec(
        URI.create(scheme + "://127.0.0.1:" + port + "/"), TIMEOUT, HttpModule.DEFAULT);
  }

  private static void serve(ServerSocket server) {
    while (true) {
      try (var connection = server.accept()) {
        answer(connection);
      } catch (IOException _) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  private static void answer(Socket connection) throws IOException {
    connection.setSoTimeout((int) TIMEOUT.toMillis());
    var in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
    if (in.read() != 'G') {
      return; // the TCP probe, or a TLS hello, which has no line to wait for
    }
    var line = in.readLine();
    while (line != null && !line.isEmpty()) {
      line = in.readLine();
    }
    connection.getOutputStream().write(ANSWER);
  }
}
