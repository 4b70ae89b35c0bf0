package dev.nines.engine.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** The shop's payments: greets whoever connects, and hangs up without a word while broken. */
final class Payments implements AutoCloseable {
  static final String GREETING = "READY shop";

  private static final int MOST_AT_ONCE = 64;

  private final BooleanSupplier broken;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Payments(BooleanSupplier broken) throws IOException {
    this.broken = broken;
    listener = new ServerSocket(0, MOST_AT_ONCE, InetAddress.getLoopbackAddress());
    threads.execute(this::listen);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        places.acquire();
        try {
          var customer = listener.accept();
          threads.execute(() -> serve(customer));
        } catch (IOException e) {
          places.release(); // closed, or the customer has gone already
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void serve(Socket customer) {
    try (customer) {
      if (!broken.getAsBoolean()) {
        Latency.natural();
        customer.getOutputStream().write((GREETING + "\n").getBytes(UTF_8));
      }
    } catch (IOException _) {
      // the customer has gone
    } finally {
      places.release();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
