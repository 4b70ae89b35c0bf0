package dev.nines.engine.blackbox;

import static dev.nines.engine.blackbox.TargetServer.hang;
import static dev.nines.engine.blackbox.TargetServer.readLine;
import static dev.nines.engine.blackbox.TargetServer.write;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Servers of the protocols that begin with a line of text. */
final class Dialogues {
  private Dialogues() {}

  /** SMTP as far as STARTTLS, and EHLO once more inside it. */
  static TargetServer.Behaviour smtp(SSLContext context) {
    return socket -> {
      write(socket, "220 mail.example ESMTP\r\n");
      readLine(socket);
      write(socket, "250-mail.example\r\n250-PIPELINING\r\n250 STARTTLS\r\n");
      readLine(socket);
      write(socket, "220 go ahead\r\n");
      var secure =
          (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
      secure.setUseClientMode(false);
      readLine(secure);
      write(secure, "250-mail.example\r\n250 AUTH PLAIN\r\n");
      readLine(secure);
      write(secure, "221 bye\r\n");
      hang(secure);
    };
  }

  /** SMTP that does not know STARTTLS. */
  static void plainSmtp(Socket socket) throws IOException {
    write(socket, "220 mail.example ESMTP\r\n");
    readLine(socket);
    write(socket, "250-mail.example\r\n250 PIPELINING\r\n");
    hang(socket);
  }

  /** IRC's PING, which wants its own words back. */
  static void irc(Socket socket) throws IOException {
    write(socket, ":server NOTICE AUTH :*** Looking up\r\n");
    readLine(socket);
    readLine(socket);
    write(socket, "PING :abc-123 host\r\n");
    var pong = readLine(socket);
    write(socket, pong.equals("PONG abc-123 of host") ? ":server 001 welcome\r\n" : "ERROR\r\n");
    hang(socket);
  }

  /** SSH's banner, and nothing else. */
  static void ssh(Socket socket) throws IOException {
    write(socket, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
    hang(socket);
  }

  /** Lines that nobody waits for, one every so often, for ever. */
  static void chatter(Socket socket) throws IOException, InterruptedException {
    while (true) {
      write(socket, "still nothing\r\n");
      Thread.sleep(50);
    }
  }

  /** One line without an end. */
  static void flood(Socket socket) throws IOException {
    while (true) {
      write(socket, "x".repeat(1024));
    }
  }

  /** A banner whose line is not ended before the connection is. */
  static void unended(Socket socket) throws IOException {
    write(socket, "READY");
    socket.shutdownOutput();
    hang(socket);
  }

  /** A banner in pieces. */
  static void dripping(Socket socket) throws IOException, InterruptedException {
    for (var piece : "READY to serve\r\n".split("")) {
      write(socket, piece);
      Thread.sleep(10);
    }
    hang(socket);
  }

  /** Says a line of exactly so many bytes, then READY. */
  static TargetServer.Behaviour longLine(int bytes) {
    return socket -> {
      write(socket, "x".repeat(bytes) + "\r\nREADY\r\n");
      hang(socket);
    };
  }

  /** Resets the connection once it is made. */
  static void reset(Socket socket) throws IOException, InterruptedException {
    Thread.sleep(100);
    socket.setSoLinger(true, 0);
    socket.close();
  }
}
