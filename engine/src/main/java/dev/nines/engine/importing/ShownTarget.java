package dev.nines.engine.importing;

import java.util.regex.Pattern;

/** A target as names, labels and messages may have it: without what may be a secret. */
final class ShownTarget {
  /** Greedy: a password may have an @ in it. */
  private static final Pattern USER = Pattern.compile("://[^/?#]*@");

  private static final Pattern QUERY = Pattern.compile("[?#].*", Pattern.DOTALL);

  private ShownTarget() {}

  /** The text without user information, query and fragment where it is a URL; else as it is. */
  static String of(String text) {
    return text.contains("://")
        ? QUERY.matcher(USER.matcher(text).replaceFirst("://")).replaceFirst("")
        : text;
  }

  static boolean hasUser(String text) {
    return USER.matcher(text).find();
  }
}
