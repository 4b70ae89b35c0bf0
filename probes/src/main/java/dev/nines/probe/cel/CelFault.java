package dev.nines.probe.cel;

import org.jspecify.annotations.Nullable;

/** A body is not JSON, or an expression has no answer for it. */
public final class CelFault extends Exception {
  private static final int LONGEST = 200;

  CelFault(String detail) {
    super(detail, null, false, false);
  }

  /** {@return one sentence for a person} */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** A library's message, cut to one line of bounded length. */
  static String oneLine(@Nullable String message) {
    var line = String.valueOf(message).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
