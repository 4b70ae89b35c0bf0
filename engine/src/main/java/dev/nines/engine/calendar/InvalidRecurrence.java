package dev.nines.engine.calendar;

/** A recurrence that cannot be followed; the message says why. */
public final class InvalidRecurrence extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidRecurrence(String message) {
    super(message, null, false, false);
  }
}
