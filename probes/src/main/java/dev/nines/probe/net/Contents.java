package dev.nines.probe.net;

import dev.nines.probe.Content;
import dev.nines.probe.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** Reads what declarations hold or point to. */
public final class Contents {
  private static final int MOST_BYTES = 16 << 20;

  private Contents() {}

  /**
   * Reads a value.
   *
   * @param content where it is
   * @return the value
   * @throws ProbeFault when its file cannot be read; that is the prober's fault, not the target's
   */
  public static String read(Content content) throws ProbeFault {
    return switch (content) {
      case Content.Text(var text) -> text;
      case Content.Secret(var text) -> text;
      case Content.InFile(var file) -> new String(bytes(file), StandardCharsets.UTF_8).strip();
    };
  }

  /**
   * Reads a value byte by byte: unlike {@link #read}, white space around it counts.
   *
   * @param content where it is
   * @return the bytes, of a text its UTF-8
   * @throws ProbeFault when its file cannot be read; that is the prober's fault, not the target's
   */
  public static byte[] bytes(Content content) throws ProbeFault {
    return switch (content) {
      case Content.Text(var text) -> text.getBytes(StandardCharsets.UTF_8);
      case Content.Secret(var text) -> text.getBytes(StandardCharsets.UTF_8);
      case Content.InFile(var file) -> bytes(file);
    };
  }

  private static byte[] bytes(Path file) throws ProbeFault {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_BYTES);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Says why a file cannot be read; the JDK's own text is often its name and no more.
   *
   * @param file which
   * @param thrown what came of it
   * @return the prober's fault
   */
  public static ProbeFault unreadable(Path file, IOException thrown) {
    var cause =
        switch (thrown) {
          case NoSuchFileException _ -> "no such file";
          case AccessDeniedException _ -> "permission denied";
          case FileSystemException e when e.getReason() != null -> e.getReason();
          case IOException e -> Objects.toString(e.getMessage(), e.getClass().getSimpleName());
        };
    return new ProbeFault(
        FailureReason.PROBER, "the file %s cannot be read: %s".formatted(file, cause));
  }
}
