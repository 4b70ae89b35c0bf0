package dev.nines.probe.tls;

import java.security.Provider;
import java.util.Optional;
import org.conscrypt.Conscrypt;

/**
 * BoringSSL, by Conscrypt: a handshake takes a third of the CPU that the JDK's own takes, where
 * most of an HTTPS probe goes. Conscrypt has it for 64-bit Linux with glibc 2.35 or newer, for
 * macOS and for Windows; elsewhere the JDK shakes hands.
 */
public final class BoringSsl {
  /** {@code -Dnines.tls=jdk} is for those who must use the JDK's. */
  private static final String CHOICE = "nines.tls";

  private BoringSsl() {}

  /** {@return who shakes hands, for a log} */
  public static String inUse() {
    var version = Conscrypt.version();
    return provider().isEmpty()
        ? "the JDK"
        : "BoringSSL (Conscrypt %d.%d.%d)"
            .formatted(version.major(), version.minor(), version.patch());
  }

  /** {@return a provider of it, empty where it is not to be had or not wanted} */
  static Optional<Provider> provider() {
    return "jdk".equals(System.getProperty(CHOICE)) ? Optional.empty() : Loaded.PROVIDER;
  }

  private static final class Loaded {
    static final Optional<Provider> PROVIDER = load();

    private static Optional<Provider> load() {
      try {
        return Optional.of(Conscrypt.newProvider());
      } catch (LinkageError | RuntimeException _) {
        return Optional.empty(); // its library does not fit this machine, or may not be unpacked
      }
    }
  }
}
