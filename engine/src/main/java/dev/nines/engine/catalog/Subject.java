package dev.nines.engine.catalog;

import java.util.Locale;

/**
 * A probe, or a service and so all of its probes.
 *
 * @param kind which of the two
 * @param name its name
 */
public record Subject(Kind kind, String name) {
  /** What a name stands for. */
  public enum Kind {
    /** One probe. */
    PROBE,
    /** Every probe of a service. */
    SERVICE;

    /** {@return the name in declarations, in lower case} */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** {@return the text in {@code dependsOn}, such as {@code probe:edge-tcp}} */
  @Override
  public String toString() {
    return kind.label() + ":" + name;
  }
}
