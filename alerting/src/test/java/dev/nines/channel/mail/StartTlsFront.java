package dev.nines.channel.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** What GreenMail lacks: a front that takes STARTTLS and hands what is said inside on to it. */
final class StartTlsFront implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
  private final SSLContext tls;
  private final int behind;

  StartTlsFront(LocalhostKey key, int behind) throws Exception {
    this.behind = behind;
    tls = key.context();
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
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
