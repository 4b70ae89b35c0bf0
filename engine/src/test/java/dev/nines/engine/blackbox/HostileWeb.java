package dev.nines.engine.blackbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** What a web server may say that means no good, by a seed. */
final class HostileWeb {
  private static final int BOMB_BYTES = 64 << 20;
  private static final byte[] BOMB = bomb();

  private static final List<String> STARTS =
      List.of(
          "HTTP/1.1 200 OK\r\n",
          "HTTP/1.1 200 OK\r\n",
          "HTTP/1.1 302 Found\r\n",
          "HTTP/1.1 503 X\r\n",
          "HTTP/1.0 200\r\n",
          "HTTP/1.1 100 \r\n\r\nHTTP/1.1 200 OK\r\n",
          "HTTP/1.1 101 Switching Protocols\r\n",
          "HTTP/1.1 204 X\r\n",
          "HTTP/1.1 407 X\r\n",
          "HTTP/1.1 999 X\r\n",
          "HTTP/1.1 -1 X\r\n",
          "HTTP/9.9 200 OK\r\n",
          "HTTP/1.1\r\n",
          "PRI * HTTP/2.0\r\n",
          "\r\n",
          "");
  private static final List<String> HEADERS =
      List.of(
          "Content-Length: 5\r\n",
          "Content-Length: -5\r\n",
          "Content-Length: 99999999999999999999\r\n",
          "Content-Length: 5\r\nContent-Length: 7\r\n",
          "Content-Length: 0x5\r\n",
          "Transfer-Encoding: chunked\r\n",
          "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
          "Transfer-Encoding: gzip, chunked\r\n",
          "Content-Encoding: gzip\r\n",
          "Content-Encoding: br\r\n",
          "Location: /\r\n",
          "Location: http://[::\r\n",
          "Location: https://127.0.0.1:1/\r\n",
          "Location: \u0000\r\n",
          "Set-Cookie: a=b; Domain=com; Path=\r\n",
          "Set-Cookie: =; ;;=; Expires=never\r\n",
          "Last-Modified: Tue, 99 Foo 0000 99:99:99 GMT\r\n",
          ": no name\r\n",
          "no colon\r\n",
          " folded\r\n",
          "Upgrade: h2c\r\nConnection: Upgrade\r\n",
          "\r");
  private static final List<String> BODIES =
      List.of(
          "hello",
          "{\"a\": 1}",
          "[[[[[[[[",
          "5\r\nhello\r\n0\r\n\r\n",
          "zz\r\n",
          "FFFFFFFFFFFFFFFF\r\nx",
          "-1\r\n",
          "5;x=y\r\nhel",
          "0\r\nTrailer: x",
          "\u001f\u008b\b\u0000",
          "");

  private HostileWeb() {}

  static void answer(Socket socket, Random random) throws IOException, InterruptedException {
    if (random.nextInt(8) > 0) {
      head(socket);
    }
    var out = socket.getOutputStream();
    switch (random.nextInt(9)) {
      case 0 -> endless(out, "HTTP/1.1 200 OK\r\n", "X-%d: y\r\n");
      case 1 -> endless(out, "HTTP/1.1 200 ", "x");
      case 2 -> endless(out, "", "HTTP/1.1 100 Continue\r\n\r\n");
      case 3 -> endless(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;", "x=y;");
      case 4 -> endless(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\n[\r\n");
      case 5 -> {
        write(out, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
        out.write(BOMB);
      }
      case 6 -> endless(out, "HTTP/1.1 302 Found\r\nLocation: /\r\n", "Set-Cookie: c%d=x\r\n");
      default -> {
        out.write(mutated(random));
        hangOrReset(socket, random);
      }
    }
  }

  private static byte[] mutated(Random random) {
    var text = new StringBuilder(any(STARTS, random));
    for (var i = random.nextInt(5); i > 0; i--) {
      text.append(any(HEADERS, random));
    }
    text.append("\r\n").append(any(BODIES, random));
    var bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    for (var i = random.nextInt(4); i > 0; i--) { // a few bytes that no list would think of
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  static void hangOrReset(Socket socket, Random random) throws IOException, InterruptedException {
    switch (random.nextInt(4)) {
      case 0 -> Thread.sleep(5_000);
      case 1 -> socket.setSoLinger(true, 0);
      default -> {
        // an orderly end
      }
    }
  }

  static void endless(OutputStream out, String start, String piece) throws IOException {
    write(out, start);
    for (var i = 0; ; i++) {
      write(out, piece.replace("%d", Integer.toString(i)).repeat(100));
    }
  }

  private static void head(Socket socket) throws IOException {
    while (!TargetServer.readLine(socket).isEmpty()) {
      // to the blank line
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  /** A few kilobytes that are many megabytes. */
  private static byte[] bomb() {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      var zeros = new byte[1 << 16];
      for (var i = 0; i < BOMB_BYTES; i += zeros.length) {
        gzip.write(zeros);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }
}
