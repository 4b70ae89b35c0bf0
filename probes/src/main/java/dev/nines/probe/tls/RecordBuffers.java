package dev.nines.probe.tls;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Buffers of the size of a TLS record, lent for the moment of one operation: a connection that
 * waits has none, so thousands that wait take no memory for it.
 *
 * <p>Thread-safe.
 */
final class RecordBuffers {
  /**
   * What fits any TLS record and any plaintext of one: RFC 8446, 5.2, with Conscrypt's allowance.
   */
  static final int CAPACITY = 17 * 1024;

  /** As many as a machine has use for at once; what is above goes to the garbage. */
  private static final int MOST_KEPT = 64;

  private final ConcurrentLinkedQueue<Loan> kept = new ConcurrentLinkedQueue<>();

  /**
   * What one operation works with.
   *
   * @param records as they are on the wire
   * @param plain what they hold
   */
  record Loan(ByteBuffer records, ByteBuffer plain) {}

  /** {@return buffers that are empty; to be given back} */
  Loan borrow() {
    var loan = kept.poll();
    return loan != null
        ? loan
        : new Loan(ByteBuffer.allocateDirect(CAPACITY), ByteBuffer.allocateDirect(CAPACITY));
  }

  /** Takes buffers back. Nobody may look at them any more. */
  void giveBack(Loan loan) {
    if (kept.size() < MOST_KEPT) {
      loan.records().clear();
      loan.plain().clear();
      kept.add(loan);
    }
  }
}
