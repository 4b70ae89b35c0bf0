package dev.nines.engine.pages.incidents;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes Markdown of texts that others wrote: none of them becomes mark-up, HTML, or another line.
 *
 * @see <a href="https://spec.commonmark.org/0.31.2/#backslash-escapes">CommonMark, 2.4</a>
 */
final class Markdown {
  private static final String SPECIAL = "\\`*_[]<>#|~&!$@";

  private Markdown() {}

  static String text(String text) {
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

  /** In a table too, where a bar would end the cell. */
  static String code(String text) {
    return "`" + text.replace('`', '\'').replace("|", "\\|") + "`";
  }

  /** Cells are Markdown already. */
  static String table(List<String> head, List<List<String>> rows) {
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
