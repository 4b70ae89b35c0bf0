package dev.nines.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nines.engine.cli.ProbeRequest.Protocol;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.TcpSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeRequestTest {
  private static ProbeRequest request(String target, Protocol protocol) {
    return new ProbeRequest(target, protocol, Duration.ofSeconds(5), false);
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example.com/pay?a=1, https://shop.example.com/pay",
    "http://shop.example.com:8080,     http://shop.example.com:8080",
    "shop.example.com,                 http://shop.example.com",
    "shop.example.com:8080/pay,        http://shop.example.com:8080/pay",
    "[::1],                            http://[::1]"
  })
  void urlsAndHostsAreProbedByHttp(String target, String display) {
    var spec = request(target, Protocol.BY_TARGET).spec();

    assertThat(spec).isInstanceOf(HttpSpec.class);
    assertThat(spec.displayTarget()).isEqualTo(display);
  }

  @ParameterizedTest
  @ValueSource(strings = {"db.example.com:5432", "127.0.0.1:80", "[::1]:5432"})
  void hostAndPortAreProbedByTcp(String target) {
    var spec = request(target, Protocol.BY_TARGET).spec();

    assertThat(spec).isInstanceOf(TcpSpec.class);
    assertThat(spec.displayTarget()).isEqualTo(target);
  }

  @Test
  void protocolCanBeForced() {
    assertThat(request("localhost:8080", Protocol.HTTP).spec()).isInstanceOf(HttpSpec.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request("localhost", Protocol.TCP).spec())
        .withMessage("port missing: write host:port");
  }

  @Test
  void insecureTakesAnyCertificate() {
    var spec = new ProbeRequest("https://a", Protocol.HTTP, Duration.ofSeconds(5), true).spec();

    assertThat(((HttpSpec) spec).module().tls().insecureSkipVerify()).isTrue();
  }

  @Test
  void insecureIsRejectedForTcp_becauseThereIsNoCertificate() {
    var request = new ProbeRequest("a:1", Protocol.BY_TARGET, Duration.ofSeconds(5), true);

    assertThatIllegalArgumentException()
        .isThrownBy(request::spec)
        .withMessageStartingWith("--insecure means nothing for a TCP target");
  }

  @ParameterizedTest
  @CsvSource({"5s, 5000", "300ms, 300", "1.5s, 1500", "1m, 60000", "10m, 600000"})
  void timeout(String text, long millis) {
    assertThat(ProbeRequest.timeout(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "0s", "-1s", "5 s", "11m", "999999m", "1h", "five"})
  void timeoutIsRejected(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbeRequest.timeout(text))
        .withMessage("timeout is not above zero and at most 10m, such as 5s or 300ms: " + text);
  }
}
