package dev.nines.engine.promql;

import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the series that a sum is made of: only they can be given a range, or be differenced. */
public final class Selector {
  /** A selector alone, as far as that can be told without parsing its matchers. */
  private static final Pattern SELECTOR =
      Pattern.compile(
          "(?s)(?=[a-zA-Z_:{])(?:[a-zA-Z_:][a-zA-Z0-9_:]*+)?\\s*+"
              + "(?:\\{(?:[^{}\"'`]++|\"(?:[^\"\\\\]++|\\\\.)*+\"|'(?:[^'\\\\]++|\\\\.)*+'|`[^`]*+`)*+})?");

  private static final Pattern SUM =
      Pattern.compile("(?s)sum\\s*+(?:(?:by|without)\\s*+\\([^()]*+\\)\\s*+)?\\((.*)\\)");

  private Selector() {}

  /**
   * Finds the selector of a query.
   *
   * @param query a selector, or {@code sum} of one
   * @return the selector; nothing where the query is anything else
   */
  public static Optional<String> of(String query) {
    var stripped = query.strip();
    var sum = SUM.matcher(stripped);
    return Optional.of(sum.matches() ? sum.group(1).strip() : stripped)
        .filter(selector -> SELECTOR.matcher(selector).matches());
  }
}
