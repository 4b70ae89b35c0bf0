package dev.nines.engine.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nines.engine.database.DataDirectory;
import dev.nines.engine.database.DatabaseLogin;
import dev.nines.engine.database.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A PostgreSQL that every Nines uses that is killed beside it, as a database elsewhere is. */
final class LastingPostgres implements AutoCloseable {
  private final DataDirectory directory;
  private final PostgresServer server;

  private LastingPostgres(DataDirectory directory, PostgresServer server) {
    this.directory = directory;
    this.server = server;
  }

  static LastingPostgres start(Path folder) {
    var directory = DataDirectory.open(folder);
    return new LastingPostgres(directory, PostgresServer.start(directory));
  }

  DatabaseLogin login() {
    return server.login();
  }

  /** The part of config.yml that names it. */
  String config() {
    return """
    database:
      url: "%s"
      user: "%s"
      password: "%s"
    """
        .formatted(login().url(), login().user(), login().password());
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(login().url(), login().user(), login().password());
  }

  /** As after a lease: whatever a dead Nines had claimed or put off may be sent now. */
  void hurryNotifications() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          update notification set next_attempt_at = now() where id in (
            select id from notification where pending for update skip locked)
          """);
    }
  }

  /**
   * Waits until the server has noticed that nobody is there any more who asked it for something.
   */
  void awaitNoClients() {
    await()
        .atMost(90, SECONDS)
        .until(() ->
            History.numbers(
                        login(),
                        "select count(*) from pg_stat_activity where application_name = 'nines'")
                    .getFirst()
                == 0);
  }

  /** {@code pg_ctl restart -m immediate}: every connection breaks, and the log is replayed. */
  void restart() throws IOException, InterruptedException {
    var file = directory.path().resolve("postgres/cluster/postmaster.pid");
    var postmaster = Long.parseLong(Files.readAllLines(file).getFirst().strip());
    var signalled = new ProcessBuilder("kill", "-QUIT", Long.toString(postmaster)).start();
    assertThat(signalled.waitFor()).isZero();
    await()
        .atMost(90, SECONDS)
        .until(() -> ProcessHandle.of(postmaster).filter(ProcessHandle::isAlive).isEmpty());
    server.restartIfDead();
  }

  @Override
  public void close() {
    server.close();
    directory.close();
  }
}
