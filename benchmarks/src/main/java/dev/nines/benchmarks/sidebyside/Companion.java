package dev.nines.benchmarks.sidebyside;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM of the benchmark's own, which answers each line of its input with a line, and ends with it.
 *
 * @param process its process
 * @param answers its output
 */
record Companion(Process process, BufferedReader answers) implements AutoCloseable {
  /** Those of Nines' launcher. */
  static final List<String> LAUNCHER_FLAGS =
      List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmx256m", "-XX:+UseCompactObjectHeaders");

  static Companion start(List<String> flags, Class<?> main, String... arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    return new Companion(
        process, new BufferedReader(process.inputReader(StandardCharsets.US_ASCII)));
  }

  /** {@return its next line} */
  String read() throws IOException {
    var line = answers.readLine();
    if (line == null) {
      throw new IOException("a process of the benchmark ended early");
    }
    return line;
  }

  /** {@return its answer} */
  String ask(String question) throws IOException {
    var out = process.outputWriter(StandardCharsets.US_ASCII);
    out.write(question + "\n");
    out.flush();
    return read();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
