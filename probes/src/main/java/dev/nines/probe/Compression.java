package dev.nines.probe;

import java.util.Locale;

/**
 * A content coding that an HTTP probe undoes, by blackbox_exporter's names. As there, it is asked
 * for by a declared {@code Accept-Encoding} only.
 */
public enum Compression {
  /** RFC 1952. */
  GZIP,
  /** RFC 7932. */
  BR,
  /** Raw DEFLATE (RFC 1951) as blackbox_exporter has it, not zlib. */
  DEFLATE,
  /** Undoes none. */
  IDENTITY;

  /** {@return the name in declarations and in {@code Accept-Encoding}, in lower case} */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
