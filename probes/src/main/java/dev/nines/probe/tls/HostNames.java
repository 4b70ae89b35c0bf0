package dev.nines.probe.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import okhttp3.internal.tls.OkHostnameVerifier;

/** Which names is a certificate for? Only alternative names count, as in every browser. */
final class HostNames {
  private static final int DNS_NAME = 2;

  private HostNames() {}

  static boolean matches(String name, X509Certificate leaf) {
    return OkHostnameVerifier.INSTANCE.verify(withoutBrackets(name), leaf);
  }

  static boolean isAddress(String name) {
    return name.indexOf(':') >= 0 || name.matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
  }

  static List<String> dnsNames(X509Certificate leaf) {
    try {
      var names = leaf.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> name.getFirst() instanceof Integer kind && kind == DNS_NAME)
              .map(name -> String.valueOf(name.get(1)))
              .toList();
    } catch (CertificateParsingException _) {
      return List.of(); // unreadable names are no names
    }
  }

  private static String withoutBrackets(String name) {
    return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
  }
}
