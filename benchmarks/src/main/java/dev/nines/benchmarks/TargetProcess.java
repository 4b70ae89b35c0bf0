package dev.nines.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A running {@link Target}.
 *
 * @param process its process
 * @param port where it listens on 127.0.0.1
 */
record TargetProcess(Process process, int port) implements AutoCloseable {
  static TargetProcess start() throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-Dsun.net.httpserver.nodelay=true", // else Nagle adds 40 ms to some answers
                "-cp",
                System.getProperty("java.class.path"),
                Target.class.getName())
            .redirectError(Redirect.INHERIT)
            .start();
    // not closed: its end would be taken for the target's
    var reader = new BufferedReader(process.inputReader(StandardCharsets.US_ASCII));
    var port = reader.readLine();
    if (port == null) {
      throw new IOException("the target did not start");
    }
    return new TargetProcess(process, Integer.parseInt(port));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
