package dev.nines.engine.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs initdb and pg_ctl on one data folder. PostgreSQL refuses to run as root, so root runs them
 * in a user namespace of their own, in which they are nobody and their files are still theirs.
 *
 * @param bin the folder with the programs
 * @param cluster PostgreSQL's data folder
 */
record PostgresPrograms(Path bin, Path cluster) {
  /** A shut-down writes what is in memory; five seconds are plenty for the little we keep there. */
  private static final String STOP_SECONDS = "5";

  /** Replaying the log after a crash takes long on a slow disk. */
  private static final String START_SECONDS = "120";

  /** On the command line, so that no file in the data folder can undo durability. */
  private static final String SETTINGS =
      """
      -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
      -c fsync=on -c synchronous_commit=on -c full_page_writes=on \
      -c max_connections=40 -c shared_buffers=64MB -c jit=off \
      -c timezone=UTC -c log_timezone=UTC -c log_checkpoints=off \
      -c logging_collector=on -c log_filename=postgresql-%a.log \
      -c log_truncate_on_rotation=on -c log_rotation_size=0\
      """;

  /**
   * The outcome of one program.
   *
   * @param exitCode 0 when it went well
   * @param output what it printed
   */
  record Outcome(int exitCode, String output) {
    boolean failed() {
      return exitCode != 0;
    }
  }

  /** Creates a data folder whose superuser needs the password in the given file. */
  Outcome initialise(Path target, String superuser, Path passwordFile) {
    return run(
        "initdb",
        "-D",
        target.toString(),
        "-U",
        superuser,
        "--pwfile=" + passwordFile,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8");
  }

  /** Starts the server and returns when it takes connections. */
  Outcome start(int port, Path startLog) {
    return run(
        "pg_ctl",
        "start",
        "-w",
        "-t",
        START_SECONDS,
        "-D",
        cluster.toString(),
        "-l",
        startLog.toString(),
        "-o",
        "-c port=" + port + " " + SETTINGS);
  }

  /** Stops the server, breaking off what its clients are doing, with nothing left to replay. */
  Outcome stop() {
    return run("pg_ctl", "stop", "-w", "-t", STOP_SECONDS, "-m", "fast", "-D", cluster.toString());
  }

  private Outcome run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    try {
      if (isRoot()) {
        command.addAll(List.of("unshare", "--user"));
      }
      command.add(bin.resolve(program).toString());
      command.addAll(List.of(arguments));
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      // the caller's PGDATA, PGOPTIONS or PGPORT are meant for another server
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      builder.environment().put("LC_ALL", "C");
      var process = builder.start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), output.strip());
    } catch (IOException e) {
      throw new DatabaseException(program + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException(program + " was interrupted", e);
    }
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }
}
