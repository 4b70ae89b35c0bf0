package dev.nines.engine.pages.text;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes Markdown of texts that others wrote: none of them becomes mark-up, HTML, or another line.
 *
 * @see <a href="https://spec.commonmark.org/0.31.2/#backslash-escapes">CommonMark, 2.4</a>
 */
public final class Markdown {
  private static final String SPECIAL = "\\`*_[]<>#|~&!$@";

  private Markdown() {}

  /**
   * Writes a text.
   *
   * @param text what others wrote
   * @return one line of Markdown that shows it
   */
  public static String text(String text) {
    var escaped = new StringBuilder();
    text.strip()
        .codePoints()
        .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
        .forEach(c -> {
          if (SPECIAL.indexOf(c) >= 0) {
            escaped.append('\\');
          }
          escaped.appendCodePoint(c);
        });
    return escaped.toString();
  }

  /**
   * Writes code, in a table too, where a bar would end the cell.
   *
   * @param text what is shown as it is
   * @return Markdown
   */
  public static String code(String text) {
    return "`" + text.replace('`', '\'').replace("|", "\\|") + "`";
  }

  /**
   * Writes a table.
   *
   * @param head its columns, Markdown already
   * @param rows as many cells each, Markdown already
   * @return Markdown of several lines, the last one ended
   */
  public static String table(List<String> head, List<List<String>> rows) {
    var lines = new StringBuilder();
    lines.append(row(head));
    lines.append(row(head.stream().map(_ -> "---").toList()));
    rows.forEach(cells -> lines.append(row(cells)));
    return lines.toString();
  }

  private static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
