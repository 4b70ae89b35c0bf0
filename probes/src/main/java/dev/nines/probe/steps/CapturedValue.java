package dev.nines.probe.steps;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a capture found.
 *
 * @param text the value, at least one character and at most {@value #LONGEST}
 * @param secret whether nobody may see it
 */
record CapturedValue(String text, boolean secret) {
  static final int LONGEST = 64 * 1024;

  /** RFC 3986's unreserved characters: all others could end a part of a URL. */
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  /** {@return the value as a part of a URL, in which it cannot end that part} */
  String percentEncoded() {
    var encoded = new StringBuilder(text.length());
    for (var octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (PLAIN.indexOf(octet) >= 0) {
        encoded.append((char) octet);
      } else {
        encoded.append("%%%02X".formatted(Byte.toUnsignedInt(octet)));
      }
    }
    return encoded.toString();
  }

  /** {@return whether it has a control character, which would end a header} */
  boolean hasControls() {
    return text.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
  }

  /** {@return the forms in which nobody may see it} */
  List<String> masked() {
    return secret ? Stream.of(text, percentEncoded()).distinct().toList() : List.of();
  }

  /** Without the value, which may be a secret. */
  @Override
  public String toString() {
    return "<captured>";
  }
}
