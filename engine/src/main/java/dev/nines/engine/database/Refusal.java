package dev.nines.engine.database;

import java.sql.SQLException;

/** Tells what the database will never take from what it cannot take now. */
public final class Refusal {
  private Refusal() {}

  /**
   * Tells whether trying again is of no use: SQL classes 22 (data) and 23 (constraint), or a fault
   * of our own. Neither passes by itself.
   *
   * @param failure what came of something that was to be written or read
   * @return whether it is refused for good; else the database was away
   */
  public static boolean is(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        var state = String.valueOf(sql.getSQLState());
        return state.startsWith("22") || state.startsWith("23");
      }
    }
    return true;
  }
}
