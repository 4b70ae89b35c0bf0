package dev.nines.engine.blackbox;

import static dev.nines.engine.blackbox.TargetServer.readLine;
import static dev.nines.engine.blackbox.TargetServer.write;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.function.Predicate;

/**
 * A forward proxy: CONNECT, and requests with a whole URL.
 *
 * @param admits whether a request's head is let through, else 407
 */
record ProxyTarget(Predicate<String> admits) implements TargetServer.Behaviour {
  @Override
  public void meet(Socket client) throws IOException, InterruptedException {
    var first = readLine(client).split(" ");
    var head = new StringBuilder();
    for (var line = readLine(client); !line.isEmpty(); line = readLine(client)) {
      head.append(line).append("\r\n");
    }
    if (!admits.test(head.toString())) {
      write(client, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
    } else if (first[0].equals("CONNECT")) {
      var colon = first[1].lastIndexOf(':');
      try (var server = open(first[1].substring(0, colon), first[1].substring(colon + 1))) {
        write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
        join(client, server);
      }
    } else {
      var url = URI.create(first[1]);
      try (var server = open(url.getHost(), Integer.toString(Math.max(url.getPort(), 80)))) {
        write(
            server,
            "%s %s HTTP/1.1\r\n%sVia: zoo\r\n\r\n".formatted(first[0], url.getRawPath(), head));
        join(client, server);
      }
    }
  }

  private static Socket open(String host, String port) throws IOException {
    return new Socket(host.replaceAll("[\\[\\]]", ""), Integer.parseInt(port));
  }

  static void join(Socket client, Socket server) throws InterruptedException {
    var up = Thread.ofVirtual().start(() -> pump(client, server));
    pump(server, client);
    up.join();
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException _) {
      // one side hung up; the other is closed with this proxy's connection
      closeBoth(from, to);
    }
  }

  private static void closeBoth(Socket from, Socket to) {
    try (from;
        to) {
      // both
    } catch (IOException _) {
      // closed is closed
    }
  }
}
