package dev.nines.engine.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.JdbiException;
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
  void whatItThrowsNamesNoArguments_sinceAnyLogMayHaveIt() {
    try (var database = TestDatabase.fresh()) {
      database
          .jdbi()
          .useHandle(handle -> {
            handle.execute("create table mine (note text constraint once unique, n int)");
            handle.execute("insert into mine values ('s3cret', 1)");

            for (var statement :
                List.of(
                    "insert into mine (note) values (:note)",
                    "insert into mine (note, n) values (:note || 'x', :note::int)",
                    "insert into mine (notes) values (:note)")) {
              var failure =
                  catchThrowable(
                      () -> handle.createUpdate(statement).bind("note", "s3cret").execute());

              assertThat(failure).isInstanceOf(JdbiException.class);
              assertThat(FailureLine.of(failure)).doesNotContain("s3cret", "\n");
              if (!statement.contains("::int")) { // PostgreSQL itself quotes what is no number
                assertThat(failure).message().doesNotContain("s3cret", "values");
                assertThat(failure.getCause()).message().doesNotContain("s3cret");
              }
            }
          });
    }
  }

  @Test
  void failureInOneLineSaysWhatTheDatabaseSaid() {
    try (var database = TestDatabase.fresh()) {
      database
          .jdbi()
          .useHandle(handle -> {
            handle.execute("create table mine (note text constraint once unique, n int)");
            handle.execute("insert into mine values ('a', 1)");

            assertThat(line(() -> handle.execute("insert into mine values (?, 1)", "a")))
                .isEqualTo(
                    "UnableToExecuteStatementException: duplicate key value violates unique constraint"
                        + " \"once\" (SQL state 23505)");
            assertThat(
                    line(() -> handle.execute("insert into mine values ('b', ?::int)", "a \"b\"")))
                .isEqualTo(
                    "UnableToExecuteStatementException: invalid input syntax for type integer:"
                        + " \"...\" (SQL state 22P02)");
          });
    }
  }

  @Test
  void failureOfNinesItselfInOneLineSaysWhere() {
    var failure =
        line(() -> {
          throw new IllegalStateException("s3cret\n");
        });

    assertThat(failure)
        .startsWith("IllegalStateException at dev.nines.engine.database.DatabaseIT.")
        .doesNotContain("s3cret", "\n");
    assertThat(FailureLine.of(new IllegalStateException("s3cret", new SQLException("s3cret"))))
        .isEqualTo("IllegalStateException: SQLException (SQL state null)");
  }

  private static String line(ThrowingCallable call) {
    return FailureLine.of(catchThrowable(call));
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
