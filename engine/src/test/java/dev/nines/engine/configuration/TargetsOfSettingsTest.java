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
    "10.0.0.0/8, db, 10.255.0.1, true",
    "10.0.0.0/8, db, 11.0.0.1, false",
    "10.1.2.128/25, db, 10.1.2.127, false",
    "0.0.0.0/0, db, 192.0.2.1, true",
    "0.0.0.0/0, db, ::1, false",
    "2001:db8::/33, db, 2001:db8:7fff::1, true",
    "2001:db8::/33, db, 2001:db8:8000::1, false",
    "192.0.2.1, db, 192.0.2.1, true",
    "192.0.2.1, db, 192.0.2.2, false",
    "*.example.com, Shop.Example.com, 192.0.2.1, true",
    "*.example.com, a.b.example.com, 192.0.2.1, true",
    "*.example.com, example.com, 192.0.2.1, false",
    "*.example.com, shop.example.com.evil, 192.0.2.1, false",
    "shop, shop, 192.0.2.1, true",
    "s*p*, stop-that, 192.0.2.1, true",
    "s*p, stop-that, 192.0.2.1, false"
  })
  void allows(String entry, String host, String address, boolean expected) {
    assertThat(
            AllowedTarget.parse(entry).orElseThrow().allows(host, InetAddress.ofLiteral(address)))
        .isEqualTo(expected);
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
