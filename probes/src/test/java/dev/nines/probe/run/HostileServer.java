package dev.nines.probe.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;

/** A server on loopback that does to each connection what a test tells it to. */
final class HostileServer implements AutoCloseable {
  interface Behaviour {
    void meet(Socket socket) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  HostileServer(Behaviour behaviour) throws IOException {
    this(ServerSocketFactory.getDefault(), InetAddress.getByName("127.0.0.1"), behaviour);
  }

  HostileServer(ServerSocketFactory factory, InetAddress address, Behaviour behaviour)
      throws IOException {
    this(factory, address, behaviour, _ -> {});
  }

  HostileServer(
      ServerSocketFactory factory,
      InetAddress address,
      Behaviour behaviour,
      Consumer<ServerSocket> settings)
      throws IOException {
    server = factory.createServerSocket(0, 200, address);
    settings.accept(server);
    Thread.ofVirtual().start(() -> accept(behaviour));
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept(Behaviour behaviour) {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> meet(behaviour, socket));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private static void meet(Behaviour behaviour, Socket socket) {
    try (socket) {
      behaviour.meet(socket);
    } catch (IOException | InterruptedException _) {
      // the probe hung up, as it should
    }
  }

  static Behaviour afterRequest(Behaviour then) {
    return socket -> {
      readHead(socket);
      then.meet(socket);
    };
  }

  static Behaviour answering(String answer) {
    return afterRequest(socket -> write(socket, answer));
  }

  static Behaviour forEver(String start, String piece, long pauseMillis) {
    return afterRequest(socket -> {
      write(socket, start);
      while (true) {
        write(socket, piece);
        Thread.sleep(pauseMillis);
      }
    });
  }

  static String readHead(Socket socket) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      var b = socket.getInputStream().read();
      if (b < 0) {
        throw new IOException("ended");
      }
      head.append((char) b);
    }
    return head.toString();
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var socket : sockets) {
      socket.close();
    }
  }
}
