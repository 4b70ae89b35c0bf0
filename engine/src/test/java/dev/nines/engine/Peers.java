package dev.nines.engine;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs besides Java. Where it is missing the test is skipped with a message, and fails
 * instead with {@code NINES_REQUIRE_PEERS=1}, which CI sets.
 */
public final class Peers {
  private Peers() {}

  /** {@return a port on which nobody listens now} */
  public static int freePort() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return server.getLocalPort();
    }
  }

  /**
   * Asks for a program.
   *
   * @param name as it is called on the PATH, such as {@code promtool}
   * @return where it is
   */
  public static Path program(String name) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(() -> {
          missing(name + " is not installed");
          return Path.of(name);
        });
  }

  /**
   * Asks for a file or a folder.
   *
   * @param path where it is
   * @return the path
   */
  public static Path path(Path path) {
    if (!Files.exists(path)) {
      missing(path + " is not there");
    }
    return path;
  }

  private static void missing(String what) {
    if ("1".equals(System.getenv("NINES_REQUIRE_PEERS"))) {
      throw new AssertionError(what + ", and NINES_REQUIRE_PEERS=1");
    }
    Assumptions.abort(what);
  }
}
