package dev.nines.engine.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path temp;

  @Test
  void missingFolderIsCreatedForItsOwnerOnly() throws IOException {
    try (var directory = DataDirectory.open(temp.resolve("a/data"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void secondClaimIsRefusedUntilTheFirstIsClosed() {
    try (var _ = DataDirectory.open(temp)) {
      assertThatExceptionOfType(DatabaseException.class)
          .isThrownBy(() -> DataDirectory.open(temp))
          .withMessage(
              "data folder %s is in use by another Nines (process %d); stop it or set another"
                  + " dataDir",
              temp, ProcessHandle.current().pid());
    }

    DataDirectory.open(temp).close();
  }

  @Test
  void fileIsRefused() throws IOException {
    var file = Files.createFile(temp.resolve("data"));

    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(() -> DataDirectory.open(file))
        .withMessage("data folder %s is a file; check dataDir", file);
  }

  @Test
  void folderBelowAFileIsRefused() throws IOException {
    var file = Files.createFile(temp.resolve("file"));

    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(() -> DataDirectory.open(file.resolve("data")))
        .withMessageStartingWith("data folder %s/data cannot be created: ", file);
  }

  @Test
  void folderWithoutWritePermissionIsRefused() throws IOException {
    assumeFalse(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "root may write everywhere");
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("r-xr-xr-x"));

    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(() -> DataDirectory.open(temp))
        .withMessage(
            "data folder %s is not writable: permission denied; check dataDir and its owner", temp);
  }
}
