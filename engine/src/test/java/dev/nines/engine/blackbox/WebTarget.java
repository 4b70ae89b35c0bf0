package dev.nines.engine.blackbox;

import static dev.nines.engine.blackbox.TargetServer.hang;
import static dev.nines.engine.blackbox.TargetServer.readLine;
import static dev.nines.engine.blackbox.TargetServer.write;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** A web server whose path says what is wrong with it: {@code /what/argument}. */
final class WebTarget implements TargetServer.Behaviour {
  static final String TEXT = "hello world, version 1.2.3\n";

  /** {@link #TEXT} is not in it: {@code hello} as the brotli program writes it. */
  private static final byte[] BROTLI = Base64.getDecoder().decode("CwKAaGVsbG8D");

  private static final Pattern SIZE = Pattern.compile("(?im)^content-length: *(\\d+)$");

  @Override
  public void meet(Socket socket) throws IOException, InterruptedException {
    var first = readLine(socket);
    var head = new StringBuilder(first).append('\n');
    for (var line = readLine(socket); !line.isEmpty(); line = readLine(socket)) {
      head.append(line).append('\n');
    }
    var size = SIZE.matcher(head);
    var body =
        size.find()
            ? socket.getInputStream().readNBytes(Integer.parseInt(size.group(1)))
            : new byte[0];
    var parts = first.split(" ")[1].replaceFirst("[?].*", "").split("/", 3);
    answer(
        socket,
        parts.length > 1 ? parts[1] : "",
        parts.length > 2 ? URLDecoder.decode(parts[2], StandardCharsets.UTF_8) : "",
        head + "\n" + new String(body, StandardCharsets.UTF_8));
    socket.shutdownOutput();
  }

  private static void answer(Socket socket, String what, String argument, String request)
      throws IOException, InterruptedException {
    switch (what) {
      case "status" -> status(socket, Integer.parseInt(argument), "");
      case "wants" -> status(socket, found(argument, request) ? 200 : 412, "");
      case "lacks" -> status(socket, found(argument, request) ? 412 : 200, "");
      case "redirect" -> redirect(socket, Integer.parseInt(argument));
      case "moved" -> moved(socket, argument);
      case "loop" -> status(socket, 302, "Location: /loop\r\n");
      case "to" -> status(socket, 302, "Location: " + argument + "\r\n");
      case "nowhere" -> status(socket, 302, "");
      case "cookie" ->
          status(socket, 302, "Set-Cookie: seen=yes; Path=/\r\nLocation: /wants/seen=yes\r\n");
      case "encoded" -> encoded(socket, argument);
      case "lying" ->
          ok(
              socket,
              "Content-Encoding: " + argument + "\r\n",
              TEXT.getBytes(StandardCharsets.US_ASCII));
      case "size" ->
          ok(
              socket,
              "",
              "x".repeat(Integer.parseInt(argument)).getBytes(StandardCharsets.US_ASCII));
      case "json" ->
          ok(
              socket,
              "Content-Type: application/json\r\n",
              "{\"status\": \"up\", \"nodes\": [{\"ok\": true}, {\"ok\": false}]}"
                  .getBytes(StandardCharsets.US_ASCII));
      case "header" ->
          ok(
              socket,
              argument.replace("|", "\r\n") + "\r\n",
              TEXT.getBytes(StandardCharsets.US_ASCII));
      case "latin-1" -> ok(socket, "", argument.getBytes(StandardCharsets.ISO_8859_1));
      case "token" -> token(socket, argument);
      case "raw" -> raw(socket, argument);
      default -> strange(socket, what, argument);
    }
  }

  /** What is no answer as it should be, or not in time. */
  private static void strange(Socket socket, String what, String argument)
      throws IOException, InterruptedException {
    switch (what) {
      case "late" -> {
        Thread.sleep(Long.parseLong(argument));
        status(socket, 200, "");
      }
      case "late-body" -> {
        write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab");
        Thread.sleep(Long.parseLong(argument));
        write(socket, "cde");
      }
      case "hang" -> hang(socket);
      case "half" -> {
        write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
        hang(socket);
      }
      case "drip" -> forEver(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "x", 50);
      case "drip-header" -> forEver(socket, "HTTP/1.1 200 OK\r\nX: ", "x", 50);
      case "endless" -> forEver(socket, "HTTP/1.1 200 OK\r\n\r\n", "x".repeat(1024), 5);
      case "reset" -> {
        write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc");
        Thread.sleep(100);
        socket.setSoLinger(true, 0);
        socket.close();
      }
      default -> status(socket, 404, "");
    }
  }

  private static void raw(Socket socket, String argument) throws IOException {
    write(socket, argument.replace("\\r\\n", "\r\n"));
  }

  private static void forEver(Socket socket, String start, String piece, long pauseMillis)
      throws IOException, InterruptedException {
    write(socket, start);
    while (true) {
      write(socket, piece);
      Thread.sleep(pauseMillis);
    }
  }

  /** A question mark would begin the query, so the case never matters and nothing looks ahead. */
  private static boolean found(String pattern, String request) {
    return Pattern.compile(pattern, Pattern.DOTALL | Pattern.CASE_INSENSITIVE)
        .matcher(request)
        .find();
  }

  private static void redirect(Socket socket, int left) throws IOException {
    if (left == 0) {
      status(socket, 200, "");
    } else {
      status(socket, 302, "Location: /redirect/" + (left - 1) + "\r\n");
    }
  }

  /** {@code 307/GET}: redirected with this status to where this method is wanted. */
  private static void moved(Socket socket, String argument) throws IOException {
    var words = argument.split("/", 2);
    status(socket, Integer.parseInt(words[0]), "Location: /wants/^" + words[1] + "\r\n");
  }

  private static void encoded(Socket socket, String encoding) throws IOException {
    var text = TEXT.getBytes(StandardCharsets.US_ASCII);
    var out = new ByteArrayOutputStream();
    switch (encoding) {
      case "gzip" -> {
        try (var gzip = new GZIPOutputStream(out)) {
          gzip.write(text);
        }
      }
      case "deflate" -> {
        try (var raw = new DeflaterOutputStream(out, new Deflater(9, true))) {
          raw.write(text);
        }
      }
      case "zlib" -> {
        try (var zlib = new DeflaterOutputStream(out)) {
          zlib.write(text);
        }
      }
      case "br" -> out.writeBytes(BROTLI);
      default -> out.writeBytes(text);
    }
    ok(
        socket,
        "Content-Encoding: %s\r\n".formatted(encoding.replace("zlib", "deflate")),
        out.toByteArray());
  }

  private static void token(Socket socket, String argument) throws IOException {
    switch (argument) {
      case "good" ->
          ok(
              socket,
              "Content-Type: application/json\r\n",
              "{\"access_token\":\"t0ken\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                  .getBytes(StandardCharsets.US_ASCII));
      case "broken" ->
          ok(socket, "Content-Type: application/json\r\n", "{".getBytes(StandardCharsets.US_ASCII));
      default -> status(socket, Integer.parseInt(argument), "");
    }
  }

  private static void status(Socket socket, int status, String headers) throws IOException {
    var bodyless = status < 200 || status == 204 || status == 304;
    write(
        socket,
        "HTTP/1.1 %d %s\r\nConnection: close\r\n%s%s"
            .formatted(
                status,
                "Status-" + String.format(Locale.ROOT, "%d", status),
                headers,
                bodyless ? "\r\n" : "Content-Length: 2\r\n\r\nok"));
  }

  private static void ok(Socket socket, String headers, byte[] body) throws IOException {
    write(
        socket,
        "HTTP/1.1 200 OK\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(headers, body.length));
    socket.getOutputStream().write(body);
    socket.getOutputStream().flush();
  }
}
