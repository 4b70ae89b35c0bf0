package dev.nines.probe.http;

import dev.nines.probe.FailureReason;
import dev.nines.probe.net.ProbeFault;
import dev.nines.probe.net.Sources;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.SocketFactory;

/**
 * Makes the one connection of a hop and tells how much came in on it: whether a silent peer sent
 * anything at all, and whether a header ended because the peer hung up or because it was too long.
 *
 * <p>It also bounds what comes in without the run getting anywhere: OkHttp buffers the line before
 * a chunk and the headers of HTTP/2 without a bound of its own.
 *
 * <p>Thread-safe: the run's thread opens it, that thread or OkHttp's for HTTP/2 reads, and a third
 * may {@link #cut} it.
 */
final class CountingSockets extends SocketFactory {
  /** OkHttp's own bound on the headers of an HTTP/1 answer. */
  static final long MOST_HEADER_BYTES = 256 * 1024;

  /** Far above what stands between two pieces of a body, or a window's worth of them. */
  static final long MOST_BETWEEN = 256 * 1024;

  private final Thread run = Thread.currentThread();
  private final Socket socket =
      new Socket() {
        @Override
        public InputStream getInputStream() throws IOException {
          return new Counted(super.getInputStream());
        }

        @Override
        public void close() throws IOException {
          super.close();
          letRead();
        }
      };
  private final Optional<InetAddress> source;
  private volatile long received;

  /** Room also for the handshake, and the header of a proxy's answer. */
  private long bound = 2 * MOST_HEADER_BYTES;

  private volatile boolean full;

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

  /** Says that the run has got on: it has the answer's headers, or another piece of the body. */
  synchronized void progress() {
    bound = received + MOST_BETWEEN;
    full = false;
    notifyAll();
  }

  /** {@return whether too much came in since the last progress, and nothing more is read} */
  boolean full() {
    return full;
  }

  /** What came in belongs to nothing the run waits for. */
  static ProbeFault overflow() {
    return new ProbeFault(
        FailureReason.TOO_LARGE,
        "more than " + MOST_BETWEEN + " bytes came in that are no part of the body");
  }

  private synchronized void letRead() {
    notifyAll();
  }

  /**
   * The run itself would wait for ever, so it fails. OkHttp's thread for HTTP/2 only runs ahead of
   * it: it waits for the run to take what is there already.
   */
  private synchronized void awaitRoom() throws IOException {
    while (received > bound && !socket.isClosed()) {
      full = true;
      if (Thread.currentThread().equals(run)) {
        throw overflow();
      }
      try {
        wait();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
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
      awaitRoom();
      var b = super.read();
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      awaitRoom();
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
