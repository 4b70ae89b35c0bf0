package dev.nines.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnMachineTest {
  private final OwnMachine own = new OwnMachine(URI.create("https://nines.example:8443/"));

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // host, origin, site, stranger
        "localhost:8080, -, -, false",
        "localhost:8080, http://localhost:8080, -, false",
        "10.1.2.3:8080, http://10.1.2.3:8080, -, false",
        "127.0.0.1:8080, https://nines.example:8443, -, false",
        "127.0.0.1:8080, http://nines.example:8443, -, true",
        "localhost:8080, http://localhost:3000, -, true",
        "localhost:8080, http://localhost, -, true",
        "localhost:8080, null, -, true",
        "localhost:8080, https://evil.example, -, true",
        "localhost:8080, http://localhost:8080, same-origin, false",
        "localhost:8080, -, none, false",
        "localhost:8080, -, same-site, true",
        "localhost:8080, -, cross-site, true",
      })
  void pageOfSomebodyElse(String host, String origin, String site, boolean stranger) {
    var client = new Client(InetAddress.getLoopbackAddress(), host, false, origin, site);

    assertThat(own.isStrangersPage(client)).isEqualTo(stranger);
  }
}
