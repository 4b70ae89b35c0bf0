package dev.nines.engine.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Where are the PostgreSQL programs? They travel as an archive on the class path and are unpacked
 * once, beside the data they serve: in the temporary folder a cleaner would take them away from
 * under a running server.
 */
final class PostgresBinaries {
  private static final int OWNER_MAY_EXECUTE = 0100;

  private PostgresBinaries() {}

  /**
   * Unpacks the programs unless that was done before.
   *
   * @param parent the folder to unpack under
   * @return the folder with initdb, pg_ctl and postgres
   */
  static Path unpackUnder(Path parent) {
    var archive = archiveOf(System.getProperty("os.name"), System.getProperty("os.arch"));
    try {
      // named by content: another PostgreSQL release gets a folder of its own
      var home = parent.resolve("programs-%08x".formatted(checksum(archive)));
      if (!Files.isDirectory(home)) {
        var partial = parent.resolve("programs.partial");
        deleteTree(partial);
        unpack(archive, partial);
        Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
      }
      return home.resolve("bin");
    } catch (IOException e) {
      throw new DatabaseException(
          "the PostgreSQL programs cannot be unpacked under %s: %s".formatted(parent, e), e);
    }
  }

  static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (var paths = Files.walk(tree)) {
      for (var path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
  }

  private static String archiveOf(String system, String architecture) {
    var name =
        switch (architecture.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "postgres-linux-x86_64.txz";
          case "aarch64" -> "postgres-linux-arm_64.txz";
          default -> "";
        };
    if (!system.equals("Linux") || name.isEmpty()) {
      throw new DatabaseException(
          "no PostgreSQL is shipped for %s on %s; set database.url to a server of your own"
              .formatted(system, architecture));
    }
    return name;
  }

  private static long checksum(String archive) throws IOException {
    var checksum = new CRC32();
    try (var in = open(archive)) {
      var buffer = new byte[1 << 16];
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        checksum.update(buffer, 0, read);
      }
    }
    return checksum.getValue();
  }

  private static InputStream open(String archive) throws IOException {
    var in = PostgresBinaries.class.getClassLoader().getResourceAsStream(archive);
    if (in == null) {
      throw new IOException(archive + " is not on the class path");
    }
    return in;
  }

  private static void unpack(String archive, Path target) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(open(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        var path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("an entry leaves the folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, path);
          if ((entry.getMode() & OWNER_MAY_EXECUTE) != 0) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
        }
      }
    }
  }
}
