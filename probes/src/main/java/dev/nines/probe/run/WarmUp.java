package dev.nines.probe.run;

import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.ProbeRun;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A throw-away server on loopback that a prober asks before it asks anybody else: what a first run
 * has to load is not the first target's fault.
 */
final class WarmUp {
  private static final int ROUNDS = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final String DOWN = "down";

  private WarmUp() {}

  /**
   * Makes the runs, the last two of which fail.
   *
   * @return what they saw; nothing where there is no loopback
   */
  static List<ProbeRun> with(Function<ProbeSpec, ProbeRun> probe) {
    var runs = new ArrayList<ProbeRun>();
    try (var server = new ServerSocket(0, ROUNDS, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().name("warm-up").start(() -> serve(server));
      var port = server.getLocalPort();
      for (int i = 0; i < ROUNDS; i++) {
        runs.add(probe.apply(http("http", port, "")));
        runs.add(probe.apply(new TcpSpec("127.0.0.1", port, TIMEOUT, TcpModule.DEFAULT)));
      }
      runs.add(probe.apply(http("http", port, DOWN)));
      runs.add(probe.apply(http("https", port, ""))); // fails, but only after TLS is there
    } catch (IOException _) {
      // Without loopback there is no warm-up, and the first runs are slower.
    }
    return runs;
  }

  private static HttpSpec http(String scheme, int port, String path) {
    return new HttpSpec(
        URI.create(scheme + "://127.0.0.1:" + port + "/" + path), TIMEOUT, HttpModule.DEFAULT);
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
    var request = in.readLine();
    var line = request;
    while (line != null && !line.isEmpty()) {
      line = in.readLine();
    }
    var status =
        request != null && request.contains("/" + DOWN) ? "503 Service Unavailable" : "200 OK";
    connection
        .getOutputStream()
        .write(
            "HTTP/1.1 %s\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
                .formatted(status)
                .getBytes(StandardCharsets.US_ASCII));
  }
}
