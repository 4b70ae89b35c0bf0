package dev.nines.probe.net;

import dev.nines.probe.FailureReason;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/** From where does a probe connect? */
public final class Sources {
  private Sources() {}

  /**
   * Gives a socket the declared local address, where there is one.
   *
   * @param socket that is not connected yet
   * @param declared where to connect from, where declared
   * @throws ProbeFault when this host does not have the address
   * @throws IOException when the socket is closed
   */
  public static void bind(Socket socket, Optional<InetAddress> declared) throws IOException {
    if (declared.isEmpty()) {
      return;
    }
    var source = declared.get();
    try {
      socket.bind(new InetSocketAddress(source, 0));
    } catch (BindException e) {
      throw new ProbeFault(
          FailureReason.PROBER,
          "cannot connect from %s: %s".formatted(source.getHostAddress(), e.getMessage()));
    }
  }
}
