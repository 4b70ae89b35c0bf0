package dev.nines.channel.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** What GreenMail lacks: a front that takes STARTTLS and hands what is said inside on to it. */
final class StartTlsFront implements AutoCloseable {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final ServerSocket socket = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
  private final SSLContext tls;
  private final int behind;
  private final Path certificate;

  /** Makes a key for the name {@code localhost}. */
  StartTlsFront(Path folder, int behind) throws Exception {
    this.behind = behind;
    var store = folder.resolve("key.p12");
    certificate = folder.resolve("certificate.pem");
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost",
        "-alias",
        "front",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString());
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "front",
        "-file",
        certificate.toString(),
        "-keystore",
        store.toString());
    tls = context(store);
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  Path certificate() {
    return certificate;
  }

  private static void keytool(String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", new String(PASSWORD)));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
  }

  private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private void serve() {
    try {
      while (true) {
        var client = socket.accept();
        Thread.ofVirtual().start(() -> talk(client));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void talk(Socket client) {
    try (client) {
      say(client, "220 front");
      while (true) {
        var line = line(client.getInputStream());
        if (line.startsWith("EHLO")) {
          say(client, "250-front\r\n250 STARTTLS");
        } else if (line.startsWith("STARTTLS")) {
          say(client, "220 go on");
          break;
        } else {
          say(client, "530 STARTTLS first");
        }
      }
      var inside = (SSLSocket) tls.getSocketFactory().createSocket(client, null, true);
      inside.setUseClientMode(false);
      inside.startHandshake();
      try (var server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
        line(server.getInputStream()); // its greeting: here the client speaks first
        var back = Thread.ofVirtual().start(() -> pipe(server, inside));
        pipe(inside, server);
        back.join();
      }
    } catch (IOException | InterruptedException _) {
      // The client hung up, as one does that trusts nobody.
    }
  }

  private static void pipe(Socket from, Socket to) {
    try (to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // The other side has closed.
    }
  }

  private static void say(Socket to, String line) throws IOException {
    OutputStream out = to.getOutputStream();
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c; (c = in.read()) != '\n'; ) {
      if (c < 0) {
        throw new IOException("ended");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
