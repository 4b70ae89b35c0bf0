package dev.nines.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * What the probes ask: an HTTP server that says 200 to everything, to spans too, in a process of
 * its own so that its cost is not counted as Nines'. Prints its port and runs until its input ends.
 */
final class Target {
  private static final int BACKLOG = 1024;
  private static final byte[] BODY = "up\n".getBytes(StandardCharsets.US_ASCII);

  private Target() {}

  /**
   * Serves until standard input ends, so that it never outlives who started it.
   *
   * @param args none
   * @throws IOException if there is no free port
   */
  public static void main(String[] args) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var server = HttpServer.create(address, BACKLOG);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.setExecutor(threads);
      server.createContext(
          "/v1/traces", // as a collector
          exchange -> {
            try (exchange) {
              exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
              exchange.sendResponseHeaders(200, -1);
            }
          });
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              exchange.sendResponseHeaders(200, BODY.length);
              exchange.getResponseBody().write(BODY);
            }
          });
      server.start();
      System.out.println(server.getAddress().getPort());
      while (System.in.read() >= 0) {
        // nothing is expected but the end
      }
      server.stop(0);
    }
  }
}
