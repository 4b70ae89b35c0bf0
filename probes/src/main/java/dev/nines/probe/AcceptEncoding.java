package dev.nines.probe;

import java.util.Arrays;
import java.util.Set;

/** Does an {@code Accept-Encoding} header (RFC 9110, 12.5.3) admit a coding of the answer? */
public final class AcceptEncoding {
  private AcceptEncoding() {}

  /**
   * As blackbox_exporter decides: one item for the coding or for any is enough.
   *
   * @param header the header's value
   * @param coding the coding
   * @return whether the coding may be used; an empty header admits all
   */
  public static boolean admits(String header, Compression coding) {
    return header.isEmpty()
        || Arrays.stream(header.split(",", -1))
            .filter(item -> Set.of(coding.label(), "*").contains(name(item)))
            .anyMatch(item -> weight(item) > 0);
  }

  private static String name(String item) {
    var semicolon = item.lastIndexOf(';');
    return (semicolon < 0 ? item : item.substring(0, semicolon)).strip();
  }

  private static double weight(String item) {
    var semicolon = item.lastIndexOf(';');
    if (semicolon < 0) {
      return 1;
    }
    var text = item.substring(semicolon + 1).strip();
    try {
      return Double.parseDouble(text.startsWith("q=") ? text.substring(2) : text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
