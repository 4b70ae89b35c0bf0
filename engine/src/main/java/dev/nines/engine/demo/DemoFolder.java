package dev.nines.engine.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;

/** The temporary folder of a demo, with a database that may still be stopping when it has to go. */
record DemoFolder(Path path) {
  /** PostgreSQL has it in its data folder for as long as it runs. */
  private static final String RUNNING = "postmaster.pid";

  private static final Duration STEP = Duration.ofMillis(100);
  private static final int MOST_STEPS = 100;

  static DemoFolder create() throws IOException {
    return new DemoFolder(Files.createTempDirectory("nines-demo-"));
  }

  /** Deletes the folder once no database runs in it; gives up waiting after ten seconds. */
  void delete() throws IOException {
    try {
      for (var step = 0; step < MOST_STEPS && inUse(); step++) {
        Thread.sleep(STEP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (var files = Files.walk(path)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private boolean inUse() throws IOException {
    try (var files = Files.walk(path)) {
      return files.anyMatch(file -> file.endsWith(RUNNING));
    } catch (UncheckedIOException e) {
      return true; // files go while it stops
    }
  }
}
