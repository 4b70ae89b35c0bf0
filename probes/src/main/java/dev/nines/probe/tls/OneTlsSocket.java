package dev.nines.probe.tls;

import dev.nines.probe.TlsFacts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Puts TLS on the one connection of a hop under our name for the server, and keeps hold of the
 * socket: a library may show the presented certificates in a cleaned order only.
 *
 * <p>Not thread-safe.
 */
public final class OneTlsSocket extends SSLSocketFactory {
  private final TlsClient client;
  private final SSLSocketFactory defaults;
  private final String serverName;
  private @Nullable SSLSocket socket;

  OneTlsSocket(TlsClient client, SSLSocketFactory defaults, String serverName) {
    this.client = client;
    this.defaults = defaults;
    this.serverName = serverName;
  }

  /** {@return what the handshake settled, once it is over} */
  public Optional<TlsFacts> facts() {
    return socket == null ? Optional.empty() : client.facts(socket.getSession());
  }

  @Override
  public Socket createSocket(Socket raw, String host, int port, boolean autoClose)
      throws IOException {
    var layered = client.over(raw, serverName);
    socket = layered;
    return layered;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return defaults.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return defaults.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("only layers on an open connection");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("only layers on an open connection");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException("only layers on an open connection");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("only layers on an open connection");
  }
}
