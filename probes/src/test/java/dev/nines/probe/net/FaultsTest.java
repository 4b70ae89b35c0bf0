package dev.nines.probe.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Phase;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
  private static final Mask OPEN = new Mask(List.of());

  @ParameterizedTest
  @MethodSource("faults")
  void everyFaultHasOneReasonAndASentence(
      Phase phase, IOException thrown, FailureReason reason, String detail) {
    assertThat(Faults.classify(phase, thrown, "10.0.0.1:80", OPEN))
        .isEqualTo(new Failure(phase, reason, detail));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(
            Phase.CONNECT,
            new IOException("Failed to connect", new ConnectException("Connection refused")),
            FailureReason.CONNECTION_REFUSED,
            "connection refused by 10.0.0.1:80"),
        Arguments.of(
            Phase.CONNECT,
            new NoRouteToHostException("No route to host"),
            FailureReason.UNREACHABLE,
            "cannot reach 10.0.0.1:80: No route to host"),
        Arguments.of(
            Phase.CONNECT,
            new ConnectException("Network is unreachable"),
            FailureReason.UNREACHABLE,
            "cannot reach 10.0.0.1:80: Network is unreachable"),
        Arguments.of(
            Phase.CONNECT,
            new BindException("Cannot assign requested address"),
            FailureReason.PROBER,
            "the prober itself is short of something: Cannot assign requested address"),
        Arguments.of(
            Phase.CONNECT,
            new SocketException("Too many open files"),
            FailureReason.PROBER,
            "the prober itself is short of something: Too many open files"),
        Arguments.of(
            Phase.TLS,
            new SSLHandshakeException("Received fatal alert: handshake_failure"),
            FailureReason.TLS_HANDSHAKE,
            "the peer refused the TLS handshake: handshake_failure"),
        Arguments.of(
            Phase.TLS,
            new SSLException("Unsupported or unrecognized SSL message"),
            FailureReason.TLS_HANDSHAKE,
            "the peer does not speak TLS on this port"),
        Arguments.of(
            Phase.TLS,
            new SSLException("Remote host terminated the handshake", new EOFException()),
            FailureReason.CONNECTION_CLOSED,
            "10.0.0.1:80 closed the connection in the TLS handshake"),
        Arguments.of(
            Phase.PROCESSING,
            new SocketException("Connection reset"),
            FailureReason.CONNECTION_CLOSED,
            "10.0.0.1:80 closed the connection before it had answered"),
        Arguments.of(
            Phase.TRANSFER,
            new ProtocolException("unexpected end of stream"),
            FailureReason.CONNECTION_CLOSED,
            "10.0.0.1:80 closed the connection in the middle of the body"),
        Arguments.of(
            Phase.PROCESSING,
            new ProtocolException("Unexpected status line: \u0000\u001b[2J" + "x".repeat(500)),
            FailureReason.PROTOCOL,
            "the answer is malformed: Unexpected status line:  [2J" + "x".repeat(172) + "..."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "accept: too many open files",
        "no buffer space",
        "Operation not permitted",
        "Connection refused",
        "connection reset",
        "x\nunexpected end of stream",
        "Received fatal alert: bad_certificate"
      })
  void wordsOfThePeerAreNotReadAsThoseOfThisMachine(String line) {
    var thrown = new ProtocolException("Unexpected status line: " + line);

    assertThat(Faults.classify(Phase.PROCESSING, thrown, "10.0.0.1:80", OPEN))
        .isEqualTo(
            new Failure(
                Phase.PROCESSING,
                FailureReason.PROTOCOL,
                "the answer is malformed: Unexpected status line: " + line.replace('\n', ' ')));
  }

  @Test
  void sentenceIsOneLineThatReadsInOneDirection() {
    var thrown = new ProtocolException("Unexpected status line: a\u2028b\u0085c\u202ed");

    assertThat(Faults.classify(Phase.PROCESSING, thrown, "10.0.0.1:80", OPEN).detail())
        .isEqualTo("the answer is malformed: Unexpected status line: a b c d");
  }

  @Test
  void secretThatThePeerEchoesIsMaskedBeforeTheSentenceIsCut() {
    var thrown = new ProtocolException("Unexpected status line: " + "x".repeat(170) + "kN7-s3cret");

    assertThat(
            Faults.classify(
                    Phase.PROCESSING, thrown, "10.0.0.1:80", new Mask(List.of("kN7-s3cret")))
                .detail())
        .doesNotContain("kN7")
        .endsWith("x<secre...");
  }
}
