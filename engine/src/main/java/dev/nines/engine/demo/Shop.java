package dev.nines.engine.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A tiny shop on this machine that can be broken and mended: a checkout page, and payments over
 * TCP. Its keeper has a webhook, and shows what came by it.
 *
 * <p>Thread-safe.
 */
public final class Shop implements AutoCloseable {
  private static final int MOST_AT_ONCE = 32;

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>Checkout</title>
      <h1>Checkout</h1>
      <p>1 teapot, 24.90</p>
      <button>Pay now</button>
      </html>
      """;

  /** What the shop's keeper keeps of what a webhook tells. */
  private static final int MOST_TOLD = 50;

  private static final int LONGEST_TOLD = 64 << 10;

  private final AtomicBoolean broken = new AtomicBoolean();
  private final Queue<String> told = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(MOST_AT_ONCE, Thread.ofVirtual().factory());
  private final Payments payments;
  private final HttpServer server;

  /**
   * Opens the shop on free ports of 127.0.0.1.
   *
   * @throws IOException if there is none
   */
  public Shop() throws IOException {
    server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), MOST_AT_ONCE);
    payments = new Payments(broken::get);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /** {@return the address of the checkout page, ending in a slash} */
  public URI page() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** {@return host and port of the payments} */
  public String payments() {
    return "127.0.0.1:" + payments.address().getPort();
  }

  void setBroken(boolean now) {
    broken.set(now);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Latency.natural();
      var answer = answer(exchange);
      var body = answer.body().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(answer.status(), -1);
      } else {
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    var method = exchange.getRequestMethod();
    var asked = (method.equals("HEAD") ? "GET" : method) + " " + exchange.getRequestURI().getPath();
    return switch (asked) {
      case "GET /" -> broken.get() ? Answer.text(503, "out of order") : Answer.page(PAGE);
      // As so often, it is well although the customers see errors.
      case "GET /healthz" -> Answer.text(200, "ok");
      case "GET /state" -> state();
      case "POST /break" -> {
        setBroken(true);
        yield state();
      }
      case "POST /mend" -> {
        setBroken(false);
        yield state();
      }
      case "GET /told" -> Answer.text(200, String.join("\n", told));
      case "POST /told" -> {
        hear(new String(exchange.getRequestBody().readNBytes(LONGEST_TOLD), UTF_8));
        yield Answer.text(200, "heard");
      }
      default -> Answer.text(404, "there is GET / /healthz /state /told, and POST /break /mend");
    };
  }

  private void hear(String message) {
    told.add(message);
    while (told.size() > MOST_TOLD) {
      told.poll();
    }
  }

  private Answer state() {
    return Answer.text(200, broken.get() ? "broken" : "working");
  }

  private record Answer(int status, String type, String body) {
    static Answer text(int status, String line) {
      return new Answer(status, "text/plain; charset=utf-8", line + "\n");
    }

    static Answer page(String html) {
      return new Answer(200, "text/html; charset=utf-8", html);
    }
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    threads.shutdownNow();
    payments.close();
  }
}
