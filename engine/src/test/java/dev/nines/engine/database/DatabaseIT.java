package dev.nines.engine.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class DatabaseIT {
  @Test
  void freshDatabasesDoNotSeeEachOther() {
    try (var one = TestDatabase.fresh();
        var other = TestDatabase.fresh()) {
      one.jdbi().useHandle(handle -> handle.execute("create table mine (n int)"));

      assertThat(exists(one, "mine")).isTrue();
      assertThat(exists(other, "mine")).isFalse();
    }
  }

  @Test
  void schemaCanBeOpenedTwice() {
    var login = TestDatabase.freshLogin();

    Database.open(login).close();
    try (var again = Database.open(login)) {
      assertThat(exists(again, "flyway_schema_history")).isTrue();
      assertThat(again.host()).isEqualTo("127.0.0.1");
      assertThat(again.port()).isEqualTo(login.port());
    }
  }

  @Test
  void poolHasAsManyConnectionsAsItIsTold() throws SQLException {
    try (var database = Database.open(TestDatabase.freshLogin(), 12)) {
      var taken = new ArrayList<Connection>();
      try {
        while (taken.size() < 12) {
          taken.add(database.dataSource().getConnection());
        }
        assertThat(taken).doesNotHaveDuplicates();
      } finally {
        for (var connection : taken) {
          connection.close();
        }
      }
    }
  }

  @Test
  void closedPortIsUnreachable() {
    var url = "jdbc:postgresql://127.0.0.1:%d/nines".formatted(LoopbackPorts.free());

    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(() -> Database.open(new DatabaseLogin(url + "?password=p", "nines", "secret")))
        .withMessage("database %s unreachable: connection refused; check database.url", url);
  }

  @Test
  void unknownHostIsUnreachable() {
    var login = new DatabaseLogin("jdbc:postgresql://db.invalid/nines", "nines", "secret");

    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(() -> Database.open(login))
        .withMessage(
            "database jdbc:postgresql://db.invalid/nines unreachable: unknown host db.invalid;"
                + " check database.url");
  }

  @Test
  void missingDatabaseIsNamed() {
    var login = TestDatabase.freshLogin();
    var absent = new DatabaseLogin(login.url() + "_absent", login.user(), login.password());

    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(() -> Database.open(absent))
        .withMessageContaining("does not exist");
  }

  private static boolean exists(Database database, String table) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select to_regclass(:table) is not null")
                .bind("table", table)
                .mapTo(Boolean.class)
                .one());
  }
}
