package dev.nines.engine.database;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;

/**
 * What a log may say of a failure, in one line: what it was and where, and nothing that was to be
 * stored. Messages of JDBI and PostgreSQL quote statements with their arguments, which may be notes
 * or secrets; those of others may quote anything.
 */
public final class FailureLine {
  /** What PostgreSQL cannot read as a value of some type, it quotes; elsewhere it quotes names. */
  private static final Pattern QUOTED = Pattern.compile("\".*\"", Pattern.DOTALL);

  private static final String DATA = "22";

  private FailureLine() {}

  /**
   * Tells of a failure.
   *
   * @param failure what was thrown
   * @return its class, and what the database said or else where in Nines it was thrown
   */
  public static String of(Throwable failure) {
    var name = failure.getClass().getSimpleName();
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return "%s: %s (SQL state %s)".formatted(name, said(sql), sql.getSQLState());
      }
    }
    return name + cause(failure) + where(failure);
  }

  private static String said(SQLException sql) {
    var server = sql instanceof PSQLException known ? known.getServerErrorMessage() : null;
    var primary = server == null ? null : server.getMessage();
    if (primary == null) {
      return sql.getClass().getSimpleName();
    }
    return String.valueOf(sql.getSQLState()).startsWith(DATA)
        ? QUOTED.matcher(primary).replaceAll("\"...\"")
        : primary;
  }

  private static String cause(Throwable failure) {
    var cause = failure.getCause();
    return cause == null ? "" : " by " + cause.getClass().getSimpleName();
  }

  private static String where(Throwable failure) {
    var frames = failure.getStackTrace();
    return Arrays.stream(frames)
        .filter(frame -> frame.getClassName().startsWith("dev.nines."))
        .findFirst()
        .or(() -> Arrays.stream(frames).findFirst())
        .map(frame -> " at " + frame)
        .orElse("");
  }
}
