package dev.nines.probe.net;

import dev.nines.probe.Content;
import dev.nines.probe.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

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
      case Content.InFile(var file) -> {
        try (var in = Files.newInputStream(file)) {
          yield new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
          throw new ProbeFault(
              FailureReason.PROBER, "the file " + file + " cannot be read: " + e.getMessage());
        }
      }
    };
  }
}
