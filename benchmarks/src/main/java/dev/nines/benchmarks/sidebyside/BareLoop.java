package dev.nines.benchmarks.sidebyside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * The least that Java can do to probe: connect, shake hands with a verified chain, write a request,
 * read to the end. It notes nothing, checks nothing and has no deadline.
 *
 * <p>Each line of input (kind, port, how often) is answered with an empty line when it is done.
 */
final class BareLoop {
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bare\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final SSLSocketFactory tls;
  private final AtomicInteger connections = new AtomicInteger();

  private BareLoop(SSLSocketFactory tls) {
    this.tls = tls;
  }

  /**
   * Loops as it is told until its input ends.
   *
   * @param args the trusted authority, a PEM file
   * @throws Exception if a connection fails
   */
  public static void main(String[] args) throws Exception {
    var bare = new BareLoop(tls(Path.of(args[0])));
    var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (var order = orders.readLine(); order != null; order = orders.readLine()) {
      var words = order.split(" ", 3);
      var kind = Kind.valueOf(words[0]);
      var port = Integer.parseInt(words[1]);
      Concurrently.repeat(
          Integer.parseInt(words[2]),
          turns -> {
            while (turns.next()) {
              bare.once(kind, port);
            }
          });
      System.out.println();
    }
  }

  private static SSLSocketFactory tls(Path authority) throws GeneralSecurityException, IOException {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (var in = Files.newInputStream(authority)) {
      trusted.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    context.getClientSessionContext().setSessionCacheSize(1);
    return context.getSocketFactory();
  }

  private void once(Kind kind, int port) throws IOException {
    try (var raw = new Socket()) {
      raw.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      switch (kind) {
        case TCP -> {}
        case HTTP -> exchange(raw);
        case HTTPS -> {
          // a name of its own for each, so that no session is resumed
          var name = "127.0.0.1#" + connections.incrementAndGet();
          try (var secure = tls.createSocket(raw, name, port, true)) {
            exchange(secure);
          }
        }
      }
    }
  }

  private static void exchange(Socket socket) throws IOException {
    socket.getOutputStream().write(REQUEST);
    var answer = new byte[4096];
    var in = socket.getInputStream();
    var bytes = 0;
    for (var read = in.read(answer); read >= 0; read = in.read(answer)) {
      bytes += read;
    }
    if (bytes == 0) {
      throw new IOException("no answer");
    }
  }
}
