package dev.nines.engine.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ComparisonTest {
  private static final String PEER =
      """
      # HELP probe_success Displays whether or not the probe was a success
      # TYPE probe_success gauge
      probe_success 1
      # HELP probe_duration_seconds Returns how long
      # TYPE probe_duration_seconds gauge
      probe_duration_seconds 0.5
      # HELP probe_tls_version_info Returns the TLS version
      # TYPE probe_tls_version_info gauge
      probe_tls_version_info{version="TLS 1.3"} 1
      """;

  private final Situation plain = Situation.http("plain", "http://target", "");

  @ParameterizedTest
  @MethodSource("same")
  void passesOver(String nines) {
    assertThat(Comparison.between(plain, answer(200, PEER), answer(200, nines))).isEmpty();
  }

  static Stream<Arguments> same() {
    return Stream.of(
        Arguments.argumentSet("nothing", PEER),
        Arguments.argumentSet("another time", PEER.replace("0.5", "0.7")),
        Arguments.argumentSet(
            "another way to write a number", PEER.replace("success 1", "success 1.0")),
        Arguments.argumentSet("a newer series", PEER + "probe_timeout_seconds 5\n"),
        Arguments.argumentSet(
            "what only Nines has", PEER + "probe_failure_info{phase=\"tls\",reason=\"x\"} 1\n"));
  }

  @ParameterizedTest
  @MethodSource("different")
  void finds(String nines, String difference) {
    assertThat(Comparison.between(plain, answer(200, PEER), answer(200, nines)))
        .containsExactly(difference);
  }

  static Stream<Arguments> different() {
    return Stream.of(
        Arguments.argumentSet(
            "a value",
            PEER.replace("success 1", "success 0"),
            "probe_success: blackbox_exporter 1.0, Nines 0.0"),
        Arguments.argumentSet(
            "a series that is missing",
            PEER.replace("probe_duration_seconds 0.5\n", ""),
            "probe_duration_seconds: blackbox_exporter 0.5, Nines null"),
        Arguments.argumentSet(
            "a series too many",
            PEER + "probe_x 1\n",
            "probe_x: blackbox_exporter null, Nines 1.0"),
        Arguments.argumentSet(
            "a type",
            PEER.replace("success gauge", "success counter"),
            "type of probe_success: blackbox_exporter gauge, Nines counter"),
        Arguments.argumentSet(
            "a help",
            PEER.replace("Returns how long", "Says how long"),
            "help of probe_duration_seconds: blackbox_exporter Returns how long, Nines Says how long"));
  }

  @Test
  void labelIsPartOfTheSeries() {
    var nines = PEER.replace("TLS 1.3", "TLS 1.2");

    assertThat(Comparison.between(plain, answer(200, PEER), answer(200, nines)))
        .containsExactly(
            "probe_tls_version_info{version=TLS 1.2}: blackbox_exporter null, Nines 1.0",
            "probe_tls_version_info{version=TLS 1.3}: blackbox_exporter 1.0, Nines null");
  }

  @Test
  void statusAndTextOfARefusalAreCompared() {
    assertThat(Comparison.between(plain, answer(400, "no"), answer(200, PEER)))
        .containsExactly("HTTP status: blackbox_exporter 400, Nines 200");
    assertThat(Comparison.between(plain, answer(400, "no"), answer(400, "never")))
        .containsExactly("text: blackbox_exporter no, Nines never");
  }

  @Test
  void wantedDifferenceIsExcused_andNoOther() {
    var excused = plain.differs("it is better so", "probe_success");
    var nines = PEER.replace("success 1", "success 0").replace("TLS 1.3", "TLS 1.2");

    assertThat(Comparison.between(excused, answer(200, PEER), answer(200, nines))).hasSize(2);
  }

  @Test
  void excuseThatExcusesNothingIsFound() {
    var excused = plain.differs("it is better so", "probe_success", "text");
    var nines = PEER.replace("success 1", "success 0");

    assertThat(Comparison.between(excused, answer(200, PEER), answer(200, nines)))
        .containsExactly("text: the same, but excused by: it is better so");
    assertThat(Comparison.between(excused, answer(400, "no"), answer(400, "never")))
        .containsExactly("probe_success: the same, but excused by: it is better so");
  }

  @Test
  void seriesThatThePeerHasByNowIsFound() {
    var newer = PEER + "probe_timeout_seconds 5\n";

    assertThat(Comparison.between(plain, answer(200, newer), answer(200, newer)))
        .containsExactly(
            "probe_timeout_seconds: excused as one that blackbox_exporter has not, but it has");
  }

  private static Scraper.Answer answer(int status, String text) {
    return new Scraper.Answer(status, text, Duration.ZERO);
  }
}
