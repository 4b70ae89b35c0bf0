package dev.nines.engine.database;

/** What does a statement do? By its first word. */
public final class StatementWord {
  private StatementWord() {}

  /**
   * Finds it.
   *
   * @param sql a statement
   * @return its first word as it is written, such as {@code select}; empty where it begins with
   *     none
   */
  public static String of(String sql) {
    var text = sql.stripLeading();
    var end = 0;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }
}
