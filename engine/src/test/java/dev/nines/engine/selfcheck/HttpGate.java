package dev.nines.engine.selfcheck;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A server that says one thing to everybody, and whose network can break and heal: while it is
 * broken its port refuses.
 */
public final class HttpGate implements AutoCloseable {
  private static final int LOWEST = 20_000;

  /** Below the ports that the kernel gives out, so that nobody takes it while it is broken. */
  private static final int HIGHEST = 32_000;

  private static final int TRIES = 100;

  private final String answer;
  private final int port;
  private final AtomicInteger taken = new AtomicInteger();
  private volatile @Nullable ServerSocket server;

  private HttpGate(String answer, int port) throws IOException {
    this.answer = answer;
    this.port = port;
    listen();
  }

  /** Says an answer, which may be empty. */
  public static HttpGate onAnyPort(String answer) {
    for (var i = 0; i < TRIES; i++) {
      try {
        return new HttpGate(answer, ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST));
      } catch (IOException _) {
        // taken
      }
    }
    throw new AssertionError("no free port");
  }

  public static HttpGate good() {
    return onAnyPort("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
  }

  public int port() {
    return port;
  }

  public String url() {
    return "http://127.0.0.1:" + port + "/";
  }

  /** {@return how many connections it has taken} */
  public int taken() {
    return taken.get();
  }

  /** Refuses from now on. */
  public void breakDown() {
    close();
  }

  /** Answers again. */
  public void heal() {
    try {
      listen();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() throws IOException {
    var listening = new ServerSocket();
    listening.setReuseAddress(true);
    listening.bind(new InetSocketAddress("127.0.0.1", port), 500);
    server = listening;
    Thread.ofVirtual().name("gate").start(() -> serve(listening));
  }

  private void serve(ServerSocket listening) {
    while (!listening.isClosed()) {
      try {
        var connection = listening.accept();
        taken.incrementAndGet();
        Thread.ofVirtual().start(() -> answer(connection));
      } catch (IOException _) {
        // closed, or gone again
      }
    }
  }

  private void answer(Socket connection) {
    try (connection) {
      var in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
      for (var line = in.readLine(); line != null && !line.isEmpty(); ) {
        line = in.readLine();
      }
      connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException _) {
      // gone again
    }
  }

  @Override
  public void close() {
    var listening = server;
    if (listening != null) {
      try {
        listening.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
