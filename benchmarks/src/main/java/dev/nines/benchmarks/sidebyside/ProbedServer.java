package dev.nines.benchmarks.sidebyside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What both exporters probe, in a process of its own: as little of a server as will do. Two of its
 * four ports read the request and then say nothing for ever.
 *
 * <p>Prints its ports (HTTP, HTTPS, HTTP that hangs, HTTPS that hangs); each line of input is
 * answered with the number of requests that hang.
 */
final class ProbedServer {
  static final String PASSWORD = "changeit";
  private static final int BACKLOG = 4096;
  private static final byte[] ANSWER =
      """
      HTTP/1.1 200 OK\r
      Content-Type: text/plain\r
      Content-Length: 3\r
      Connection: close\r
      \r
      up
      """
          .getBytes(StandardCharsets.US_ASCII);

  private final AtomicInteger hanging = new AtomicInteger();
  private final CountDownLatch never = new CountDownLatch(1);

  private ProbedServer() {}

  /**
   * Serves until its input ends.
   *
   * @param args the PKCS #12 file with the server's key and certificates
   * @throws Exception if it cannot serve
   */
  public static void main(String[] args) throws Exception {
    var server = new ProbedServer();
    var plain = ServerSocketFactory.getDefault();
    var tls = tls(Path.of(args[0])).getServerSocketFactory();
    System.out.printf(
        "%d %d %d %d%n",
        server.open(plain, false),
        server.open(tls, false),
        server.open(plain, true),
        server.open(tls, true));
    var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    while (questions.readLine() != null) {
      System.out.println(server.hanging.get());
    }
    System.exit(0);
  }

  private static SSLContext tls(Path file) throws GeneralSecurityException, IOException {
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private int open(ServerSocketFactory factory, boolean hangs) throws IOException {
    var server = factory.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(() -> accept(server, hangs));
    return server.getLocalPort();
  }

  private void accept(ServerSocket server, boolean hangs) {
    while (true) {
      try {
        var connection = server.accept();
        Thread.ofVirtual().start(() -> serve(connection, hangs));
      } catch (IOException e) {
        System.err.println("the probed server: " + e);
      }
    }
  }

  private void serve(Socket connection, boolean hangs) {
    try (connection) {
      connection.setTcpNoDelay(true);
      var in = connection.getInputStream();
      var request = new byte[4096];
      var length = 0;
      while (!complete(request, length)) {
        var read = in.read(request, length, request.length - length);
        if (read <= 0) {
          return; // a TCP probe
        }
        length += read;
      }
      if (hangs) {
        hanging.incrementAndGet();
        never.await();
      }
      connection.getOutputStream().write(ANSWER);
    } catch (IOException _) {
      // the prober has hung up, which is its right
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean complete(byte[] request, int length) {
    return length >= 4
        && request[length - 1] == '\n'
        && request[length - 2] == '\r'
        && request[length - 3] == '\n';
  }
}
