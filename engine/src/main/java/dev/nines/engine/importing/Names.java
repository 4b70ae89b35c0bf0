package dev.nines.engine.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hashing;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Gives names that declarations may have: readable, unique, and the same at the next import. What
 * would have a name in common with another, or too long a one, gets a digest of its own behind it.
 */
final class Names {
  private static final int LONGEST = 63;
  private static final int DIGEST = 8;

  private Names() {}

  /** A name for each text; equal texts are one. */
  static Map<String, String> of(Collection<String> texts) {
    return of(texts, Function.identity());
  }

  /** A name for each thing, by a text that people know it by. */
  static <T> Map<T, String> of(Collection<T> things, Function<T, String> readable) {
    var unique = new LinkedHashSet<>(things);
    var uses = new HashMap<String, Integer>();
    unique.forEach(thing -> uses.merge(slug(readable.apply(thing)), 1, Integer::sum));
    var names = new HashMap<T, String>();
    for (var thing : unique) {
      var slug = slug(readable.apply(thing));
      var plain = !slug.isEmpty() && slug.length() <= LONGEST && uses.getOrDefault(slug, 0) == 1;
      names.put(thing, plain ? slug : digested(slug, thing.toString()));
    }
    return names;
  }

  private static String slug(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  private static String digested(String slug, String whole) {
    var digest = Hashing.sha256().hashString(whole, UTF_8).toString().substring(0, DIGEST);
    var room = Math.min(slug.length(), LONGEST - DIGEST - 1);
    return slug.isEmpty() ? digest : slug.substring(0, room).replaceAll("-$", "") + "-" + digest;
  }
}
