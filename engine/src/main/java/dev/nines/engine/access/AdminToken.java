package dev.nines.engine.access;

import dev.nines.engine.database.DatabaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The first token: made once a database, by whichever instance is first, and written into its data
 * folder for its owner alone.
 */
public final class AdminToken {
  /** The file in the data folder. */
  public static final String FILE = "admin-token";

  private AdminToken() {}

  /**
   * Makes the token where there never was one.
   *
   * @param jdbi the database
   * @param dataDir the data folder
   * @return the token; empty where it was made before, or is by another instance
   * @throws DatabaseException when the file cannot be written
   */
  public static Optional<AccessKey> makeOnce(Jdbi jdbi, Path dataDir) {
    return jdbi.inTransaction(handle ->
        TokenTable.knows(handle, AccessToken.ADMIN)
            ? Optional.empty()
            : make(handle, Actor.atTheShell("nines"), dataDir));
  }

  /**
   * Revokes the token and makes another, for who has lost it.
   *
   * @param jdbi the database
   * @param actor who asks for it
   * @param dataDir the data folder
   * @return the new token
   * @throws DatabaseException when the file cannot be written
   */
  public static AccessKey reset(Jdbi jdbi, Actor actor, Path dataDir) {
    return jdbi.inTransaction(handle -> {
      TokenTable.revoke(handle, actor, AccessToken.ADMIN);
      return make(handle, actor, dataDir)
          .orElseThrow(
              () -> new DatabaseException("another admin token was made meanwhile; try again"));
    });
  }

  /** Written before the commit: a token that nobody was given would be of no use. */
  private static Optional<AccessKey> make(Handle handle, Actor actor, Path dataDir) {
    var made = TokenTable.create(handle, actor, AccessToken.ADMIN, Scope.ADMIN);
    made.ifPresent(m -> write(dataDir.resolve(FILE), m.key()));
    return made.map(AccessToken.Made::key);
  }

  private static void write(Path file, AccessKey key) {
    var partial = file.resolveSibling(FILE + ".partial");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent(), only("rwx------"));
      Files.deleteIfExists(partial);
      Files.createFile(partial, only("rw-------"));
      Files.writeString(partial, key.text() + "\n");
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DatabaseException("%s cannot be written: %s".formatted(file, e), e);
    }
  }

  private static FileAttribute<?> only(String owner) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(owner));
  }
}
