package dev.nines.probe.net;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * A text that stops whoever reads it when the run's time is over: RE2/J cannot be interrupted, and
 * takes minutes for megabytes and a pattern of a thousand places.
 *
 * <p>Not thread-safe.
 */
public final class WatchedText implements CharSequence {
  /** Reads between two looks at the deadline: a power of two, below a millisecond's worth. */
  private static final int READS = 1024;

  private final String text;
  private final Deadline deadline;
  private int reads;

  /**
   * Watches a text.
   *
   * @param text what is read
   * @param deadline of the run
   */
  public WatchedText(String text, Deadline deadline) {
    this.text = text;
    this.deadline = deadline;
  }

  /**
   * Watches a body. As in Go, bytes that are no UTF-8 stand for themselves alone: RE2/J would take
   * those after them for a part of them.
   *
   * @param body its bytes
   * @param deadline of the run
   */
  public WatchedText(byte[] body, Deadline deadline) {
    this(new String(body, StandardCharsets.UTF_8), deadline);
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

  /**
   * {@inheritDoc}
   *
   * @throws Deadline.Overdue now and then, when the run's time is over
   */
  @Override
  public char charAt(int index) {
    if (++reads % READS == 0) {
      deadline.check();
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
