package dev.nines.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.access.Doorkeeper.Shown;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenIT {
  @TempDir private Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Optional<Actor> actor(AccessKey key) {
    return new Doorkeeper(database.jdbi())
        .authenticate(new Shown(Optional.of(key), false, "192.0.2.1", false));
  }

  @Test
  void instancesThatStartTogetherMakeOneToken_inOneFolder() throws Exception {
    var folders = IntStream.range(0, 8).mapToObj(i -> folder.resolve("data" + i)).toList();
    List<Optional<AccessKey>> made;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starts =
          folders.stream()
              .map(data -> threads.submit(() -> AdminToken.makeOnce(database.jdbi(), data)))
              .toList();
      var results = new ArrayList<Optional<AccessKey>>();
      for (var start : starts) {
        results.add(start.get());
      }
      made = results;
    }

    assertThat(made.stream().filter(Optional::isPresent)).hasSize(1);
    assertThat(folders.stream().filter(data -> Files.exists(data.resolve("admin-token"))))
        .hasSize(1);
  }

  @Test
  void fileIsForItsOwnerAlone_andOpensTheDoor() throws Exception {
    var key = AdminToken.makeOnce(database.jdbi(), folder).orElseThrow();

    var file = folder.resolve("admin-token");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(AccessKey.parse(Files.readString(file).strip())).contains(key);
    assertThat(actor(key).orElseThrow())
        .isEqualTo(new Actor("admin", Scope.ADMIN, "192.0.2.1", Optional.empty()));
    assertThat(AdminToken.makeOnce(database.jdbi(), folder)).isEmpty();
  }

  @Test
  void resetTokenTakesTheOldOnesPlace_alsoInTheFile() throws Exception {
    var old = AdminToken.makeOnce(database.jdbi(), folder).orElseThrow();

    var fresh = AdminToken.reset(database.jdbi(), Actor.atTheShell("root"), folder);

    assertThat(actor(old)).isEmpty();
    assertThat(actor(fresh)).isPresent();
    assertThat(Files.readString(folder.resolve("admin-token"))).isEqualTo(fresh.text() + "\n");
    assertThat(AdminToken.makeOnce(database.jdbi(), folder)).isEmpty();
  }

  @Test
  void revokedAdminTokenIsNotMadeAgain_byARestart() {
    AdminToken.makeOnce(database.jdbi(), folder);
    database
        .jdbi()
        .useTransaction(
            handle -> TokenTable.revoke(handle, Actor.atTheShell("root"), AccessToken.ADMIN));

    assertThat(AdminToken.makeOnce(database.jdbi(), folder)).isEmpty();
  }

  @Test
  void noSecretIsInTheDatabase() {
    var key = AdminToken.makeOnce(database.jdbi(), folder).orElseThrow();

    var rows =
        database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        """
                        select t::text || encode(t.hash, 'escape') || coalesce(a::text, '')
                        from access_token t, audit a
                        """)
                    .mapTo(String.class)
                    .list());
    var secret = key.text().substring(key.text().lastIndexOf(key.id()) + key.id().length() + 1);
    assertThat(rows).isNotEmpty().noneMatch(row -> row.contains(secret));
  }
}
