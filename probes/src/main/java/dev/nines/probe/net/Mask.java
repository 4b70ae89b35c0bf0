package dev.nines.probe.net;

import java.util.List;

/**
 * Takes secrets out of what a person may see.
 *
 * @param secrets the longest first; a short one is none, and masking it would leave nothing to read
 */
public record Mask(List<String> secrets) {
  /** Stands for a secret. */
  public static final String MASK = "<secret>";

  private static final int SHORTEST_SECRET = 4;

  /** Copies those that are long enough. */
  public Mask {
    secrets =
        secrets.stream()
            .filter(secret -> secret.length() >= SHORTEST_SECRET)
            .distinct()
            .sorted((one, other) -> other.length() - one.length())
            .toList();
  }

  /**
   * Masks a whole text.
   *
   * @param text any text
   * @return the text without secrets
   */
  public String of(String text) {
    var masked = text;
    for (var secret : secrets) {
      masked = masked.replace(secret, MASK);
    }
    return masked;
  }

  /**
   * Masks the start of a text: a secret whose rest lies beyond it goes too.
   *
   * @param start what was read of a text
   * @return the start without secrets
   */
  public String ofStart(String start) {
    var text = of(start);
    for (var secret : secrets) {
      for (var length = Math.min(secret.length() - 1, text.length()); length > 1; length--) {
        if (text.endsWith(secret.substring(0, length))) {
          return text.substring(0, text.length() - length);
        }
      }
    }
    return text;
  }
}
