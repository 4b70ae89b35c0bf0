package dev.nines.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressLiteralTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "255.255.255.255, 255.255.255.255",
    "::1, ::1",
    "[::1], ::1",
    "::ffff:127.0.0.1, 127.0.0.1",
  })
  void address(String host, String address) {
    assertThat(AddressLiteral.of(host)).contains(InetAddress.ofLiteral(address));
    assertThat(AddressLiteral.fault(host)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"shop.example", "db1", "web.1", "0xshop", "1.2.3.4.5", "1.example", "a.0x1"})
  void name(String host) {
    assertThat(AddressLiteral.of(host)).isEmpty();
    assertThat(AddressLiteral.fault(host)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2130706433",
        "0x7f000001",
        "0X7F.0.0.1",
        "017700000001",
        "127.1",
        "127.0.1",
        "127.0.0.01",
        "0177.0.0.1",
        "010.0.0.1",
        "127.0.0.256",
        "127.0.0.1.",
        "0",
        "0x"
      })
  void neither(String host) {
    assertThat(AddressLiteral.of(host)).isEmpty();
    assertThat(AddressLiteral.fault(host))
        .contains(
            "neither a name nor an address: %s (an IPv4 address is four decimal numbers, such as 192.0.2.1)"
                .formatted(host));
  }
}
