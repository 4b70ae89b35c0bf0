package dev.nines.channel.net;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.SocketFactory;

/**
 * Hears only so much from a server: libraries keep a line in memory however long it is, and what a
 * receiver has to say is short. For one conversation each.
 */
public class BoundedSocket extends Socket {
  private static final long MOST_BYTES = 256 * 1_024;

  /** Makes one that is not connected yet. */
  public BoundedSocket() {}

  @Override
  public InputStream getInputStream() throws IOException {
    return new Bounded(super.getInputStream());
  }

  /**
   * Makes a factory, as far as libraries need it that connect by themselves.
   *
   * @param sockets makes sockets that are not connected yet
   * @return the factory
   */
  public static SocketFactory factory(Supplier<? extends BoundedSocket> sockets) {
    return new SocketFactory() {
      @Override
      public Socket createSocket() {
        return sockets.get();
      }

      @Override
      public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("connected by the library, with its time-out");
      }

      @Override
      public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
        throw new UnsupportedOperationException("connected by the library, with its time-out");
      }

      @Override
      public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("connected by the library, with its time-out");
      }

      @Override
      public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
        throw new UnsupportedOperationException("connected by the library, with its time-out");
      }
    };
  }

  private static final class Bounded extends FilterInputStream {
    private long heard;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      var one = super.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      var read = super.read(into, from, length);
      count(Math.max(0, read));
      return read;
    }

    private void count(int bytes) throws IOException {
      heard += bytes;
      if (heard > MOST_BYTES) {
        throw new IOException("the server says more than " + MOST_BYTES + " bytes");
      }
    }
  }
}
