package dev.nines.engine.blackbox;

import static dev.nines.engine.blackbox.TargetServer.readLine;
import static dev.nines.engine.blackbox.TargetServer.write;

import java.io.IOException;
import java.net.Socket;

/**
 * A proxy that pretends to have reached whatever it is asked for, so that a target may be one that
 * nobody else reaches.
 *
 * @param secure the port on loopback that every CONNECT leads to
 */
record AnsweringProxy(int secure) implements TargetServer.Behaviour {
  @Override
  public void meet(Socket client) throws IOException, InterruptedException {
    var first = readLine(client);
    for (var line = readLine(client); !line.isEmpty(); line = readLine(client)) {
      // the head
    }
    if (first.startsWith("CONNECT")) {
      try (var server = new Socket("127.0.0.1", secure)) {
        write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
        ProxyTarget.join(client, server);
      }
    } else {
      write(client, "HTTP/1.1 200 OK\r\nVia: zoo\r\nContent-Length: 2\r\n\r\nok");
    }
  }
}
