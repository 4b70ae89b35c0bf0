package dev.nines.probe.http;

import dev.nines.probe.FailureReason;
import dev.nines.probe.net.Deadline;
import dev.nines.probe.net.ProbeFault;
import java.io.IOException;
import java.util.Arrays;
import okio.Buffer;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body to its end, counting; keeps it only for those who want to look into it, and its
 * start for a person who wants to know why the run failed.
 *
 * <p>Not thread-safe.
 */
final class BodyReader {
  /** Most that is kept of a body; a longer one cannot be searched and is a failure. */
  static final long MOST_KEPT = 10L * 1024 * 1024;

  private static final int MOST_SHOWN = 1024;
  private static final long PIECE = 8 * 1024;
  private static final long TURN = 1024 * 1024;
  private static final byte[] NOTHING = {};

  private final long limit;
  private final boolean keep;
  private final BodyBudget.Room room;
  private final Buffer buffer = new Buffer();
  private byte @Nullable [] kept;
  private byte[] start = NOTHING;
  private int startLength;
  private long bytes;

  /**
   * Reads nothing yet.
   *
   * @param limit most bytes a body may have, 0 for any
   * @param keep whether the body is wanted afterwards
   * @param room for what is kept, for as long as this is
   */
  BodyReader(long limit, boolean keep, BodyBudget.Room room) {
    var own = limit > 0 ? limit : keep ? MOST_KEPT : Long.MAX_VALUE;
    this.limit = keep ? Math.min(own, room.longest()) : own;
    this.keep = keep;
    this.room = room;
  }

  /**
   * Reads to the end, or as far as the limit, the deadline or a fault lets it.
   *
   * @param body what is read; a few bytes of a coded one may stand for gigabytes, during which
   *     nothing waits for the connection that the deadline cuts
   * @param deadline of the run
   */
  @SuppressWarnings("ThreadPriorityCheck") // a virtual thread is not preempted
  void read(Source body, Deadline deadline) throws IOException {
    for (var read = body.read(buffer, PIECE); read >= 0; read = body.read(buffer, PIECE)) {
      bytes += read;
      if (bytes > limit) {
        bytes = limit;
        throw new ProbeFault(
            FailureReason.TOO_LARGE, "the body is larger than " + limit + " bytes");
      }
      if (keep) {
        room();
      } else {
        show();
        buffer.clear();
      }
      if (bytes / TURN != (bytes - read) / TURN) {
        Thread.yield(); // a peer that is fast enough never makes the run wait
      }
      if (deadline.passed()) {
        throw new IOException("cut at the deadline");
      }
    }
  }

  /** Without room for all of a body nothing of it is kept, so that others have room for theirs. */
  private void room() throws ProbeFault {
    try {
      room.grow(bytes);
    } catch (ProbeFault e) {
      buffer.clear();
      room.close();
      throw e;
    }
  }

  private void show() {
    if (startLength < MOST_SHOWN && buffer.size() > 0) {
      start = start.length == 0 ? new byte[MOST_SHOWN] : start;
      startLength += Math.max(0, buffer.read(start, startLength, MOST_SHOWN - startLength));
    }
  }

  /** {@return bytes read, at most the limit} */
  long bytes() {
    return bytes;
  }

  /** {@return what was kept} */
  byte[] kept() {
    var all = kept;
    if (all == null) {
      all = buffer.readByteArray();
      kept = all;
    }
    return all;
  }

  /** {@return the first bytes, at most 1 KiB} */
  byte[] start() {
    return keep
        ? Arrays.copyOf(kept(), Math.min(MOST_SHOWN, kept().length))
        : Arrays.copyOf(start, startLength);
  }
}
