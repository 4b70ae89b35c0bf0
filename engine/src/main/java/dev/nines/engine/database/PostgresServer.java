package dev.nines.engine.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that Nines runs for itself below its data folder. It outlives a killed Nines, and
 * the next one takes it over; a clean close stops it, whoever started it.
 *
 * <pre>
 * postgres/programs-CRC/   what is unpacked
 * postgres/cluster/        PostgreSQL's own data folder, its logs (a week) in cluster/log
 * postgres/password, port  the superuser's secret, readable by the owner only, and the last port
 * </pre>
 */
public final class PostgresServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  private static final String SUPERUSER = "nines";
  private static final String DATABASE = "nines";
  private static final long KILL_SECONDS = 5;

  /** Another process may take a free port between our looking and PostgreSQL's binding. */
  private static final int PORTS_TRIED = 3;

  private final PostgresPrograms programs;
  private final PostgresCluster cluster;
  private final DatabaseLogin login;

  private PostgresServer(PostgresPrograms programs, PostgresCluster cluster, DatabaseLogin login) {
    this.programs = programs;
    this.cluster = cluster;
    this.login = login;
  }

  /**
   * Takes over the server that still runs on this folder, or starts one, creating its data first
   * when there is none. The port of the last start is used again if it is free.
   *
   * @param directory the claimed data folder
   * @return the running server, with an empty or a kept database
   * @throws DatabaseException when the data is not ours to read, or the server does not start
   */
  public static PostgresServer start(DataDirectory directory) {
    var home = directory.path().resolve("postgres");
    var cluster = new PostgresCluster(home);
    try {
      Files.createDirectories(home);
      var programs = new PostgresPrograms(PostgresBinaries.unpackUnder(home), cluster.directory());
      var password = cluster.password();
      cluster.initialiseWhenMissing(programs, SUPERUSER);
      var port = adopt(programs, password).orElse(0);
      if (port == 0) {
        port = startAnew(programs, cluster);
      }
      cluster.rememberPort(port);
      return new PostgresServer(programs, cluster, withDatabase(port, password));
    } catch (IOException e) {
      throw new DatabaseException("the data under " + home + " cannot be used: " + e, e);
    }
  }

  /**
   * Finds the server that another process runs on a folder, for whoever may read its password.
   *
   * @param dataDir the data folder, claimed by that process
   * @return how to log in to its database; empty where none answers
   */
  public static Optional<DatabaseLogin> running(Path dataDir) {
    var home = dataDir.resolve("postgres");
    try {
      if (!Files.exists(home.resolve("password"))) {
        return Optional.empty();
      }
      var cluster = new PostgresCluster(home);
      var password = cluster.password();
      return cluster
          .lastPort()
          .map(port -> login(port, DATABASE, password))
          .filter(login -> refusal(login).isEmpty());
    } catch (IOException e) {
      throw new DatabaseException("the data under " + home + " cannot be used: " + e, e);
    }
  }

  /**
   * Tells whether a folder has data of a server.
   *
   * @param dataDir the data folder
   * @return whether {@link #start} would find some
   */
  public static boolean isIn(Path dataDir) {
    return Files.isDirectory(dataDir.resolve("postgres"));
  }

  /** {@return how to log in to the database} */
  public DatabaseLogin login() {
    return login;
  }

  /** Starts the server again, on the same port, if it has ended by itself. */
  public void restartIfDead() {
    try {
      if (PostmasterFile.living(programs.cluster()).isEmpty()) {
        var outcome = programs.start(login.port(), cluster.emptyStartLog());
        if (outcome.failed()) {
          LOG.error("PostgreSQL has ended and does not start again: {}", outcome.output());
        } else {
          LOG.warn("PostgreSQL had ended by itself and was started again");
        }
      }
    } catch (IOException e) {
      LOG.error("PostgreSQL has ended and cannot be started again", e);
    }
  }

  /** Stops the server; what is committed is on the disk. */
  @Override
  public void close() {
    var stopped = programs.stop();
    if (stopped.failed()) {
      LOG.warn("PostgreSQL in {} could not be stopped: {}", programs.cluster(), stopped.output());
    }
  }

  private static Optional<Integer> adopt(PostgresPrograms programs, String password)
      throws IOException {
    var living = PostmasterFile.living(programs.cluster());
    if (living.isEmpty()) {
      return Optional.empty();
    }
    var server = living.get();
    var failure = refusal(login(server.port(), "postgres", password));
    if (failure.isEmpty()) {
      LOG.info("took over the PostgreSQL of process {}, port {}", server.pid(), server.port());
      return Optional.of(server.port());
    }
    LOG.warn(
        "the PostgreSQL of process {} does not answer and is restarted: {}",
        server.pid(),
        failure.get());
    if (programs.stop().failed()) {
      kill(server.pid());
      // its own file is all it can no longer clear away; whose it is, is asked once more
      PostmasterFile.living(programs.cluster());
    }
    return Optional.empty();
  }

  private static void kill(long pid) {
    var process = ProcessHandle.of(pid);
    process.ifPresent(ProcessHandle::destroyForcibly);
    try {
      process.ifPresent(p -> p.onExit().orTimeout(KILL_SECONDS, TimeUnit.SECONDS).join());
    } catch (CompletionException e) {
      throw new DatabaseException(
          "PostgreSQL, process %d, neither answers nor ends".formatted(pid), e);
    }
  }

  private static int startAnew(PostgresPrograms programs, PostgresCluster cluster)
      throws IOException {
    var port = cluster.lastPort().filter(LoopbackPorts::isFree).orElseGet(LoopbackPorts::free);
    for (var left = PORTS_TRIED; ; left--) {
      var log = cluster.emptyStartLog();
      var outcome = programs.start(port, log);
      if (!outcome.failed()) {
        return port;
      }
      if (LoopbackPorts.isFree(port) || left == 1) {
        throw new DatabaseException(
            "PostgreSQL does not start on %s: %s; its logs: %s"
                .formatted(programs.cluster(), cluster.failure(outcome.output()), cluster.logs()));
      }
      port = LoopbackPorts.free();
    }
  }

  private static DatabaseLogin login(int port, String database, String password) {
    return new DatabaseLogin(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database), SUPERUSER, password);
  }

  private static Optional<String> refusal(DatabaseLogin login) {
    try (var connection = Database.connect(login)) {
      return connection.isValid(1) ? Optional.empty() : Optional.of("no answer");
    } catch (SQLException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static DatabaseLogin withDatabase(int port, String password) {
    try (var connection = Database.connect(login(port, "postgres", password));
        var statement = connection.createStatement();
        var found =
            statement.executeQuery("select from pg_database where datname = '" + DATABASE + "'")) {
      if (!found.next()) {
        statement.execute("create database " + DATABASE);
      }
      return login(port, DATABASE, password);
    } catch (SQLException e) {
      throw new DatabaseException(
          "PostgreSQL on port %d runs, but cannot be used: %s".formatted(port, e.getMessage()), e);
    }
  }
}
