package dev.nines.probe.http;

import dev.nines.probe.net.Sources;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.SocketFactory;

/**
 * Makes the one connection of a hop and tells how much came in on it: whether a silent peer sent
 * anything at all, and whether a header ended because the peer hung up or because it was too long.
 *
 * <p>The run's thread opens and reads; another may {@link #cut} it.
 */
final class CountingSockets extends SocketFactory {
  private final Socket socket =
      new Socket() {
        @Override
        public InputStream getInputStream() throws IOException {
          return new Counted(super.getInputStream());
        }
      };
  private final Optional<InetAddress> source;
  private volatile long received;

  /**
   * Opens nothing yet.
   *
   * @param source the local address of the connection, where one is declared
   */
  CountingSockets(Optional<InetAddress> source) {
    this.source = source;
  }

  /** {@return bytes that came in, TLS included} */
  long received() {
    return received;
  }

  /** Closes the connection; a peer that does not read cannot hold this up. */
  void cut() {
    try {
      socket.close();
    } catch (IOException _) {
      // it is as closed as it can be
    }
  }

  @Override
  public Socket createSocket() throws IOException {
    Sources.bind(socket, source);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("OkHttp connects by itself");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("OkHttp connects by itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException("OkHttp connects by itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("OkHttp connects by itself");
  }

  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      var b = super.read();
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      var read = super.read(to, offset, length);
      count(Math.max(0, read));
      return read;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one reader at a time; others only look
    private void count(int bytes) {
      received += bytes;
    }
  }
}
