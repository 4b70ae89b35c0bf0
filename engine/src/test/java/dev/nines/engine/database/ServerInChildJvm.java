package dev.nines.engine.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A Nines stripped to its database, in a process of its own that a test can kill. */
final class ServerInChildJvm implements AutoCloseable {
  private final Process process;
  private final int port;

  private ServerInChildJvm(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The child's side: starts the server, says its port, and waits to be killed. */
  public static void main(String[] args) throws InterruptedException {
    var server = PostgresServer.start(DataDirectory.open(Path.of(args[0])));
    System.out.println("port " + server.login().port());
    Thread.sleep(60_000);
  }

  static ServerInChildJvm start(Path folder) throws IOException {
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                ServerInChildJvm.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("port ")) {
        return new ServerInChildJvm(process, Integer.parseInt(line.substring("port ".length())));
      }
    }
    throw new IllegalStateException("the child ended without a server");
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /** Ends it as kill -9 does; its PostgreSQL lives on. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
