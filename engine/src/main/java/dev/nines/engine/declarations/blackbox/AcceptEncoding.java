package dev.nines.engine.declarations.blackbox;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.probe.Compression;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Does an {@code Accept-Encoding} header (RFC 9110, 12.5.3) admit the coding that is undone?
 * Otherwise the answer could hardly be read.
 */
public final class AcceptEncoding {
  private AcceptEncoding() {}

  static void check(Mapping http, Compression coding) {
    http.optional("headers")
        .filter(Field::isMapping)
        .ifPresent(f -> f.mapping(headers -> check(headers.entries(), coding)));
  }

  private static boolean check(Map<String, Field> headers, Compression coding) {
    headers.forEach((name, field) -> {
      if (name.toLowerCase(Locale.ROOT).equals("accept-encoding")
          && field.text().filter(text -> !admits(text, coding.label())).isPresent()) {
        field.fault("does not admit compression: " + coding.label());
      }
    });
    return true;
  }

  /**
   * As blackbox_exporter decides: one item for the coding or for any is enough.
   *
   * @param header the header's value
   * @param coding such as {@code gzip}
   * @return whether the coding may be used; an empty header admits all
   */
  public static boolean admits(String header, String coding) {
    return header.isEmpty()
        || Arrays.stream(header.split(",", -1))
            .filter(item -> Set.of(coding, "*").contains(name(item)))
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
