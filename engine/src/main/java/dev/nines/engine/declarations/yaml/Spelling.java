package dev.nines.engine.declarations.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which word was meant. */
public final class Spelling {
  /** Longer words are nobody's typing error, and comparing them costs their product. */
  private static final int LONGEST = 100;

  private Spelling() {}

  /**
   * Guesses the word that was meant.
   *
   * @param word what was written
   * @param candidates what could have been written
   * @return the nearest candidate, where one is near enough
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    var furthest = Math.min(3, word.length() / 3); // two letters are near to anything
    return candidates.stream()
        .filter(c -> Math.abs(c.length() - word.length()) <= furthest)
        .map(c -> new Guess(c, distance(fold(word), fold(c))))
        .filter(guess -> guess.distance <= furthest)
        .min(Comparator.comparingInt(Guess::distance).thenComparing(Guess::word))
        .map(Guess::word);
  }

  /**
   * The end of a message.
   *
   * @param word what was written
   * @param candidates what could have been written
   * @return {@code " (did you mean X?)"}, or nothing where no candidate is near enough
   */
  public static String hint(String word, Collection<String> candidates) {
    return nearest(word, candidates).map(Spelling::hint).orElse("");
  }

  /**
   * The end of a message.
   *
   * @param meant what was probably meant
   * @return {@code " (did you mean X?)"}
   */
  public static String hint(String meant) {
    return " (did you mean " + meant + "?)";
  }

  private record Guess(String word, int distance) {}

  private static String fold(String word) {
    return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
  private static int distance(String a, String b) {
    var rows = new int[a.length() + 1][b.length() + 1];
    for (var i = 0; i <= a.length(); i++) {
      for (var j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        var differs = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        var best =
            Math.min(rows[i - 1][j - 1] + differs, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          best = Math.min(best, rows[i - 2][j - 2] + 1);
        }
        rows[i][j] = best;
      }
    }
    return rows[a.length()][b.length()];
  }
}
