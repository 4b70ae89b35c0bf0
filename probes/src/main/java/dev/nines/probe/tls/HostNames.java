package dev.nines.probe.tls;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.StandardConstants;
import okhttp3.internal.tls.OkHostnameVerifier;

/** Which names is a certificate for? Only alternative names count, as in every browser. */
final class HostNames {
  private static final int DNS_NAME = 2;
  private static final int LONGEST = 255;
  private static final Pattern IP4 = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

  private HostNames() {}

  static boolean matches(String name, X509Certificate leaf) {
    return OkHostnameVerifier.INSTANCE.verify(withoutBrackets(name), leaf);
  }

  static boolean isAddress(String name) {
    return name.indexOf(':') >= 0 || IP4.matcher(name).matches();
  }

  /** {@return what is told to a server of the name it is asked by (RFC 6066, 3)} */
  static List<SNIServerName> indication(String name) {
    var relative = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (isAddress(name) || relative.isEmpty() || relative.length() > LONGEST) {
      return List.of();
    }
    try {
      return List.of(new SNIHostName(relative));
    } catch (IllegalArgumentException _) {
      return List.of(new AsItIs(relative));
    }
  }

  /** {@return whether it is an address, or a name as any library tells it} */
  static boolean isPlain(String name) {
    return isAddress(name)
        || (name.indexOf('.') > 0
            && indication(name).stream().anyMatch(SNIHostName.class::isInstance)
            && !name.endsWith("."));
  }

  /** A name that is in use though the JDK refuses it, such as one with an underscore. */
  private static final class AsItIs extends SNIServerName {
    AsItIs(String name) {
      super(StandardConstants.SNI_HOST_NAME, name.getBytes(StandardCharsets.UTF_8));
    }
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
