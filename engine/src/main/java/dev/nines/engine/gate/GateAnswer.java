package dev.nines.engine.gate;

import java.util.Locale;

/** What a pipeline is told. */
public enum GateAnswer {
  /** Deploy. */
  GO,
  /** Do not. */
  HOLD,
  /** It cannot be said. */
  UNKNOWN;

  /** {@return the name in the API and on the command line, in lower case} */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
