package dev.nines.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "gzip", "deflate, gzip", "*", "gzip;q=0.1", "br;q=1, *;q=0.5", "gzip;1"})
  void admits(String header) {
    assertThat(AcceptEncoding.admits(header, Compression.GZIP)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"br", "identity", "gzip;q=0", "*;q=0.0", "gzip;q=much", "xgzip", " ", "GZIP"})
  void doesNotAdmit(String header) {
    assertThat(AcceptEncoding.admits(header, Compression.GZIP)).isFalse();
  }
}
