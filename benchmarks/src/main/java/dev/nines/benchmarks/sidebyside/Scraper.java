package dev.nines.benchmarks.sidebyside;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Asks an exporter on a kept connection, as Prometheus does, with its headers. */
final class Scraper implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  Scraper(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Asks, and leaves the answer to come. */
  void ask(String query) throws IOException {
    var request =
        """
        GET %s HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        User-Agent: Prometheus/2.42.0\r
        Accept: text/plain;version=0.0.4;q=1,*/*;q=0.1\r
        Accept-Encoding: gzip\r
        X-Prometheus-Scrape-Timeout-Seconds: 60\r
        \r
        """
            .formatted(query, socket.getPort());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  /** {@return the body of the answer} */
  String answer() throws IOException {
    var status = line();
    var length = -1;
    var gzip = false;
    for (var header = line(); !header.isEmpty(); header = line()) {
      var lower = header.toLowerCase(Locale.ROOT);
      gzip |= lower.equals("content-encoding: gzip");
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(lower.indexOf(':') + 1).strip());
      }
    }
    var body = length >= 0 ? in.readNBytes(length) : chunks();
    if (gzip) {
      try (var plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
        body = plain.readAllBytes();
      }
    }
    var text = new String(body, StandardCharsets.UTF_8);
    if (!status.startsWith("HTTP/1.1 200 ")) {
      throw new IOException(status + ": " + text);
    }
    return text;
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    int length;
    do {
      length = Integer.parseInt(line(), 16);
      body.write(in.readNBytes(length));
      line();
    } while (length > 0);
    return body.toByteArray();
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (var c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the exporter hung up");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
