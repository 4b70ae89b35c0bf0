package dev.nines.probe.text;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * A text that can stop whoever reads it: RE2/J cannot be interrupted, and takes minutes for
 * megabytes and a pattern of a thousand places.
 *
 * <p>Not thread-safe.
 */
public final class WatchedText implements CharSequence {
  /** Reads between two looks: a power of two, below a millisecond's worth of most patterns. */
  private static final int READS = 1024;

  private final String text;
  private final Runnable watch;
  private int reads;

  /**
   * Watches a text.
   *
   * @param text what is read
   * @param watch is run now and then, and throws when reading is to end
   */
  public WatchedText(String text, Runnable watch) {
    this.text = text;
    this.watch = watch;
  }

  /**
   * Watches a body. As in Go, bytes that are no UTF-8 stand for themselves alone: RE2/J would take
   * those after them for a part of them.
   *
   * @param body its bytes
   * @param watch is run now and then, and throws when reading is to end
   */
  public WatchedText(byte[] body, Runnable watch) {
    this(new String(body, StandardCharsets.UTF_8), watch);
  }

  /**
   * Tells how long a search may take.
   *
   * @param length of what is searched
   * @param patterns what is sought
   * @return the steps
   */
  public static long steps(long length, Collection<Pattern> patterns) {
    return length * patterns.stream().mapToLong(Pattern::programSize).sum();
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (++reads % READS == 0) {
      watch.run();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
