package dev.nines.engine.blackbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;

/** A server on loopback that does the same thing to each connection. */
final class TargetServer implements AutoCloseable {
  /** What is done to a connection, which is closed afterwards. */
  interface Behaviour {
    void meet(Socket socket) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * Begins to accept. A socket for TLS is set up before, since it gives its settings of the moment
   * to the connection that it waits for.
   */
  TargetServer(ServerSocket server, Behaviour behaviour) {
    this.server = server;
    Thread.ofVirtual().start(() -> accept(behaviour));
  }

  static ServerSocket listening(ServerSocketFactory factory, String address) throws IOException {
    return factory.createServerSocket(0, 200, InetAddress.getByName(address));
  }

  int port() {
    return server.getLocalPort();
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Reads to a line feed, which is left out together with a carriage return before it. */
  static String readLine(Socket socket) throws IOException {
    var line = new StringBuilder();
    while (true) {
      var b = socket.getInputStream().read();
      if (b < 0) {
        throw new IOException("ended");
      }
      if (b == '\n') {
        return line.toString().stripTrailing();
      }
      line.append((char) b);
    }
  }

  static void hang(Socket socket) throws IOException {
    while (socket.getInputStream().read() >= 0) {
      // until the prober hangs up
    }
  }

  private void accept(Behaviour behaviour) {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> meet(behaviour, socket));
      } catch (IOException _) {
        // closed, or one connection that failed
      }
    }
  }

  private void meet(Behaviour behaviour, Socket socket) {
    try (socket) {
      behaviour.meet(socket);
    } catch (IOException | InterruptedException | RuntimeException _) {
      // the prober hung up, or said what this target cannot read
    } finally {
      sockets.remove(socket);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var socket : sockets) {
      socket.close();
    }
  }
}
