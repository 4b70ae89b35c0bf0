package dev.nines.engine.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which folder belongs to this Nines, and to no other as long as it runs?
 *
 * <p>The claim is a lock of the operating system on {@code nines.lock}, so it ends with the process
 * however that dies; the process id written into the file only serves the message.
 */
public final class DataDirectory implements AutoCloseable {
  /**
   * Folders this process holds. A lock of the operating system belongs to the process and is lost
   * when any channel on the file is closed, so a second claim must not even open it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final String LOCK_FILE = "nines.lock";

  private final Path path;
  private final FileChannel channel;

  private DataDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Claims the folder, and creates it, open to its owner only, when it is missing.
   *
   * @param folder the data folder
   * @return the claimed folder, to be closed last
   * @throws DatabaseException when it is no folder, cannot be written, or is in use
   */
  public static DataDirectory open(Path folder) {
    var path = existing(folder);
    if (!HELD.add(path)) {
      throw inUse(folder, Long.toString(ProcessHandle.current().pid()));
    }
    FileChannel channel = null;
    try {
      channel = claim(folder, path.resolve(LOCK_FILE));
      return new DataDirectory(path, channel);
    } finally {
      if (channel == null) {
        HELD.remove(path);
      }
    }
  }

  /** {@return the folder's real path} */
  public Path path() {
    return path;
  }

  /** Gives the folder free. */
  @Override
  public void close() {
    try (channel) {
      if (channel.isOpen()) {
        channel.truncate(0);
      }
    } catch (IOException e) {
      throw new DatabaseException("data folder " + path + " cannot be given free: " + e, e);
    } finally {
      HELD.remove(path);
    }
  }

  private static Path existing(Path folder) {
    try {
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new DatabaseException("data folder " + folder + " is a file; check dataDir");
      }
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return folder.toRealPath();
    } catch (IOException e) {
      throw new DatabaseException(
          "data folder %s cannot be created: %s; check dataDir".formatted(folder, reason(e)), e);
    }
  }

  private static FileChannel claim(Path folder, Path lockFile) {
    FileChannel channel = null;
    FileLock lock = null;
    try {
      channel =
          FileChannel.open(
              lockFile,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      lock = channel.tryLock();
      if (lock == null) {
        throw inUse(folder, Files.readString(lockFile).strip());
      }
      channel.truncate(0);
      var pid = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
      return channel;
    } catch (IOException e) {
      throw new DatabaseException(
          "data folder %s is not writable: %s; check dataDir and its owner"
              .formatted(folder, reason(e)),
          e);
    } finally {
      if (lock == null) {
        closeQuietly(channel);
      }
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException _) {
      // nothing was claimed, so nothing is kept
    }
  }

  private static DatabaseException inUse(Path folder, String pid) {
    return new DatabaseException(
        "data folder %s is in use by another Nines (process %s); stop it or set another dataDir"
            .formatted(folder, pid.isEmpty() ? "unknown" : pid));
  }

  /** The name of a file system fault, which its message alone does not tell. */
  private static String reason(IOException e) {
    if (e instanceof FileSystemException fault && fault.getReason() != null) {
      return fault.getReason();
    }
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException f -> f.getFile() + " is a file";
      case NoSuchFileException f -> f.getFile() + " is missing";
      case IOException _ -> String.valueOf(e.getMessage());
    };
  }
}
