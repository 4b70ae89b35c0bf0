package dev.nines.engine.gate;

import java.util.Locale;

/** What a pipeline is told. */
public enum GateAnswer {
  /** Deploy. */
  GO(0),
  /** Do not. */
  HOLD(1),
  /** It cannot be said. */
  UNKNOWN(3);

  private final int exitCode;

  GateAnswer(int exitCode) {
    this.exitCode = exitCode;
  }

  /** {@return the name in the API and on the command line, in lower case} */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return what a command that asked ends with} */
  public int exitCode() {
    return exitCode;
  }
}
