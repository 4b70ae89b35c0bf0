package dev.nines.engine.telemetry;

/** The OTEL_* variables cannot be heeded. The message is made to be shown as it is. */
public final class TelemetryException extends RuntimeException {
  /**
   * With what to do.
   *
   * @param message names the variable and the fix
   */
  public TelemetryException(String message) {
    super(message);
  }
}
