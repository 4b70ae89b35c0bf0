package dev.nines.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EngineSocketIT {
  @TempDir private static Path folder;

  @Test
  @EnabledIf("hasBoringSsl")
  void memoryOutsideOfTheHeapIsFreed_alsoWhenTheConnectionIsClosedFirst() throws Exception {
    var keys = new TestKeys(folder);
    keys.make("server", "-dname CN=server");
    var context = SSLContext.getInstance("TLS", BoringSsl.provider().orElseThrow());
    var trust = new CheckedTrust(null, InstantSource.system());
    context.init(new KeyManager[0], new TrustManager[] {trust}, null);
    var loopback = InetAddress.getLoopbackAddress();
    try (var server = keys.server().getServerSocketFactory().createServerSocket(0, 1, loopback);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(() -> {
        try (var peer = server.accept()) {
          return peer.getInputStream().read();
        }
      });
      var raw = new Socket(loopback, server.getLocalPort());
      var engine = context.createSSLEngine("server.test", 1);
      engine.setUseClientMode(true);
      var socket = new EngineSocket(raw, engine);
      socket.startHandshake();
      raw.close();
      assertThat(engine.isInboundDone()).isFalse();

      socket.close();

      assertThat(engine.isInboundDone()).isTrue();
    }
  }

  static boolean hasBoringSsl() {
    return BoringSsl.provider().isPresent();
  }
}
