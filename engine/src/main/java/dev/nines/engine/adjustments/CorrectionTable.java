package dev.nines.engine.adjustments;

import dev.nines.engine.adjustments.StoredCorrection.Revocation;
import dev.nines.engine.catalog.Correction;
import dev.nines.engine.catalog.Correction.Counts;
import dev.nines.engine.database.Rows;
import dev.nines.slo.time.Interval;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The corrections that came through the API. Nothing is ever deleted. */
public final class CorrectionTable {
  private CorrectionTable() {}

  /**
   * Adds a correction.
   *
   * @param handle the transaction
   * @param correction what is said
   * @return as it is stored
   */
  public static StoredCorrection add(Handle handle, Correction correction) {
    return handle
        .createQuery(
            """
            insert into correction (span_from, span_to, slos, services, counts, reason, author)
            values (:from, :to, :slos, :services, :counts, :reason, :author)
            returning *
            """)
        .bind("from", correction.span().from().atOffset(ZoneOffset.UTC))
        .bind("to", correction.span().to().atOffset(ZoneOffset.UTC))
        .bind("slos", sorted(correction.slos()))
        .bind("services", sorted(correction.services()))
        .bind("counts", correction.counts().label())
        .bind("reason", correction.reason())
        .bind("author", correction.by())
        .map((rows, _) -> stored(rows))
        .one();
  }

  /**
   * Revokes a correction; one that is revoked already stays as it is.
   *
   * @param handle the transaction
   * @param id its number
   * @param by who revokes it
   * @return whether it was valid until now
   */
  public static boolean revoke(Handle handle, long id, String by) {
    return handle
            .createUpdate(
                """
                update correction set revoked_at = now(), revoked_by = :by
                where id = :id and revoked_at is null
                """)
            .bind("id", id)
            .bind("by", by)
            .execute()
        > 0;
  }

  /**
   * Finds a correction.
   *
   * @param handle the database
   * @param id its number
   * @return as it is stored; empty where there is none
   */
  public static Optional<StoredCorrection> find(Handle handle, long id) {
    return handle
        .createQuery("select * from correction where id = :id")
        .bind("id", id)
        .map((rows, _) -> stored(rows))
        .findOne();
  }

  /**
   * Reads them all.
   *
   * @param handle the database
   * @return all corrections, revoked or not, newest first
   */
  public static List<StoredCorrection> all(Handle handle) {
    return handle
        .createQuery("select * from correction order by id desc")
        .map((rows, _) -> stored(rows))
        .list();
  }

  /**
   * Reads those that count.
   *
   * @param handle the database
   * @param since of those that end later
   * @return corrections that are not revoked
   */
  static List<StoredCorrection> valid(Handle handle, Instant since) {
    return handle
        .createQuery(
            "select * from correction where revoked_at is null and span_to > :since order by id")
        .bind("since", since.atOffset(ZoneOffset.UTC))
        .map((rows, _) -> stored(rows))
        .list();
  }

  private static String[] sorted(Set<String> names) {
    return names.stream().sorted().toArray(String[]::new);
  }

  private static StoredCorrection stored(ResultSet rows) throws SQLException {
    return new StoredCorrection(
        rows.getLong("id"),
        new Correction(
            new Interval(instant(rows, "span_from"), instant(rows, "span_to")),
            names(rows, "slos"),
            names(rows, "services"),
            Counts.valueOf(rows.getString("counts").toUpperCase(Locale.ROOT)),
            rows.getString("reason"),
            rows.getString("author")),
        instant(rows, "created_at"),
        revocation(rows));
  }

  private static Optional<Revocation> revocation(ResultSet rows) throws SQLException {
    var by = rows.getString("revoked_by");
    return Rows.instant(rows, "revoked_at").map(at -> new Revocation(at, by));
  }

  private static Set<String> names(ResultSet rows, String column) throws SQLException {
    return Set.of((String[]) rows.getArray(column).getArray());
  }

  private static Instant instant(ResultSet rows, String column) throws SQLException {
    return Rows.instant(rows, column).orElseThrow();
  }
}
