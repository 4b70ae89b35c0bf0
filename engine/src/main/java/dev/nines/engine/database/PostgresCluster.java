package dev.nines.engine.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of one PostgreSQL: its data folder and what Nines remembers beside it.
 *
 * @param home the folder that holds them all
 */
record PostgresCluster(Path home) {
  private static final String MAJOR_VERSION = "18";
  private static final int PASSWORD_BYTES = 24;

  /** {@return PostgreSQL's own data folder} */
  Path directory() {
    return home.resolve("cluster");
  }

  Path logs() {
    return directory().resolve("log");
  }

  /**
   * The superuser's password, drawn before there is a cluster. Loopback is open to every user of
   * the machine; this file is not.
   */
  String password() throws IOException {
    var file = home.resolve("password");
    if (!Files.exists(file)) {
      if (Files.exists(directory())) {
        throw new DatabaseException(
            file + " is missing, and with it the way into the data in " + directory());
      }
      var secret = new byte[PASSWORD_BYTES];
      new SecureRandom().nextBytes(secret);
      var partial = home.resolve("password.partial");
      Files.deleteIfExists(partial);
      Files.createFile(
          partial,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(partial, HexFormat.of().formatHex(secret) + "\n", StandardOpenOption.SYNC);
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }

  /** Creates the data folder in one step: a kill in between leaves none, never half of one. */
  void initialiseWhenMissing(PostgresPrograms programs, String superuser) throws IOException {
    if (Files.exists(directory(), LinkOption.NOFOLLOW_LINKS)) {
      checkVersion();
      return;
    }
    var partial = home.resolve("cluster.partial");
    PostgresBinaries.deleteTree(partial);
    var outcome = programs.initialise(partial, superuser, home.resolve("password"));
    if (outcome.failed()) {
      throw new DatabaseException(
          "PostgreSQL cannot create its data in %s: %s".formatted(home, failure(outcome.output())));
    }
    Files.move(partial, directory(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The port of the last start, if any. */
  Optional<Integer> lastPort() throws IOException {
    try {
      return Files.exists(portFile())
          ? Optional.of(Integer.valueOf(Files.readString(portFile()).strip()))
              .filter(port -> port > 0 && port <= 0xFFFF)
          : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty(); // only a convenience: another port does as well
    }
  }

  void rememberPort(int port) throws IOException {
    Files.writeString(portFile(), port + "\n");
  }

  Path emptyStartLog() throws IOException {
    return Files.writeString(startLog(), "");
  }

  /**
   * The one line that says why PostgreSQL failed: from the log it opened last, if it came that far,
   * else from what it printed, else what the program that started it printed.
   */
  String failure(String output) throws IOException {
    return Stream.of(newestLog(), Optional.of(startLog()))
        .flatMap(Optional::stream)
        .filter(Files::exists)
        .flatMap(PostgresCluster::fatalLine)
        .findFirst()
        .or(() -> unshareRefused(output))
        .orElse(output);
  }

  private static Optional<String> unshareRefused(String output) {
    return output.contains("unshare failed")
        ? Optional.of(
            output
                + " (PostgreSQL does not run as root, and no user namespace is allowed here:"
                + " run Nines as an ordinary user, or set database.url)")
        : Optional.empty();
  }

  private void checkVersion() throws IOException {
    var file = directory().resolve("PG_VERSION");
    if (!Files.exists(file)) {
      throw new DatabaseException(
          "%s is not a PostgreSQL data folder: it has no PG_VERSION".formatted(directory()));
    }
    var version = Files.readString(file).strip();
    if (!version.equals(MAJOR_VERSION)) {
      throw new DatabaseException(
          "%s is of PostgreSQL %s, and this Nines runs PostgreSQL %s"
              .formatted(directory(), version, MAJOR_VERSION));
    }
  }

  private Path portFile() {
    return home.resolve("port");
  }

  private Path startLog() {
    return home.resolve("start.log");
  }

  /** The log written last, unless it is older than this start. */
  private Optional<Path> newestLog() throws IOException {
    if (!Files.isDirectory(logs())) {
      return Optional.empty();
    }
    try (var files = Files.list(logs())) {
      return files
          .filter(log -> modified(log) >= modified(startLog()))
          .max(Comparator.comparingLong(PostgresCluster::modified));
    }
  }

  private static long modified(Path file) {
    return file.toFile().lastModified();
  }

  private static Stream<String> fatalLine(Path log) {
    try (var lines = Files.lines(log)) {
      return lines
          .flatMap(line ->
              Stream.of("FATAL: ", "PANIC: ")
                  .filter(line::contains)
                  .map(level -> line.substring(line.indexOf(level))))
          .reduce((_, last) -> last)
          .stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
