package dev.nines.engine.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsOfSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.1.2.128/25, 10.1.2.127, false",
    "0.0.0.0/0, 192.0.2.1, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false"
  })
  void networkAllows(String entry, String address, boolean expected) {
    assertThat(AllowedTarget.parse(entry).orElseThrow())
        .isInstanceOfSatisfying(
            AllowedTarget.Network.class,
            network ->
                assertThat(network.allows(InetAddress.ofLiteral(address))).isEqualTo(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "*.example.com, Shop.Example.com, true",
    "*.example.com, a.b.example.com, true",
    "*.example.com, example.com, false",
    "*.example.com, shop.example.com.evil, false",
    "shop, shop, true",
    "s*p*, stop-that, true",
    "s*p, stop-that, false"
  })
  void nameAllows(String entry, String host, boolean expected) {
    assertThat(AllowedTarget.parse(entry).orElseThrow())
        .isInstanceOfSatisfying(
            AllowedTarget.Host.class, name -> assertThat(name.allows(host)).isEqualTo(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0", "http://a/", "a:80", "::/x"})
  void noEntryThatAllows(String text) {
    assertThat(AllowedTarget.parse(text)).isEmpty();
  }

  @Test
  void checksAreUrlsAndAddresses() {
    assertThat(CheckTarget.parse("https://a/b"))
        .contains(new CheckTarget.Url(URI.create("https://a/b")));
    assertThat(CheckTarget.parse("a:53")).contains(new CheckTarget.Address("a", 53));
    assertThat(CheckTarget.parse("[::1]:53")).contains(new CheckTarget.Address("::1", 53));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a:0", "a:65536", "ftp://a/", "https:///b", "::1:53"})
  void noCheck(String text) {
    assertThat(CheckTarget.parse(text)).isEmpty();
  }
}
