package dev.nines.engine.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** Empty migrated databases for integration tests, all on one server a JVM, gone with the JVM. */
public final class TestDatabase {
  private static final PostgresServer SERVER = startServer();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private TestDatabase() {}

  /** {@return a new database with the schema and no rows, for the caller to close} */
  public static Database fresh() {
    return Database.open(freshLogin());
  }

  /** {@return how to log in to a new database without a schema} */
  public static DatabaseLogin freshLogin() {
    var name = "test_" + COUNT.incrementAndGet();
    var login = SERVER.login();
    execute(login, "create database " + name);
    return new DatabaseLogin(
        "jdbc:postgresql://%s:%d/%s".formatted(login.host(), login.port(), name),
        login.user(),
        login.password());
  }

  private static PostgresServer startServer() {
    try {
      var folder = Files.createTempDirectory("nines-test-database");
      var directory = DataDirectory.open(folder);
      var server = PostgresServer.start(directory);
      // nothing is to outlive the JVM, and what hundreds of databases left would take long to sync
      execute(server.login(), "alter system set fsync = off", "select pg_reload_conf()");
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                server.close();
                directory.close();
                deleteTree(folder);
              }));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void execute(DatabaseLogin login, String... sql) {
    try (var connection = Database.connect(login);
        var statement = connection.createStatement()) {
      for (var each : sql) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void deleteTree(Path folder) {
    try {
      PostgresBinaries.deleteTree(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
