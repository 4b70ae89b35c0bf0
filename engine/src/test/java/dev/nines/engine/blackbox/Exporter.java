package dev.nines.engine.blackbox;

import static org.awaitility.Awaitility.await;

import dev.nines.engine.Peers;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Debian's blackbox_exporter as a process of its own. */
public record Exporter(Process process, int port) implements AutoCloseable {
  public static Exporter start(Path modules) throws IOException {
    var program = Peers.program("prometheus-blackbox-exporter");
    var port = Peers.freePort();
    var log = modules.resolveSibling("exporter.log");
    var builder =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + modules,
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // Go takes its proxy from here even where a module says nothing.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    var exporter = new Exporter(builder.start(), port);
    await()
        .atMost(Duration.ofSeconds(20))
        .failFast("blackbox_exporter ended: see " + log, () -> !exporter.process.isAlive())
        .until(exporter::answers);
    return exporter;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private boolean answers() {
    try (var socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
