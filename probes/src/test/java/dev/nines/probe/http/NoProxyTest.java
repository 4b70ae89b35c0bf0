package dev.nines.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyTest {
  @ParameterizedTest(name = "{0} covers {1}:{2}: {3}")
  @CsvSource({
    "example.org, example.org, 80, true",
    "example.org, EXAMPLE.org, 80, true",
    "example.org, a.b.example.org, 80, true",
    "example.org, badexample.org, 80, false",
    ".example.org, a.example.org, 80, true",
    ".example.org, example.org, 80, false",
    "*.example.org, a.example.org, 80, true",
    "*.example.org, example.org, 80, false",
    "example.org:8080, example.org, 8080, true",
    "example.org:8080, example.org, 80, false",
    "' Example.org ', example.org, 80, true",
    "*, whatever.test, 80, true",
    "10.0.0.0/8, 10.1.2.3, 80, true",
    "10.0.0.0/8, 11.1.2.3, 80, false",
    "0.0.0.0/0, 11.1.2.3, 80, true",
    "10.0.0.0/33, 10.0.0.0, 80, false",
    "192.0.2.7, 192.0.2.7, 80, true",
    "192.0.2.7:81, 192.0.2.7, 80, false",
    "192.0.2.7:81, 192.0.2.7, 81, true",
    "2001:db8::/32, 2001:db8::1, 80, true",
    "2001:db8::1, 2001:db8::1, 80, true",
    "[2001:db8::1]:81, 2001:db8::1, 81, true",
    "[2001:db8::1]:81, 2001:db8::1, 80, false",
    "example.org, 192.0.2.7, 80, false",
    "'', example.org, 80, false",
    ":80, example.org, 80, false",
    "x.test, localhost, 80, true",
    "x.test, 127.0.0.9, 80, true",
    "x.test, ::1, 80, true",
  })
  void hostIsCovered(String entry, String host, int port, boolean covered) {
    assertThat(new NoProxy(List.of(entry)).covers(host, port, Optional.empty())).isEqualTo(covered);
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.0/24, true", "198.51.100.0/24, false", "shop.test, true"})
  void nameIsCoveredByItsAddressToo(String entry, boolean covered) {
    var address = Optional.of(InetAddress.ofLiteral("192.0.2.7"));

    assertThat(new NoProxy(List.of(entry)).covers("shop.test", 80, address)).isEqualTo(covered);
  }
}
