package dev.nines.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeSpecTest {
  @ParameterizedTest
  @CsvSource({
    "http://a.example/, a.example:80",
    "https://a.example/x?y=:1, a.example:443",
    "HTTPS://a.example, a.example:443",
    "http://a.example:8080/, a.example:8080",
    "http://me:123@my_service/, my_service:80",
    "http://me:pw@my_service:81/, my_service:81",
    "http://[::1]/, [::1]:80",
    "https://[::1]:8443/, [::1]:8443"
  })
  void hostPortHasThePortThatIsConnectedTo(String target, String hostPort) {
    var spec = ProbeSpec.of(HttpModule.DEFAULT, target, Duration.ofSeconds(1));

    assertThat(spec.hostPort()).isEqualTo(hostPort);
  }

  @ParameterizedTest
  @CsvSource({"a.example:25, a.example:25", "[::1]:25, [::1]:25"})
  void hostPortOfATcpProbe(String target, String hostPort) {
    var spec = ProbeSpec.of(TcpModule.DEFAULT, target, Duration.ofSeconds(1));

    assertThat(spec.hostPort()).isEqualTo(hostPort);
  }
}
