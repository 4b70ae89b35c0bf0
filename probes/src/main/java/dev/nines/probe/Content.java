package dev.nines.probe;

import java.nio.file.Path;

/** A value that a declaration holds itself, or that lies in a file and is read anew by each run. */
public sealed interface Content {
  /** {@return the value for whoever may not see secrets} */
  default String shown() {
    return this instanceof Text(var text) ? text : "<secret>";
  }

  /**
   * A value that anybody may see.
   *
   * @param text the value
   */
  record Text(String text) implements Content {}

  /**
   * A value that nobody may see.
   *
   * @param text the value
   */
  record Secret(String text) implements Content {
    @Override
    public String toString() {
      return shown();
    }
  }

  /**
   * A value that nobody may see, in a file.
   *
   * @param file where it lies; white space around the value does not count, but for a body
   */
  record InFile(Path file) implements Content {}
}
