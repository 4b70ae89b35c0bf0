package dev.nines.engine.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class DatabaseLoginTest {
  @Test
  void portDefaultsToPostgresOwn() {
    var login = new DatabaseLogin("jdbc:postgresql://db/nines", "nines", "secret");

    assertThat(login.host()).isEqualTo("db");
    assertThat(login.port()).isEqualTo(5432);
  }

  @Test
  void firstOfSeveralServersIsTheAddress() {
    var login = new DatabaseLogin("jdbc:postgresql://a:1111,b:2222/nines", "nines", "");

    assertThat(login.host()).isEqualTo("a");
    assertThat(login.port()).isEqualTo(1111);
  }

  @Test
  void passwordIsNeverShown() {
    var login = new DatabaseLogin("jdbc:postgresql://db/nines?password=inUrl", "nines", "secret");

    assertThat(login).hasToString("nines at jdbc:postgresql://db/nines");
  }

  @Test
  void urlOfAnotherDatabaseIsRefused() {
    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(() -> new DatabaseLogin("jdbc:mysql://db/nines?password=p", "nines", ""))
        .withMessage(
            "database.url is not of the form jdbc:postgresql://HOST[:PORT]/DATABASE:"
                + " jdbc:mysql://db/nines");
  }
}
