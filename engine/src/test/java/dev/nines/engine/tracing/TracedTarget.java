package dev.nines.engine.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A target that remembers the {@code traceparent} it was told: {@code /up}, {@code /down}, {@code
 * /moved} (to {@code /up}) and {@code /slow}.
 */
final class TracedTarget implements AutoCloseable {
  /** Timeout of the probes; {@code /slow} takes more than half of it. */
  static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final Duration SLOW = Duration.ofMillis(1_100);

  private final List<Optional<String>> traceparents = new CopyOnWriteArrayList<>();
  private final List<Optional<String>> baggage = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  TracedTarget() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** One a request, in order; empty where the request had none. */
  List<Optional<String>> traceparents() {
    return List.copyOf(traceparents);
  }

  /** Likewise. */
  List<Optional<String>> baggage() {
    return List.copyOf(baggage);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      traceparents.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("traceparent")));
      baggage.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("baggage")));
      switch (exchange.getRequestURI().getPath()) {
        case "/down" -> exchange.sendResponseHeaders(503, -1);
        case "/moved" -> {
          exchange.getResponseHeaders().add("Location", "/up");
          exchange.sendResponseHeaders(302, -1);
        }
        case "/slow" -> {
          Thread.sleep(SLOW);
          exchange.sendResponseHeaders(200, -1);
        }
        default -> exchange.sendResponseHeaders(200, -1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
