package dev.nines.engine.silences;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.channel.ChannelSpec.Match;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Silence;
import dev.nines.engine.database.Rows;
import dev.nines.incident.Severity;
import dev.nines.slo.time.Interval;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The silences that came through the API, and those that hold now, declared ones too. */
public final class SilenceTable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SilenceTable() {}

  /**
   * Adds a silence.
   *
   * @param handle the transaction
   * @param silence what is said; its name is not kept
   * @return as it is stored
   */
  public static StoredSilence add(Handle handle, Silence silence) {
    return handle
        .createQuery(
            """
            insert into silence (services, severities, labels, starts_at, ends_at, reason, author)
            values (:services, :severities, :labels::jsonb, :from, :to, :reason, :author)
            returning *
            """)
        .bind("services", silence.match().services().stream().sorted().toArray(String[]::new))
        .bind(
            "severities",
            silence.match().severities().stream().map(Severity::label).toArray(String[]::new))
        .bind("labels", json(silence.match().labels()))
        .bind("from", silence.span().from().atOffset(ZoneOffset.UTC))
        .bind("to", silence.span().to().atOffset(ZoneOffset.UTC))
        .bind("reason", silence.reason())
        .bind("author", silence.by())
        .map((rs, _) -> stored(rs))
        .one();
  }

  /**
   * Ends a silence now; one that is over stays as it is.
   *
   * @param handle the transaction
   * @param id its number
   * @param by who ends it
   * @return whether it would have held on, or begun, until now
   */
  public static boolean end(Handle handle, long id, String by) {
    return handle.execute(
            """
            update silence set ended_at = clock_timestamp(), ended_by = ?
            where id = ? and ended_at is null and ends_at > clock_timestamp()
            """,
            by,
            id)
        > 0;
  }

  /**
   * Finds a silence.
   *
   * @param handle the database
   * @param id its number
   * @return as it is stored; empty where there is none
   */
  public static Optional<StoredSilence> find(Handle handle, long id) {
    return handle
        .createQuery("select * from silence where id = :id")
        .bind("id", id)
        .map((rs, _) -> stored(rs))
        .findOne();
  }

  /**
   * Lists silences.
   *
   * @param handle the database
   * @return the newest hundreds, newest first
   */
  public static List<StoredSilence> newest(Handle handle) {
    return handle
        .createQuery("select * from silence order by id desc limit 500")
        .map((rs, _) -> stored(rs))
        .list();
  }

  /**
   * Finds the silences that hold now, by the database's clock.
   *
   * @param handle the database
   * @param catalog what is declared
   * @return the declared ones, then those of the API
   */
  public static List<Silence> active(Handle handle, Catalog catalog) {
    var now =
        handle
            .createQuery("select clock_timestamp()")
            .mapTo(OffsetDateTime.class)
            .one()
            .toInstant();
    var stored =
        handle
            .createQuery(
                """
                select * from silence where ended_at is null and starts_at <= :now and ends_at > :now
                order by id
                """)
            .bind("now", now.atOffset(ZoneOffset.UTC))
            .map((rs, _) -> stored(rs))
            .list();
    return Stream.concat(
            catalog.telling().silences().stream().filter(silence -> silence.span().contains(now)),
            stored.stream().map(StoredSilence::silence))
        .toList();
  }

  /**
   * Finds what keeps people from being told.
   *
   * @param active the silences that hold
   * @param catalog what is declared
   * @param service of which service
   * @param severity how bad it is
   * @return the first silence over it
   */
  public static Optional<Silence> over(
      List<Silence> active, Catalog catalog, String service, Severity severity) {
    var labels = catalog.labelsOf(service);
    return active.stream()
        .filter(silence -> silence.match().accepts(service, labels, severity))
        .findFirst();
  }

  private static StoredSilence stored(ResultSet rs) throws SQLException {
    var id = rs.getLong("id");
    return new StoredSilence(
        id,
        new Silence(
            Long.toString(id),
            new Match(
                Set.of((String[]) rs.getArray("services").getArray()),
                Stream.of((String[]) rs.getArray("severities").getArray())
                    .map(Severity::of)
                    .collect(Collectors.toSet()),
                labels(rs.getString("labels"))),
            new Interval(instant(rs, "starts_at"), instant(rs, "ends_at")),
            rs.getString("reason"),
            rs.getString("author")),
        instant(rs, "created_at"),
        Rows.instant(rs, "ended_at"),
        Optional.ofNullable(rs.getString("ended_by")));
  }

  private static Instant instant(ResultSet rs, String column) throws SQLException {
    return Rows.instant(rs, column).orElseThrow();
  }

  private static String json(Map<String, Set<String>> labels) {
    try {
      return JSON.writeValueAsString(labels);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // texts alone
    }
  }

  private static Map<String, Set<String>> labels(String json) {
    try {
      return JSON.readValue(json, new TypeReference<Map<String, Set<String>>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored silence not read", e);
    }
  }
}
