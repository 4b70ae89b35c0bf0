package dev.nines.engine.declarations.yaml;

import java.util.Comparator;

/**
 * Something wrong in a file, said so that it can be mended without reading a manual.
 *
 * @param file the file as the user would name it
 * @param line from 1; 0 where the fault is the file's as a whole
 * @param column from 1; 0 where the fault is the file's as a whole
 * @param path the key, such as {@code spec.objectives[0].target}; empty for a whole document
 * @param message what was expected
 */
public record Fault(String file, int line, int column, String path, String message)
    implements Comparable<Fault> {
  private static final Comparator<Fault> BY_PLACE =
      Comparator.comparing(Fault::file)
          .thenComparingInt(Fault::line)
          .thenComparingInt(Fault::column)
          .thenComparing(Fault::path)
          .thenComparing(Fault::message);

  /**
   * A fault of a file as a whole.
   *
   * @param file the file
   * @param message what is wrong with it
   * @return the fault
   */
  public static Fault ofFile(String file, String message) {
    return new Fault(file, 0, 0, "", message);
  }

  @Override
  public int compareTo(Fault other) {
    return BY_PLACE.compare(this, other);
  }

  /** {@return the place, such as {@code checkout.yml:12:7}} */
  public String place() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }

  /** {@return the line to print, such as {@code checkout.yml:12:7: spec.service: required}} */
  @Override
  public String toString() {
    return place() + ": " + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
