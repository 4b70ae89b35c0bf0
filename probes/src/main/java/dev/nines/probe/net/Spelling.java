package dev.nines.probe.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where does a text spell a secret, in whatever way? A target that echoes what it was sent may
 * escape it for JSON, of which each language has its own manner, for a URL, or for HTML.
 */
final class Spelling {
  /** The text ends while it may still be spelling the secret. */
  static final int BEYOND = Integer.MAX_VALUE;

  private static final String SHORT_ESCAPES = "b\bt\tn\nf\fr\r";
  private static final int LEAST_OF_A_START = 2;

  private Spelling() {}

  /** {@return whether a text can spell anything in another way than as it is} */
  static boolean in(String text) {
    return text.chars().anyMatch(Spelling::leads);
  }

  private static boolean leads(int c) {
    return c == '\\' || c == '%' || c == '&' || c == '+';
  }

  /**
   * Looks at one place.
   *
   * @param secret what is looked for
   * @param text where
   * @param from the place
   * @return where its spelling ends, {@link #BEYOND} when the text ends first, -1 where there is
   *     none
   */
  static int end(String secret, String text, int from) {
    var at = from;
    for (var i = 0; i < secret.length(); i += Character.charCount(secret.codePointAt(i))) {
      var next = at < text.length() ? end(secret.codePointAt(i), text, at) : BEYOND;
      if (next == BEYOND) {
        return i >= LEAST_OF_A_START ? BEYOND : -1;
      }
      if (next < 0) {
        return -1;
      }
      at = next;
    }
    return at;
  }

  private static int end(int letter, String text, int at) {
    if (leads(text.charAt(at))) {
      for (var spelled : spellings(letter)) {
        var shared = Math.min(spelled.length(), text.length() - at);
        if (text.regionMatches(true, at, spelled, 0, shared)) {
          return shared == spelled.length() ? at + shared : BEYOND;
        }
      }
    }
    if (text.codePointAt(at) == letter) {
      return at + Character.charCount(letter);
    }
    var cutInHalf = at == text.length() - 1 && text.charAt(at) == Character.toChars(letter)[0];
    return cutInHalf ? BEYOND : -1;
  }

  /** The longer before what it begins with; hexadecimal digits in either case. */
  private static List<String> spellings(int letter) {
    var units = new StringBuilder();
    for (var unit : Character.toChars(letter)) {
      units.append("\\u%04x".formatted((int) unit));
    }
    var octets = new StringBuilder();
    for (var octet : Character.toString(letter).getBytes(UTF_8)) {
      octets.append("%%%02x".formatted(octet));
    }
    return Stream.of(
            Stream.of(units.toString(), octets.toString()),
            Stream.of("&#%d;".formatted(letter), "&#x%x;".formatted(letter)),
            Stream.of("&#%03d;".formatted(letter)),
            named(letter))
        .flatMap(spelled -> spelled)
        .toList();
  }

  private static Stream<String> named(int letter) {
    var escape = SHORT_ESCAPES.indexOf(letter);
    return switch (letter) {
      case '"' -> Stream.of("\\\"", "&quot;");
      case '\\' -> Stream.of("\\\\");
      case '/' -> Stream.of("\\/");
      case '\'' -> Stream.of("\\'", "&apos;");
      case '&' -> Stream.of("&amp;");
      case '<' -> Stream.of("&lt;");
      case '>' -> Stream.of("&gt;");
      case ' ' -> Stream.of("+");
      default ->
          letter < ' ' && escape > 0
              ? Stream.of("\\" + SHORT_ESCAPES.charAt(escape - 1))
              : Stream.empty();
    };
  }
}
