package dev.nines.engine.access;

import java.util.Locale;

/** What a token lets do; each scope also lets do what those before it do. */
public enum Scope {
  /** Read what is not read by everybody: for programs, such as a Prometheus. */
  READ,
  /** Change things and read who changed what: for a person. */
  WRITE,
  /** Make tokens and revoke them. */
  ADMIN;

  /** {@return the name in the API and in the table, in lower case} */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a label.
   *
   * @param label one of {@link #label()}
   * @return the scope
   * @throws IllegalArgumentException if there is none of this label
   */
  public static Scope of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /**
   * Tells whether this is enough.
   *
   * @param needed what is needed
   * @return whether it is this scope or one before it
   */
  public boolean covers(Scope needed) {
    return compareTo(needed) >= 0;
  }
}
