package dev.nines.engine.declarations.format;

import dev.nines.engine.declarations.format.SourceLines.Token;
import java.util.OptionalInt;

/** Gives each line its indentation: two spaces a level, lists one level below their key. */
final class Indenting {
  private static final int STEP = 2;

  private final SourceLines source;

  /** How far the line moved that lines without a beginning of their own go on with. */
  private int shift;

  Indenting(SourceLines source) {
    this.source = source;
  }

  /** Must be asked of every line in turn. */
  String indented(int index) {
    var line = source.line(index);
    if (source.isBlank(index)) {
      return "";
    }
    if (source.isComment(index)) {
      return " ".repeat(ofComment(index)) + line.strip();
    }
    var tokens = source.tokens(index);
    if (tokens.isEmpty() || source.isInScalar(index)) {
      var moved = moved(line);
      return source.isInScalar(index) ? moved : moved.stripTrailing();
    }
    var text = new StringBuilder();
    for (var i = 0; i < tokens.size(); i++) {
      var token = tokens.get(i);
      text.append(" ".repeat(Math.max(0, token.depth() * STEP - text.length())));
      var end = i + 1 < tokens.size() ? tokens.get(i + 1).column() : line.length();
      text.append(line.substring(token.column(), end).stripTrailing());
    }
    shift = tokens.getLast().depth() * STEP - tokens.getLast().column();
    return text.toString();
  }

  private String moved(String line) {
    if (line.isEmpty()) {
      return line;
    }
    if (shift >= 0) {
      return " ".repeat(shift) + line;
    }
    var blanks = 0;
    while (blanks < line.length() && blanks < -shift && line.charAt(blanks) == ' ') {
      blanks++;
    }
    return line.substring(blanks);
  }

  /**
   * As the next line, where it stood like it; else as the nearest line above that stood so in the
   * same mapping or list; else as what it stands in, or as the next line.
   */
  private int ofComment(int index) {
    var column = source.line(index).indexOf('#');
    var next = index + 1;
    while (next < source.size() && source.tokens(next).isEmpty()) {
      next++;
    }
    if (next < source.size() && first(next).column() >= column) {
      var above = first(next).column() == column ? OptionalInt.empty() : above(index, column);
      return above.orElse(first(next).depth() * STEP);
    }
    return above(index, column).orElseGet(() -> container(index, column));
  }

  private OptionalInt above(int index, int column) {
    for (var above = index - 1; above >= 0; above--) {
      for (var token : source.tokens(above)) {
        if (token.column() == column) {
          return OptionalInt.of(token.depth() * STEP);
        }
      }
      if (contains(above, column)) {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  private int container(int index, int column) {
    for (var above = index - 1; above >= 0; above--) {
      if (contains(above, column)) {
        return first(above).depth() * STEP; // deeper, it might become part of a text
      }
    }
    return 0;
  }

  private boolean contains(int line, int column) {
    return !source.tokens(line).isEmpty() && first(line).column() < column;
  }

  private Token first(int line) {
    return source.tokens(line).getFirst();
  }
}
