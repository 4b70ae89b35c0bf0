package dev.nines.engine.endtoend;

import dev.nines.engine.database.DatabaseLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder as a user has it: config.yml, declarations, and the data folder that grows beside. */
record Site(Path folder) {
  static final String ANY_PORTS =
      """
      server:
        applicationConnectors: [{type: http, port: 0}]
        adminConnectors: [{type: http, port: 0}]
      """;

  /** Evaluates every second, so that a test need not wait for the ten of the default. */
  static Site of(Path folder, String declarations) {
    return of(folder, "evaluation: {interval: 1s}\n" + ANY_PORTS, declarations);
  }

  static Site of(Path folder, String config, String declarations) {
    try {
      var site = new Site(folder);
      Files.writeString(site.config(), config);
      Files.createDirectories(folder.resolve("slo-definitions"));
      Files.writeString(folder.resolve("slo-definitions").resolve("all.yml"), declarations);
      return site;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path config() {
    return folder.resolve("config.yml");
  }

  Path data() {
    return folder.resolve("data");
  }

  /** The embedded PostgreSQL's, while it runs. */
  DatabaseLogin login() throws IOException {
    var postgres = data().resolve("postgres");
    return new DatabaseLogin(
        "jdbc:postgresql://127.0.0.1:%s/nines"
            .formatted(Files.readString(postgres.resolve("port")).strip()),
        "nines",
        Files.readString(postgres.resolve("password")).strip());
  }

  /** A stopped PostgreSQL removes the file that names its process. */
  boolean postmasterRuns() {
    return Files.exists(data().resolve("postgres/cluster/postmaster.pid"));
  }

  /** The embedded PostgreSQL's process, as its own file names it. */
  ProcessHandle postmaster() {
    try {
      var file = data().resolve("postgres/cluster/postmaster.pid");
      return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()))
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
