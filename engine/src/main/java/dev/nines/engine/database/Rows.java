package dev.nines.engine.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Reads columns that may be null. */
public final class Rows {
  private Rows() {}

  /**
   * Reads a moment.
   *
   * @param rs stands on a row
   * @param column a {@code timestamptz}
   * @return the moment, empty for null
   * @throws SQLException when there is no such column
   */
  public static Optional<Instant> instant(ResultSet rs, String column) throws SQLException {
    return Optional.ofNullable(rs.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
