package dev.nines.channel.receivers;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** What several receivers do alike with texts. */
final class Texts {
  private Texts() {}

  /** {@return whether a person can open it} */
  static boolean isLink(String text) {
    return text.matches("https?://[^\\s\"<>|]+");
  }

  /** {@return what of an address that is a secret must not be shown, should a receiver echo it} */
  static List<String> secrets(URI url) {
    var secrets = new ArrayList<String>();
    secrets.add(url.toString());
    for (var part : new String[] {url.getRawPath(), url.getRawQuery(), url.getPath()}) {
      if (part != null && part.length() > 1) {
        secrets.add(part);
        for (var piece : part.split("[/&=]", -1)) {
          if (piece.length() >= 8) {
            secrets.add(piece);
          }
        }
      }
    }
    return secrets;
  }
}
