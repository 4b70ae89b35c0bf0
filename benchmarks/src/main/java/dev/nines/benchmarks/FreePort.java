package dev.nines.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port of this machine that nobody listens on, for a peer that cannot choose one by itself. */
public final class FreePort {
  private FreePort() {}

  /**
   * {@return such a port}
   *
   * @throws IOException if there is none
   */
  public static int find() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
