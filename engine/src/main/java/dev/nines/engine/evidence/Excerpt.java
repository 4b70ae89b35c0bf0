package dev.nines.engine.evidence;

/**
 * The start of a text that a target has sent: no longer than there is room for, and without what
 * PostgreSQL's JSON has no room for, such as NUL and halves of surrogate pairs.
 */
public final class Excerpt {
  private static final String MORE = "…";
  private static final int REPLACEMENT = 0xFFFD;

  private Excerpt() {}

  /**
   * Cuts a text.
   *
   * @param text any
   * @param most bytes that it may have as JSON, at least three
   * @return its start, which ends with … where there is more
   */
  public static String of(String text, int most) {
    var kept = new StringBuilder(Math.min(text.length(), most));
    var bytes = 0;
    for (var at = 0; at < text.length(); ) {
      var point = text.codePointAt(at);
      at += Character.charCount(point);
      var harmless = isHarmless(point) ? point : REPLACEMENT;
      bytes += bytes(harmless);
      if (bytes > most) {
        return cut(kept, most) + MORE;
      }
      kept.appendCodePoint(harmless);
    }
    return kept.toString();
  }

  /** Makes room for the sign that there is more. */
  private static CharSequence cut(StringBuilder kept, int most) {
    var bytes = bytes(kept.toString());
    while (bytes > most - bytes(MORE)) {
      var last = kept.codePointBefore(kept.length());
      bytes -= bytes(last);
      kept.setLength(kept.length() - Character.charCount(last));
    }
    return kept;
  }

  private static boolean isHarmless(int point) {
    return point == '\n'
        || point == '\r'
        || point == '\t'
        || !(Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE);
  }

  /** {@return how many bytes a text has as JSON at most, without its quotes} */
  static int bytes(String text) {
    return text.codePoints().map(Excerpt::bytes).sum();
  }

  private static int bytes(int point) {
    if (point < ' ' || point == '"' || point == '\\') {
      return 2; // escaped
    }
    if (point < 0x80) {
      return 1;
    }
    return point < 0x800 ? 2 : point < 0x10000 ? 3 : 12; // a pair of escapes, to be sure
  }
}
