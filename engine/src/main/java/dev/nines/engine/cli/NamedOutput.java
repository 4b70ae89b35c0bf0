package dev.nines.engine.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output that calls the program by the name people start it by: Dropwizard writes {@code
 * java -jar nines.jar} into every usage. Whole lines are passed on.
 */
public final class NamedOutput extends PrintStream {
  private static final String DROPWIZARD = "java -jar ";

  private final PrintStream target;
  private final String jar;
  private final String name;

  /**
   * Wraps an output.
   *
   * @param target where lines go
   * @param jar the jar's name in usages
   * @param name what people type
   */
  public NamedOutput(PrintStream target, String jar, String name) {
    super(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    this.target = target;
    this.jar = jar;
    this.name = name;
  }

  private byte[] take() {
    var buffer = (ByteArrayOutputStream) out;
    var bytes = buffer.toByteArray();
    buffer.reset();
    return bytes;
  }

  @Override
  public synchronized void flush() {
    super.flush();
    var text = new String(take(), StandardCharsets.UTF_8);
    target.print(text.replace(DROPWIZARD + jar, name));
    target.flush();
  }
}
