package dev.nines.engine.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Which port of 127.0.0.1 is free to listen on, at this moment? */
final class LoopbackPorts {
  private LoopbackPorts() {}

  static boolean isFree(int port) {
    try (var _ = bind(port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** {@return a port the system chose} */
  static int free() {
    try (var socket = bind(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new DatabaseException("no port is free for PostgreSQL: " + e.getMessage(), e);
    }
  }

  private static ServerSocket bind(int port) throws IOException {
    var socket = new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
