package dev.nines.engine.declarations.yaml;

import java.util.regex.Pattern;

/** What a header of HTTP may be called, and hold. */
public final class HeaderSyntax {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

  private HeaderSyntax() {}

  /**
   * Checks what a header, a method or a scheme may be called.
   *
   * @param text the name
   * @return whether it is a token of RFC 9110, 5.6.2
   */
  public static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }

  /**
   * Checks a value.
   *
   * @param value the value
   * @return whether it is ASCII without control characters but the tab
   */
  public static boolean isValue(String value) {
    return VALUE.matcher(value).matches();
  }
}
