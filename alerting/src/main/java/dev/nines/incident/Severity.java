package dev.nines.incident;

import java.util.Locale;

/** How bad an incident is, worst first. */
public enum Severity {
  /** People are hurt now; somebody must be woken. */
  CRITICAL,
  /** It is broken and must be looked at today. */
  ERROR,
  /** It may become broken. */
  WARNING,
  /** For information. */
  INFO;

  /** {@return the name in declarations, API and notifications, in lower case} */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a label.
   *
   * @param label one of {@link #label()}
   * @return the severity
   * @throws IllegalArgumentException if there is none of this label
   */
  public static Severity of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /**
   * Picks the worse.
   *
   * @param other another severity
   * @return the worse of the two
   */
  public Severity worst(Severity other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
