package dev.nines.engine.declarations.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The lines between two separators, already indented. */
final class Document {
  private static final List<String> ORDER = List.of("apiVersion", "kind", "metadata", "spec");

  private final List<Line> lines = new ArrayList<>();

  /** A line, and the key of the document that it begins with. */
  record Line(String text, Optional<String> key, boolean free, boolean comment) {
    boolean isBlank() {
      return free && text.isEmpty();
    }
  }

  /** The value of one key, with the comments right above it. */
  private record Block(int rank, List<Line> lines) {}

  void add(Line line) {
    lines.add(line);
  }

  /** Nothing but comments: they belong to the document that follows. */
  boolean hasOnlyComments() {
    return lines.stream().allMatch(line -> line.isBlank() || line.comment);
  }

  boolean isEmpty() {
    return lines.stream().allMatch(Line::isBlank);
  }

  void append(Document other) {
    lines.add(new Line("", Optional.empty(), true, false));
    lines.addAll(other.lines);
  }

  /** With its keys in order, and never two blank lines after one another. */
  List<String> text() {
    var text = new ArrayList<String>();
    var blank = true;
    for (var line : ordered()) {
      if (!line.isBlank() || !blank) {
        text.add(line.text);
      }
      blank = line.isBlank();
    }
    while (!text.isEmpty() && blank) {
      text.removeLast();
      blank = !text.isEmpty() && text.getLast().isEmpty();
    }
    return text;
  }

  private List<Line> ordered() {
    var header = new ArrayList<Line>();
    var blocks = new ArrayList<Block>();
    for (var line : lines) {
      if (line.key.isPresent()) {
        var above = blocks.isEmpty() ? List.<Line>of() : commentsAbove(blocks.getLast().lines);
        var own = new ArrayList<>(above);
        own.add(line);
        blocks.add(new Block(rank(line.key.get()), own));
      } else {
        (blocks.isEmpty() ? header : blocks.getLast().lines).add(line);
      }
    }
    if (blocks.stream()
        .map(Block::rank)
        .toList()
        .equals(blocks.stream().map(Block::rank).sorted().toList())) {
      return lines;
    }
    var footer = footer(blocks.getLast().lines);
    blocks.sort(Comparator.comparingInt(Block::rank)); // which keeps the order of equals
    var all = new ArrayList<>(header);
    blocks.forEach(block -> all.addAll(block.lines));
    all.addAll(footer);
    return all;
  }

  /** Takes the comments that end a block away from it. */
  private static List<Line> commentsAbove(List<Line> block) {
    var from = block.size();
    while (from > 0 && block.get(from - 1).comment && isOutermost(block.get(from - 1))) {
      from--;
    }
    return cut(block, from);
  }

  /** What stands at the end of a document stays there. */
  private static List<Line> footer(List<Line> block) {
    var from = block.size();
    while (from > 0
        && (block.get(from - 1).isBlank()
            || (block.get(from - 1).comment && isOutermost(block.get(from - 1))))) {
      from--;
    }
    return cut(block, from);
  }

  private static boolean isOutermost(Line line) {
    return line.text.startsWith("#");
  }

  private static List<Line> cut(List<Line> block, int from) {
    var tail = block.subList(from, block.size());
    var cut = List.copyOf(tail);
    tail.clear();
    return cut;
  }

  private static int rank(String key) {
    var rank = ORDER.indexOf(key);
    return rank < 0 ? ORDER.size() : rank;
  }
}
