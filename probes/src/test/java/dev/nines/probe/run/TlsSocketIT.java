package dev.nines.probe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nines.probe.tls.TlsClient;
import dev.nines.probe.tls.TlsClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The socket that probes read and write through, against the JDK's own at the other end. */
@Timeout(60)
class TlsSocketIT {
  private static final int LARGE = 3 * 1024 * 1024;

  @TempDir private static Path folder;
  private static TestCertificate certificate;

  @BeforeAll
  static void make() throws Exception {
    certificate = TestCertificate.make(folder, "socket", "dns:localhost.test,ip:127.0.0.1", "-1d");
  }

  /** Some times over: who of the two comes first, and so shakes hands, is left to chance. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3", "TLSv1.2", "TLSv1.3", "TLSv1.2", "TLSv1.3"})
  void whatIsSentInPiecesOfAnySize_comesBackWhole(String version) throws Exception {
    var random = new Random(7);
    var sent = new byte[LARGE];
    random.nextBytes(sent);
    try (var server = server(certificate.server(), version);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(() -> echo(server));
      try (var socket = connect(server)) {
        threads.submit(() -> {
          var out = socket.getOutputStream();
          for (var at = 0; at < sent.length; ) {
            var piece = Math.min(sent.length - at, 1 + random.nextInt(40_000));
            out.write(sent, at, piece);
            at += piece;
          }
          return null;
        });
        var received = new byte[LARGE];
        var in = socket.getInputStream();
        var sizes = new Random(8);
        for (var at = 0; at < LARGE; ) {
          var room = Math.min(LARGE - at, 1 + sizes.nextInt(40_000));
          var count = in.read(received, at, room);
          assertThat(count).isPositive();
          at += count;
        }

        assertThat(received).isEqualTo(sent);
        assertThat(socket.getSession().getProtocol()).isEqualTo(version);
      }
    }
  }

  @Test
  void oneThreadWritesWhileAnotherWaitsToRead_asHttp2Does() throws Exception {
    try (var server = server(certificate.server(), "TLSv1.3");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(() -> echo(server));
      try (var socket = connect(server)) {
        socket.startHandshake();
        var waiting = threads.submit(() -> socket.getInputStream().read());
        assertThat(waiting.isDone()).isFalse();

        socket.getOutputStream().write(42);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(42);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void noSessionIsEverResumed(String version) throws Exception {
    var handshakes = new AtomicInteger();
    var context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {counting(handshakes)}, null, null);
    try (var server = server(context, version);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var client = client();
      for (var run = 1; run <= 5; run++) {
        threads.submit(() -> echo(server));
        try (var socket = connect(client, server, run < 3 ? "127.0.0.1" : "localhost.test")) {
          socket.getOutputStream().write(1);
          assertThat(socket.getInputStream().read()).isEqualTo(1); // a ticket has come before
        }
        assertThat(handshakes).hasValue(run);
      }
    }
  }

  @Test
  void closingEndsAReadThatWaits() throws Exception {
    try (var server = server(certificate.server(), "TLSv1.3");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(() -> echo(server));
      var socket = connect(server);
      socket.startHandshake();
      var waiting = threads.submit(reading(socket));

      socket.close();

      waiting.get(10, TimeUnit.SECONDS);
      assertThat(socket.isClosed()).isTrue();
      assertThatExceptionOfType(SocketException.class).isThrownBy(socket::getInputStream);
    }
  }

  /** Whether it ends by an exception or as an end of the stream does not matter. */
  private static Callable<Integer> reading(SSLSocket socket) {
    return () -> {
      try {
        return socket.getInputStream().read();
      } catch (IOException _) {
        return -1;
      }
    };
  }

  @Test
  void closingIsNotHeldUpByAPeerThatDoesNotRead() throws Exception {
    try (var server = server(certificate.server(), "TLSv1.3");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(() -> {
        var peer = (SSLSocket) server.accept();
        peer.startHandshake();
        return peer; // and reads nothing
      });
      var socket = connect(server);
      socket.startHandshake();
      var stuck =
          threads.submit(() -> {
            try {
              socket.getOutputStream().write(new byte[64 * 1024 * 1024]);
              return false;
            } catch (IOException _) {
              return true;
            }
          });
      assertThat(stuck.isDone()).isFalse();

      var closing =
          threads.submit(() -> {
            socket.close();
            return null;
          });

      closing.get(10, TimeUnit.SECONDS);
      assertThat(stuck.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void peerThatHangsUpWithoutAFarewell_isTheEndOfTheStream() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(() -> {
        var raw = server.accept();
        var peer =
            (SSLSocket) certificate.server().getSocketFactory().createSocket(raw, null, 0, false);
        peer.setUseClientMode(false);
        peer.startHandshake();
        peer.getOutputStream().write('x');
        raw.shutdownOutput();
        return peer;
      });
      try (var socket = client().over(raw(server.getLocalPort()), "127.0.0.1")) {
        assertThat(socket.getInputStream().readAllBytes()).containsExactly('x');
      }
    }
  }

  @Test
  void peerThatHangsUpInTheHandshake_isNamedAsThat() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(() -> {
        try (var raw = server.accept()) {
          return raw.getInputStream().read(new byte[4096]);
        }
      });
      try (var socket = client().over(raw(server.getLocalPort()), "127.0.0.1")) {
        assertThatExceptionOfType(SSLHandshakeException.class)
            .isThrownBy(socket::startHandshake)
            .withMessage("the peer closed the connection");
        assertThat(socket.isClosed()).isTrue();
      }
    }
  }

  private static TlsClient client() throws IOException {
    return new TlsClients(InstantSource.system()).client(certificate.trusted());
  }

  private static SSLSocket connect(ServerSocket server) throws IOException {
    return connect(client(), server, "127.0.0.1");
  }

  private static SSLSocket connect(TlsClient client, ServerSocket server, String name)
      throws IOException {
    return client.over(raw(server.getLocalPort()), name);
  }

  private static Socket raw(int port) throws IOException {
    var raw = new Socket(InetAddress.getLoopbackAddress(), port);
    raw.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
    return raw;
  }

  private static SSLServerSocket server(SSLContext context, String version) throws IOException {
    var server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    server.setEnabledProtocols(new String[] {version});
    return server;
  }

  private static Void echo(ServerSocket server) throws IOException {
    try (var peer = server.accept()) {
      peer.getInputStream().transferTo(peer.getOutputStream());
    }
    return null;
  }

  /** A whole handshake asks for the server's key, a resumed one does not. */
  private static X509ExtendedKeyManager counting(AtomicInteger handshakes) throws Exception {
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(certificate.keys(), "changeit".toCharArray());
    return new CountingKeys((X509ExtendedKeyManager) factory.getKeyManagers()[0], handshakes);
  }

  private static final class CountingKeys extends X509ExtendedKeyManager {
    private final X509ExtendedKeyManager keys;
    private final AtomicInteger handshakes;

    CountingKeys(X509ExtendedKeyManager keys, AtomicInteger handshakes) {
      this.keys = keys;
      this.handshakes = handshakes;
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      handshakes.incrementAndGet();
      return keys.getPrivateKey(alias);
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return keys.chooseServerAlias(type, issuers, socket);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return keys.getCertificateChain(alias);
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return keys.getServerAliases(type, issuers);
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return keys.getClientAliases(type, issuers);
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return keys.chooseClientAlias(types, issuers, socket);
    }
  }
}
