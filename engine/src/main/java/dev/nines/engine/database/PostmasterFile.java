package dev.nines.engine.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What a running PostgreSQL says of itself in the {@code postmaster.pid} of its data folder.
 *
 * @param pid the server's process
 * @param port the port it listens on
 * @see <a href="https://www.postgresql.org/docs/18/storage-file-layout.html">Database File
 *     Layout</a>
 */
record PostmasterFile(long pid, int port) {
  private static final String NAME = "postmaster.pid";
  private static final int PORT_LINE = 3;

  /**
   * Finds the living server of a data folder, and clears away what a dead one left. The process id
   * alone proves nothing: after a reboot, or in a container, another process may have it, and
   * PostgreSQL would then refuse to start for ever.
   *
   * @param cluster PostgreSQL's data folder
   * @return the server, when its process lives and works in this folder
   */
  static Optional<PostmasterFile> living(Path cluster) throws IOException {
    var file = cluster.resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var found = parse(Files.readAllLines(file)).filter(server -> server.worksIn(cluster));
    if (found.isEmpty()) {
      Files.delete(file);
    }
    return found;
  }

  private static Optional<PostmasterFile> parse(List<String> lines) {
    try {
      var port = lines.size() > PORT_LINE ? Integer.parseInt(lines.get(PORT_LINE).strip()) : 0;
      return Optional.of(new PostmasterFile(Long.parseLong(lines.getFirst().strip()), port));
    } catch (NumberFormatException | NoSuchElementException _) {
      return Optional.empty(); // torn, which a living server's is not
    }
  }

  private boolean worksIn(Path cluster) {
    var process = Path.of("/proc", Long.toString(pid));
    try {
      return Files.isSameFile(process.resolve("cwd"), cluster)
          && Files.readString(process.resolve("comm")).strip().equals("postgres");
    } catch (IOException _) {
      return false; // gone, or not ours to look at, which a server of our own would be
    }
  }
}
