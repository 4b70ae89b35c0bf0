package dev.nines.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsTest {
  @ParameterizedTest
  @CsvSource({
    "http://shop.example/pay?x=1, http://shop.example/pay?x=1",
    "shop.example, http://shop.example",
    "shop.example:8080/pay, http://shop.example:8080/pay",
    "localhost:8080, http://localhost:8080",
    "HTTPS://shop.example, HTTPS://shop.example",
    "http://[::1]:80/, http://[::1]:80/",
    "[::1]:80, http://[::1]:80",
    "http://my_service:9000, http://my_service:9000",
    "127.0.0.1, http://127.0.0.1",
  })
  void httpTarget(String text, String uri) {
    assertThat(Targets.http(text)).hasToString(uri);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | target is empty: write http://host/path",
        "ftp://shop.example | scheme is ftp: an HTTP target begins with http:// or https://",
        "http:///pay | host missing: write http://host/path",
        "http://shop.example:0 | port is not 1 to 65535: 0",
        "http://shop.example:http | port is not 1 to 65535: http",
        "http://-shop.example | not a host name: -shop.example",
        "http://müller.example/ | host has letters outside ASCII: write its punycode form,"
            + " xn--mller-kva.example",
        "http://0x7f000001/ | host is neither a name nor an address: 0x7f000001"
            + " (an IPv4 address is four decimal numbers, such as 192.0.2.1)",
        "http://shop.example/a b | not a URL: Illegal character in path at character 22",
      })
  void httpTargetFault(String text, String sentence) {
    assertThatIllegalArgumentException().isThrownBy(() -> Targets.http(text)).withMessage(sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "db.example:5432, db.example, 5432",
    "[::1]:80, ::1, 80",
    "127.0.0.1:1, 127.0.0.1, 1",
    "my_db:65535, my_db, 65535",
  })
  void tcpTarget(String text, String host, int port) {
    assertThat(Targets.tcp(text)).isEqualTo(new Targets.HostPort(host, port));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "db.example | port missing: write host:port",
        ":5432 | host missing: write host:port",
        "db.example:99999 | port is not 1 to 65535: 99999",
        "::1:80 | an IPv6 address stands in brackets: write [::1:80]:port",
        "tcp://db:1 | a TCP target has no scheme: write host:port",
        "[zz]:80 | not an IPv6 address in brackets: [zz]",
        "127.1:80 | host is neither a name nor an address: 127.1"
            + " (an IPv4 address is four decimal numbers, such as 192.0.2.1)",
        "a b:80 | not a host name: a b",
        "me:secret@db:80 | a TCP target has no user: write host:port",
      })
  void tcpTargetFault(String text, String sentence) {
    assertThatIllegalArgumentException().isThrownBy(() -> Targets.tcp(text)).withMessage(sentence);
  }

  @Test
  void displayTargetHidesSecrets_andKeepsUnderscores() {
    var spec =
        new HttpSpec(
            Targets.http("http://me:secret@my_svc:80/a?token=secret#x"),
            Duration.ofSeconds(1),
            HttpModule.DEFAULT);

    assertThat(spec.displayTarget()).isEqualTo("http://my_svc:80/a");
  }
}
