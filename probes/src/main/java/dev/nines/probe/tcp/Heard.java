package dev.nines.probe.tcp;

import dev.nines.probe.Answer;
import dev.nines.probe.net.Mask;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What has the peer of a dialogue said so far? Kept for a person who wants to know why it failed.
 *
 * <p>Not thread-safe.
 */
final class Heard {
  private static final int MOST_BYTES = 1024;
  private static final int LONGEST_QUOTE = 200;

  private final ByteArrayOutputStream start = new ByteArrayOutputStream(256);
  private String line = "";
  private boolean whole;

  /** Notes what one read gave, as far as there is room. */
  void add(byte[] buffer, int count) {
    start.write(buffer, 0, Math.min(count, MOST_BYTES - start.size()));
  }

  /** A step begins to wait: what came before it is not what it waits for. */
  void forget() {
    line("", false);
  }

  /** Notes a line, or as much of it as came before the connection was cut. */
  void line(String text, boolean ended) {
    line = text;
    whole = ended;
  }

  boolean isEmpty() {
    return start.size() == 0;
  }

  /** {@return the end of a sentence about a line that did not come} */
  String lastLine(Mask mask) {
    if (line.isEmpty() && !whole) {
      return "no line came";
    }
    return (whole ? "the last line was " : "the last line, not ended, was ") + quoted(line, mask);
  }

  /** {@return what was heard first, without what nobody may see} */
  Answer answer(Mask mask) {
    var text = mask.ofStart(start.toString(StandardCharsets.UTF_8));
    return new Answer(List.of(), escaped(text, "\r\n\t"));
  }

  /** {@return a text for a sentence: masked before it is cut, lest half of a secret stays} */
  static String quoted(String text, Mask mask) {
    var shown = escaped(mask.of(text), "");
    return shown.length() <= LONGEST_QUOTE
        ? "\"" + shown + "\""
        : "\"" + shown.substring(0, LONGEST_QUOTE) + "\"...";
  }

  private static String escaped(String text, String harmless) {
    var escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          if (isPrinted(point) || harmless.indexOf(point) >= 0) {
            escaped.appendCodePoint(point);
          } else {
            escaped.append((point < 0x100 ? "\\x%02x" : "\\u%04x").formatted(point));
          }
        });
    return escaped.toString();
  }

  private static boolean isPrinted(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
