package dev.nines.probe.run;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same TLS where the JDK shakes hands: on machines for which there is no BoringSSL. */
class TlsByTheJdkIT extends TlsProbeIT {
  @BeforeAll
  static void chooseTheJdk() {
    System.setProperty("nines.tls", "jdk");
  }

  @AfterAll
  static void chooseNothing() {
    System.clearProperty("nines.tls");
  }
}
