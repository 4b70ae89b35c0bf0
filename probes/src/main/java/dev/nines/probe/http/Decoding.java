package dev.nines.probe.http;

import dev.nines.probe.Compression;
import java.io.IOException;
import java.util.zip.Inflater;
import okhttp3.brotli.Brotli;
import okio.Buffer;
import okio.ForwardingSource;
import okio.GzipSource;
import okio.InflaterSource;
import okio.Okio;
import okio.Source;

/**
 * Undoes the declared coding, whatever the answer says of itself, as blackbox_exporter does; and
 * tells a body that is not so coded from a connection that broke.
 *
 * <p>Not thread-safe.
 */
final class Decoding extends ForwardingSource {
  private final Runnable progress;
  private boolean connectionBroke;

  /**
   * Reads nothing yet.
   *
   * @param raw the body as it came
   * @param progress is told of each piece of it
   */
  Decoding(Source raw, Runnable progress) {
    super(raw);
    this.progress = progress;
  }

  @Override
  public long read(Buffer sink, long byteCount) throws IOException {
    try {
      var read = super.read(sink, byteCount);
      progress.run();
      return read;
    } catch (IOException e) {
      connectionBroke = true;
      throw e;
    }
  }

  /**
   * Begins to decode.
   *
   * @param coding as declared
   * @return the body as it was before it was coded; holds memory of the system until it is closed
   * @throws IOException when already its first bytes are not so coded
   */
  Source of(Compression coding) throws IOException {
    return switch (coding) {
      case GZIP -> new GzipSource(this);
      case DEFLATE -> new InflaterSource(Okio.buffer(this), new Inflater(true));
      case BR -> Brotli.INSTANCE.decompress(Okio.buffer(this));
      case IDENTITY -> this;
    };
  }

  /** Lets the coding go, but not the body: whoever opened the answer closes it. */
  @Override
  public void close() {}

  /** {@return whether the connection, not the coding, is why no more can be read} */
  boolean connectionBroke() {
    return connectionBroke;
  }
}
