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
   * @return the text without secrets, in whatever way it spells them
   */
  public String of(String text) {
    var masked = text;
    for (var secret : secrets) {
      masked = masked.replace(secret, MASK);
    }
    return Spelling.in(masked) ? unspelled(masked, false) : masked;
  }

  /**
   * Masks the start of a text: a secret whose rest lies beyond it goes too.
   *
   * @param start what was read of a text
   * @return the start without secrets
   */
  public String ofStart(String start) {
    return unspelled(of(start), true);
  }

  private String unspelled(String text, boolean cut) {
    var shown = text;
    for (var secret : secrets) {
      shown = unspelled(shown, secret, cut);
    }
    return shown;
  }

  private static String unspelled(String text, String secret, boolean cut) {
    var shown = new StringBuilder(text.length());
    var at = 0;
    while (at < text.length()) {
      var end = Spelling.end(secret, text, at);
      if (end == Spelling.BEYOND && cut) {
        return shown.toString();
      }
      if (end < 0 || end == Spelling.BEYOND) {
        shown.append(text.charAt(at++));
      } else {
        shown.append(MASK);
        at = end;
      }
    }
    return shown.toString();
  }
}
