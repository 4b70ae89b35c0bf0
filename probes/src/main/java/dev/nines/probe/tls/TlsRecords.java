package dev.nines.probe.tls;

import dev.nines.probe.tls.RecordBuffers.Loan;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Moves records between a connection and an engine. It borrows buffers while it works, and has none
 * while it waits for its peer.
 *
 * <p>One thread may read and another write, and a third close it.
 */
final class TlsRecords {
  private static final RecordBuffers BUFFERS = new RecordBuffers();
  private static final byte[] NOTHING = {};

  /** Of a record: its type, a version, its length in two bytes. */
  private static final int RECORD_HEADER = 5;

  /** A whole answer to a greeting mostly fits. */
  private static final int FIRST_READ = 2048;

  private final Socket raw;
  private final SSLEngine engine;
  private final InputStream rawIn;
  private final OutputStream rawOut;

  /** Not that of readers, who hold theirs while they wait: a writer may come first. */
  private final ReentrantLock shaking = new ReentrantLock();

  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();

  /** Came in, and is not decrypted: part of a record, or more records than were asked for. */
  private byte[] records = NOTHING;

  /** Decrypted, and not read yet from {@link #plainAt} on. */
  private byte[] plain = NOTHING;

  private int plainAt;
  private volatile boolean shaken;
  private volatile boolean closed;

  /**
   * Sends nothing yet.
   *
   * @param raw the connection, closed together with this
   * @param engine a client's, that has not begun
   * @throws IOException when the connection is not open any more
   */
  TlsRecords(Socket raw, SSLEngine engine) throws IOException {
    this.raw = raw;
    this.engine = engine;
    rawIn = raw.getInputStream();
    rawOut = raw.getOutputStream();
  }

  /** Shakes hands where that is still to come. */
  void begin() throws IOException {
    if (shaken) {
      return;
    }
    shaking.lock();
    try {
      if (!shaken) {
        shakeHands();
        shaken = true;
      }
    } catch (IOException e) {
      giveUp();
      throw e;
    } finally {
      shaking.unlock();
    }
  }

  private void shakeHands() throws IOException {
    engine.beginHandshake();
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_WRAP -> send(NOTHING, 0, 0);
        case NEED_TASK -> runTasks();
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          checkOpen();
          switch (decrypt().getStatus()) {
            case OK -> {}
            case BUFFER_UNDERFLOW -> {
              if (!readRecord()) {
                throw endedEarly();
              }
            }
            case CLOSED, BUFFER_OVERFLOW -> throw endedEarly();
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          return;
        }
      }
    }
  }

  private static SSLException endedEarly() {
    var early = new SSLHandshakeException("the peer closed the connection");
    early.initCause(new EOFException());
    return early;
  }

  private void runTasks() {
    for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** The peer is told why, if an alert says it and the peer still listens. */
  private void giveUp() {
    try {
      if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        send(NOTHING, 0, 0);
      }
    } catch (IOException _) {
      // that it failed is told already
    }
    close();
  }

  /**
   * Decrypts one record of those that came in, when a whole one did. What it holds, if it is not a
   * matter between the two engines, is in {@link #plain} then.
   */
  private SSLEngineResult decrypt() throws SSLException {
    var loan = BUFFERS.borrow();
    try {
      var came = Math.min(records.length, loan.records().capacity());
      loan.records().put(records, 0, came).flip();
      var result = engine.unwrap(loan.records(), loan.plain());
      if (result.bytesConsumed() > 0) {
        records =
            result.bytesConsumed() == records.length
                ? NOTHING
                : Arrays.copyOfRange(records, result.bytesConsumed(), records.length);
      }
      if (result.bytesProduced() > 0) {
        loan.plain().flip();
        plain = new byte[loan.plain().remaining()];
        plainAt = 0;
        loan.plain().get(plain);
      }
      return result;
    } finally {
      BUFFERS.giveBack(loan);
    }
  }

  /** Waits for more, at most for the rest of a record that has begun. */
  private boolean readRecord() throws IOException {
    var had = records.length;
    var missing =
        had < RECORD_HEADER
            ? FIRST_READ
            : RECORD_HEADER + (((records[3] & 0xff) << 8) | (records[4] & 0xff)) - had;
    var room = Math.clamp(missing, 1, RecordBuffers.CAPACITY);
    var more = new byte[room];
    var count = rawIn.read(more);
    if (count < 0) {
      return false;
    }
    if (had == 0 && count == room) {
      records = more;
    } else {
      var joined = Arrays.copyOf(records, had + count);
      System.arraycopy(more, 0, joined, had, count);
      records = joined;
    }
    return true;
  }

  int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    begin();
    reading.lock();
    try {
      while (plainAt == plain.length) {
        checkOpen();
        var result = decrypt();
        switch (result.getStatus()) {
          case OK -> {
            runTasks();
            if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
              answerPeer();
            }
          }
          case BUFFER_UNDERFLOW -> {
            if (!readRecord()) {
              return -1; // without a farewell, which HTTP's own lengths make up for
            }
          }
          case CLOSED -> {
            return -1;
          }
          case BUFFER_OVERFLOW -> throw new SSLException("a record is longer than TLS allows");
        }
      }
      var count = Math.min(length, plain.length - plainAt);
      System.arraycopy(plain, plainAt, to, offset, count);
      plainAt += count;
      if (plainAt == plain.length) {
        plain = NOTHING;
        plainAt = 0;
      }
      return count;
    } finally {
      reading.unlock();
    }
  }

  /**
   * The engine reads no further before the peer has an answer. What else it has to say, such as to
   * new keys, goes with what is written next: whoever sends it may have to wait for the peer to
   * read, and the peer for us.
   */
  private void answerPeer() throws IOException {
    if (engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
      throw new SSLException("the TLS engine reads no further");
    }
    send(NOTHING, 0, 0);
  }

  void write(byte[] from, int offset, int length) throws IOException {
    begin();
    checkOpen();
    for (var at = 0; at < length; ) {
      at += send(from, offset + at, length - at);
    }
  }

  /** Encrypts and sends; nothing is lent while the peer may not read. */
  private int send(byte[] from, int offset, int length) throws IOException {
    writing.lock();
    try {
      var loan = BUFFERS.borrow();
      byte[] sealed;
      int taken;
      try {
        taken = seal(from, offset, Math.min(length, loan.plain().capacity()), loan);
        loan.records().flip();
        sealed = new byte[loan.records().remaining()];
        loan.records().get(sealed);
      } finally {
        BUFFERS.giveBack(loan);
      }
      rawOut.write(sealed);
      return taken;
    } finally {
      writing.unlock();
    }
  }

  private int seal(byte[] from, int offset, int length, Loan loan) throws IOException {
    loan.plain().put(from, offset, length).flip();
    var result = engine.wrap(loan.plain(), loan.records());
    return switch (result.getStatus()) {
      case OK -> result.bytesConsumed();
      case CLOSED -> {
        if (length > 0) {
          throw new SocketException("Socket closed");
        }
        yield 0;
      }
      case BUFFER_OVERFLOW, BUFFER_UNDERFLOW ->
          throw new SSLException("the TLS engine wants more room than a record takes");
    };
  }

  void checkOpen() throws SocketException {
    if (isClosed()) {
      throw new SocketException("Socket closed");
    }
  }

  /** Says farewell if that holds nobody up, and closes the connection. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    engine.closeOutbound();
    try {
      if (writing.tryLock()) { // else somebody is stuck in the middle of a record
        try {
          send(NOTHING, 0, 0);
        } finally {
          writing.unlock();
        }
      }
    } catch (IOException _) {
      // the farewell is a courtesy
    }
    try {
      engine.closeInbound(); // frees what it has outside of the heap
    } catch (IOException _) {
      // that the peer has said none is no matter
    }
    try {
      raw.close();
    } catch (IOException _) {
      // it is as closed as it can be
    }
  }

  boolean isClosed() {
    return closed || raw.isClosed();
  }
}
