package dev.nines.probe.http;

import dev.nines.probe.FailureReason;
import dev.nines.probe.net.ProbeFault;
import java.io.IOException;
import okio.Buffer;
import okio.BufferedSource;

/**
 * Reads a body to its end, counting; keeps it only for those who want to look into it.
 *
 * <p>Not thread-safe.
 */
final class BodyReader {
  /** Most that is kept of a body; a longer one cannot be searched and is a failure. */
  static final long MOST_KEPT = 10L * 1024 * 1024;

  private static final long PIECE = 8 * 1024;

  private final long limit;
  private final boolean keep;
  private final Buffer buffer = new Buffer();
  private long bytes;

  /**
   * Reads nothing yet.
   *
   * @param limit most bytes a body may have, 0 for any
   * @param keep whether the body is wanted afterwards
   */
  BodyReader(long limit, boolean keep) {
    this.limit = limit > 0 ? limit : keep ? MOST_KEPT : Long.MAX_VALUE;
    this.keep = keep;
  }

  /** Reads to the end, or as far as the limit or a fault lets it. */
  void read(BufferedSource body) throws IOException {
    for (var read = body.read(buffer, PIECE); read >= 0; read = body.read(buffer, PIECE)) {
      bytes += read;
      if (bytes > limit) {
        throw new ProbeFault(
            FailureReason.TOO_LARGE, "the body is larger than " + limit + " bytes");
      }
      if (!keep) {
        buffer.clear();
      }
    }
  }

  /** {@return bytes read} */
  long bytes() {
    return bytes;
  }

  /** {@return what was kept} */
  byte[] kept() {
    return buffer.readByteArray();
  }
}
