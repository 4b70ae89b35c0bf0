package dev.nines.engine.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes of text on their way out, without an object for each piece. Not thread-safe. */
final class TextBuffer {
  /** Whole numbers up to here are written by Java without an exponent. */
  private static final double PLAIN = 1e7;

  private final OutputStream out;
  private final byte[] buffer;
  private int used;

  /** Keeps up to so many bytes before it hands them on. */
  TextBuffer(OutputStream out, int size) {
    this.out = out;
    buffer = new byte[size];
  }

  void append(byte[] bytes) throws IOException {
    if (bytes.length > buffer.length - used) {
      flush();
    }
    if (bytes.length > buffer.length) {
      out.write(bytes);
    } else {
      System.arraycopy(bytes, 0, buffer, used, bytes.length);
      used += bytes.length;
    }
  }

  void append(String text) throws IOException {
    append(text.getBytes(StandardCharsets.UTF_8));
  }

  void append(char ascii) throws IOException {
    if (used == buffer.length) {
      flush();
    }
    buffer[used++] = (byte) ascii;
  }

  /** As the Prometheus client writes it. */
  void append(double value) throws IOException {
    var whole = (long) value;
    if (whole == value && value < PLAIN && (whole > 0 || isPositiveZero(value))) {
      append(whole);
      append('.');
      append('0');
    } else if (Double.isInfinite(value)) {
      append(value > 0 ? "+Inf" : "-Inf");
    } else {
      append(Double.toString(value));
    }
  }

  private static boolean isPositiveZero(double value) {
    return Double.doubleToRawLongBits(value) == 0;
  }

  void append(long whole) throws IOException {
    if (whole < 0 || whole >= PLAIN) {
      append(Long.toString(whole));
      return;
    }
    var rest = (int) whole;
    var power = 1;
    while (rest / power >= 10) {
      power *= 10;
    }
    for (; power > 0; power /= 10) {
      append((char) ('0' + rest / power % 10));
    }
  }

  void flush() throws IOException {
    out.write(buffer, 0, used);
    used = 0;
  }
}
