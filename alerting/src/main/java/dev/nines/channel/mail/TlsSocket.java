package dev.nines.channel.mail;

import dev.nines.channel.net.BoundedSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Speaks TLS from the first byte on, with a server that the certificate must name. The library
 * would do so itself, but on a socket of its own that hears without bound.
 */
final class TlsSocket extends BoundedSocket {
  private final SSLSocketFactory tls;
  private final String host;
  private @Nullable SSLSocket inside;

  TlsSocket(SSLSocketFactory tls, String host) {
    this.tls = tls;
    this.host = host;
  }

  @Override
  public void connect(SocketAddress server, int timeoutMillis) throws IOException {
    super.connect(server, timeoutMillis);
    var socket = (SSLSocket) tls.createSocket(this, host, getPort(), true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 2818's rules are RFC 6125's here
    parameters.setProtocols(SmtpServer.PROTOCOLS.toArray(String[]::new));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    inside = socket;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    var socket = inside;
    return socket == null ? super.getInputStream() : socket.getInputStream();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    var socket = inside;
    return socket == null ? super.getOutputStream() : socket.getOutputStream();
  }

  @Override
  public void close() throws IOException {
    var socket = inside;
    inside = null; // which closes this one in its turn
    if (socket != null) {
      socket.close();
    }
    super.close();
  }
}
