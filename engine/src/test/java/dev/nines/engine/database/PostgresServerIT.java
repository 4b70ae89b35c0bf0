package dev.nines.engine.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 90, unit = TimeUnit.SECONDS)
class PostgresServerIT {
  @TempDir Path temp;

  /** A test that failed half-way must not leave its server behind. */
  @AfterEach
  void endTheServer() throws IOException {
    var cluster = cluster();
    if (Files.isDirectory(cluster)) {
      PostmasterFile.living(cluster)
          .flatMap(server -> ProcessHandle.of(server.pid()))
          .ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
          });
    }
  }

  @Test
  void serverIsDurableAndAnswersLoopbackOnly() throws SQLException {
    try (var directory = DataDirectory.open(temp);
        var server = PostgresServer.start(directory)) {
      for (var setting :
          Map.of(
                  "fsync", "on",
                  "synchronous_commit", "on",
                  "full_page_writes", "on",
                  "listen_addresses", "127.0.0.1",
                  "unix_socket_directories", "",
                  "max_connections", "40",
                  "data_checksums", "on",
                  "server_encoding", "UTF8",
                  "log_timezone", "UTC")
              .entrySet()) {
        assertThat(query(server.login(), "show " + setting.getKey()))
            .as(setting.getKey())
            .isEqualTo(setting.getValue());
      }
    }
  }

  @Test
  void otherUsersOfTheMachineNeedThePassword() throws IOException {
    try (var directory = DataDirectory.open(temp);
        var server = PostgresServer.start(directory)) {
      var guess = new DatabaseLogin(server.login().url(), "nines", "guess");

      assertThatExceptionOfType(DatabaseException.class)
          .isThrownBy(() -> Database.open(guess))
          .withMessageContaining("refuses user nines")
          .withMessageNotContaining("guess");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(temp.resolve("postgres/password"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void dataAndPortSurviveAStopAndAStart() throws SQLException {
    int port;
    long begin;
    try (var directory = DataDirectory.open(temp);
        var server = PostgresServer.start(directory)) {
      port = server.login().port();
      execute(server.login(), "create table kept as select 42 as n");
      begin = System.nanoTime();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));

    try (var directory = DataDirectory.open(temp);
        var server = PostgresServer.start(directory)) {
      assertThat(server.login().port()).isEqualTo(port);
      assertThat(query(server.login(), "select n from kept")).isEqualTo("42");
    }
  }

  @Test
  void takenPortIsLeftToItsOwner() throws IOException {
    int port;
    try (var directory = DataDirectory.open(temp);
        var server = PostgresServer.start(directory)) {
      port = server.login().port();
    }

    try (var _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
        var directory = DataDirectory.open(temp);
        var server = PostgresServer.start(directory)) {
      assertThat(server.login().port()).isNotEqualTo(port);
    }
  }

  @Test
  void secondProcessIsRefusedByName() throws Exception {
    try (var child = ServerInChildJvm.start(temp)) {
      assertThatExceptionOfType(DatabaseException.class)
          .isThrownBy(() -> DataDirectory.open(temp))
          .withMessageContaining("(process %d)", child.pid());
    }
  }

  @Test
  void serverOfAKilledNinesIsTakenOver_whateverPortIsRemembered() throws Exception {
    var child = killedChild();
    var pid = postmaster();
    Files.writeString(temp.resolve("postgres/port"), "1\n");

    try (var directory = DataDirectory.open(temp);
        var server = PostgresServer.start(directory)) {
      assertThat(server.login().port()).isEqualTo(child.port());
      assertThat(postmaster()).isEqualTo(pid);
      assertThat(query(server.login(), "select n from kept")).isEqualTo("42");
    }

    assertEnds(pid);
  }

  @Test
  void bothKilled_startsAgainWithTheSameData() throws Exception {
    killedChild();
    var postmaster = ProcessHandle.of(postmaster()).orElseThrow();
    postmaster.destroyForcibly();
    postmaster.onExit().join();

    assertKept();
  }

  @Test
  void processIdTakenByAnotherProcessIsNotMistakenForTheServer() throws Exception {
    killedChild();
    var postmaster = ProcessHandle.of(postmaster()).orElseThrow();
    postmaster.destroyForcibly();
    postmaster.onExit().join();
    var file = cluster().resolve("postmaster.pid");
    var lines = Files.readAllLines(file);
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(file, lines);

    assertKept();
  }

  @Test
  void hungServerIsReplaced() throws Exception {
    killedChild();
    var pid = postmaster();
    new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor();

    assertKept();

    assertEnds(pid);
  }

  @Test
  void dataOfAnotherReleaseIsLeftAlone() throws IOException {
    Files.createDirectories(cluster());
    Files.writeString(cluster().resolve("PG_VERSION"), "17\n");
    Files.writeString(temp.resolve("postgres/password"), "secret");

    assertRefused("is of PostgreSQL 17, and this Nines runs PostgreSQL 18");
  }

  @Test
  void folderThatIsNoClusterIsLeftAlone() throws IOException {
    Files.createDirectories(cluster());
    Files.writeString(temp.resolve("postgres/password"), "secret");

    assertRefused("is not a PostgreSQL data folder");
  }

  @Test
  void damagedDataIsNamedWithPostgresOwnWords() throws IOException {
    try (var directory = DataDirectory.open(temp);
        var _ = PostgresServer.start(directory)) {
      // only to create the data
    }
    Files.write(cluster().resolve("global/pg_control"), new byte[8192]);

    assertRefused("FATAL");
  }

  private Path cluster() {
    return temp.resolve("postgres/cluster");
  }

  private long postmaster() throws IOException {
    return PostmasterFile.living(cluster().toRealPath()).orElseThrow().pid();
  }

  private ServerInChildJvm killedChild() throws Exception {
    try (var child = ServerInChildJvm.start(temp)) {
      var password = Files.readString(temp.resolve("postgres/password")).strip();
      execute(
          new DatabaseLogin(
              "jdbc:postgresql://127.0.0.1:%d/nines".formatted(child.port()), "nines", password),
          "create table kept as select 42 as n");
      return child;
    }
  }

  private void assertKept() throws SQLException {
    try (var directory = DataDirectory.open(temp);
        var server = PostgresServer.start(directory)) {
      assertThat(query(server.login(), "select n from kept")).isEqualTo("42");
    }
  }

  private void assertRefused(String words) {
    try (var directory = DataDirectory.open(temp)) {
      assertThatExceptionOfType(DatabaseException.class)
          .isThrownBy(() -> PostgresServer.start(directory))
          .withMessageContaining(words);
    }
  }

  /**
   * PostgreSQL takes its pid file away a moment before its process is gone, and the process of a
   * killed parent is reaped by whoever adopted it, in its own time.
   */
  private static void assertEnds(long pid) {
    ProcessHandle.of(pid)
        .ifPresent(process -> process.onExit().orTimeout(20, TimeUnit.SECONDS).join());
  }

  private static String query(DatabaseLogin login, String sql) throws SQLException {
    try (var connection = Database.connect(login);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static void execute(DatabaseLogin login, String sql) throws SQLException {
    try (var connection = Database.connect(login);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
