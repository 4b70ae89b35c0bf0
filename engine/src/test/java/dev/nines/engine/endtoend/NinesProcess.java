package dev.nines.engine.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.NinesApplication;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Nines in a process of its own, to be killed, stopped, or to fail at its start. */
final class NinesProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("Nines is at (\\S+),");
  private static final Duration LONGEST_START = Duration.ofSeconds(40);

  private final Process process;
  private final Path output;

  private NinesProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** {@code nines server config.yml}. */
  static NinesProcess start(Site site) throws IOException {
    return start(site, Map.of());
  }

  /** With variables of the environment. */
  static NinesProcess start(Site site, Map<String, String> variables) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1"); // starts sooner
    command.add("-Xmx256m");
    command.add("--enable-native-access=ALL-UNNAMED"); // these two as the launcher gives them
    command.add("--sun-misc-unsafe-memory-access=allow");
    Optional.ofNullable(System.getProperty("nines.aotCache"))
        .ifPresent(cache -> command.add("-XX:AOTCache=" + cache));
    command.addAll(
        List.of(
            "-cp",
            productionClassPath(),
            NinesApplication.class.getName(),
            "server",
            site.config().toString()));
    return start(command, site.folder(), variables);
  }

  /** By another command; it runs in the folder, and what it prints is kept there. */
  static NinesProcess start(List<String> command, Path folder, Map<String, String> variables)
      throws IOException {
    var output = Files.createTempFile(folder, "output", ".txt");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(variables);
    return new NinesProcess(builder.start(), output);
  }

  /** Without what only tests have, which might hide that something is missing. */
  private static String productionClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("test-classes") && !entry.contains("wiremock"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Whether it answers. */
  boolean ready() {
    return READY.matcher(output()).find();
  }

  /** Waits until it answers. */
  Api api() {
    Awaitility.await().atMost(LONGEST_START).until(() -> !process.isAlive() || ready());
    var ready = READY.matcher(output());
    assertThat(ready.find()).as(output()).isTrue();
    return new Api(URI.create(ready.group(1)));
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Waits for its end. */
  int exitCode(Duration atMost) throws InterruptedException {
    assertThat(process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
        .as("has not ended within %s: %s", atMost, output())
        .isTrue();
    return process.exitValue();
  }

  /** {@return all it has printed, to either stream} */
  String output() {
    try {
      return Files.readString(output, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the lines that are not routine log lines} */
  List<String> complaints() {
    return output()
        .lines()
        .filter(line -> !line.isBlank() && !line.matches("\\S+ INFO .*"))
        .toList();
  }

  /** Leaves nothing behind, whatever the test came to. */
  @Override
  public void close() {
    if (!process.isAlive()) {
      return;
    }
    process.destroy(); // takes its PostgreSQL with it
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
