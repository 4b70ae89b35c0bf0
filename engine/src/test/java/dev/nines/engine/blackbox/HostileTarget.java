package dev.nines.engine.blackbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * One target that means no good, wholly by its seed: which kind it is, and what it says to each
 * connection.
 */
final class HostileTarget implements AutoCloseable {
  /** The kinds, by what they speak. */
  enum Kind {
    WEB,
    SECURE_WEB,
    HTTP_2,
    /** A real TLS server, with some of its bytes changed on their way. */
    MANGLED_TLS,
    /** Bytes where a handshake is expected. */
    NO_TLS,
    BANNER
  }

  private final TargetServer server;

  /**
   * Begins to accept.
   *
   * @param contexts certificates good and bad
   * @param real the port of a TLS server that is as it should be
   */
  HostileTarget(Kind kind, long seed, List<SSLContext> contexts, int real) throws IOException {
    var connections = new AtomicInteger();
    var context = contexts.get(new Random(seed).nextInt(contexts.size()));
    server =
        new TargetServer(
            listening(kind, context),
            socket -> {
              var random = new Random(seed * 31 + connections.getAndIncrement());
              switch (kind) {
                case WEB, SECURE_WEB -> HostileWeb.answer(socket, random);
                case HTTP_2 -> HostileFrames.answer(socket, random);
                case MANGLED_TLS -> mangle(socket, real, random);
                case NO_TLS, BANNER -> banner(socket, random);
              }
            });
  }

  int port() {
    return server.port();
  }

  private static ServerSocket listening(Kind kind, SSLContext context) throws IOException {
    return switch (kind) {
      case WEB, MANGLED_TLS, NO_TLS, BANNER ->
          ServerSocketFactory.getDefault()
              .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
      case SECURE_WEB -> TargetServer.listening(context.getServerSocketFactory(), "127.0.0.1");
      case HTTP_2 -> {
        var socket =
            (SSLServerSocket) TargetServer.listening(context.getServerSocketFactory(), "127.0.0.1");
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        yield socket;
      }
    };
  }

  private static void banner(Socket socket, Random random)
      throws IOException, InterruptedException {
    if (random.nextInt(4) == 0) {
      HostileWeb.endless(socket.getOutputStream(), "", random.nextBoolean() ? "x" : "x\n");
    }
    var banner = new byte[random.nextInt(4_000)];
    random.nextBytes(banner);
    for (var i = 0; i < banner.length; i += 1 + random.nextInt(60)) {
      banner[i] = (byte) "\r\n\0$2".charAt(random.nextInt(5));
    }
    if (random.nextBoolean()) {
      socket.getOutputStream().write("220 go ahead\r\n".getBytes());
    }
    socket.getOutputStream().write(banner);
    HostileWeb.hangOrReset(socket, random);
  }

  private static void mangle(Socket client, int real, Random random)
      throws IOException, InterruptedException {
    try (var server = new Socket("127.0.0.1", real)) {
      var up = Thread.ofVirtual().start(() -> copy(client, server));
      var in = server.getInputStream();
      var out = client.getOutputStream();
      var rarity = 20 + random.nextInt(2_000);
      var buffer = new byte[4_096];
      for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (var i = random.nextInt(rarity); i < count; i += 1 + random.nextInt(rarity)) {
          buffer[i] = (byte) random.nextInt(256);
        }
        out.write(buffer, 0, count);
      }
      up.join();
    }
  }

  private static void copy(Socket from, Socket to) {
    try (InputStream in = from.getInputStream()) {
      in.transferTo(to.getOutputStream());
    } catch (IOException _) {
      // either end hung up
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
