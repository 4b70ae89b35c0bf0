package dev.nines.engine.database;

import java.io.Serial;

/**
 * The data folder or the database cannot be used. The message alone is meant for the operator: it
 * names the folder or address, the cause and what to look at, and never a password.
 */
public final class DatabaseException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * A fault that was found without another one behind it.
   *
   * @param message what is wrong and what to do
   */
  public DatabaseException(String message) {
    super(message);
  }

  /**
   * A fault with its cause, kept for logs at debug level.
   *
   * @param message what is wrong and what to do
   * @param cause the fault behind it
   */
  public DatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
