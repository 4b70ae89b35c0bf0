package dev.nines.probe.tls;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/**
 * Writes a distinguished name as Go does, so that labels equal blackbox_exporter's: always in this
 * order, whatever the order in the certificate, and several values of one kind joined by a plus.
 */
final class GoName {
  private static final List<String> ORDER =
      List.of("SERIALNUMBER", "CN", "POSTALCODE", "STREET", "ST", "L", "OU", "O", "C");
  private static final Map<String, String> KEYWORDS =
      Map.of("2.5.4.5", "SERIALNUMBER", "2.5.4.17", "POSTALCODE");
  private static final Pattern SEPARATOR = Pattern.compile("(?<!\\\\)[,+]");

  private GoName() {}

  static String text(X500Principal name) {
    return parts(name).stream().collect(Collectors.groupingBy(GoName::rank)).entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> joined(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(","));
  }

  private static String joined(int rank, List<String> values) {
    return rank < ORDER.size() ? String.join("+", values) : String.join(",", values.reversed());
  }

  /** {@return {@code CN=...} where there is one, else the whole name} */
  static String commonName(X500Principal name) {
    return parts(name).stream()
        .filter(part -> part.startsWith("CN="))
        .findFirst()
        .orElseGet(() -> text(name));
  }

  /** The parts in the certificate's order; RFC 2253 has the last one first. */
  private static List<String> parts(X500Principal name) {
    var text = name.getName(X500Principal.RFC2253, KEYWORDS);
    return text.isEmpty() ? List.of() : List.of(SEPARATOR.split(text)).reversed();
  }

  private static int rank(String part) {
    var at = ORDER.indexOf(part.substring(0, Math.max(0, part.indexOf('='))));
    return at < 0 ? ORDER.size() : at;
  }
}
