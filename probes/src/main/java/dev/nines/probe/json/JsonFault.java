package dev.nines.probe.json;

import org.jspecify.annotations.Nullable;

/** A body is not JSON, or is more of it than is read or searched. */
public final class JsonFault extends Exception {
  private static final int LONGEST = 200;

  private final String why;

  /**
   * A body that cannot be read.
   *
   * @param brief one sentence for a person that quotes nothing of the body
   * @param why what follows it, which may quote the body; cut to one line of bounded length
   */
  JsonFault(String brief, String why) {
    super(brief, null, false, false);
    this.why = oneLine(why);
  }

  /** {@return one sentence that quotes nothing of the body} */
  public String brief() {
    return String.valueOf(getMessage());
  }

  /** {@return one sentence that may quote a few characters of the body} */
  public String detail() {
    return why.isEmpty() ? brief() : brief() + ": " + why;
  }

  /**
   * Shortens what a library says.
   *
   * @param message its message
   * @return one line of bounded length
   */
  public static String oneLine(@Nullable String message) {
    var line = String.valueOf(message).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
