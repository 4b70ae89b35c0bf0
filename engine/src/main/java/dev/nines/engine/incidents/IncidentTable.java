package dev.nines.engine.incidents;

import dev.nines.incident.Incident;
import dev.nines.incident.Severity;
import dev.nines.incident.Transition;
import dev.nines.incident.Transition.Kind;
import dev.nines.incident.Transition.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of incidents and of their timelines. */
public final class IncidentTable {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentTable.class);
  private static final Set<Long> UNREADABLE = ConcurrentHashMap.newKeySet();

  /** Which incidents are open or recent, and in what order. */
  static final String SINCE =
      """
      from incident
      where state <> 'resolved' or resolved_at >= :since or impact_start >= :since
      order by impact_start desc, id desc
      """;

  private IncidentTable() {}

  /**
   * Reads what the evaluation and the windows need.
   *
   * @param handle the database
   * @param since the longest window's start
   * @return every incident that is not resolved or began or was resolved at or after it, newest
   *     impact first; those that cannot be read are passed over and logged
   */
  public static List<Incident> since(Handle handle, Instant since) {
    return handle
        .createQuery("select id, body " + SINCE)
        .bind("since", since)
        .map((rs, _) -> readable(rs))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** {@return those of these numbers that can be read} */
  static Map<Long, Incident> read(Handle handle, List<Long> ids) {
    var found = new HashMap<Long, Incident>();
    if (!ids.isEmpty()) {
      handle
          .createQuery("select id, body from incident where id = any(:ids)")
          .bindArray("ids", Long.class, ids)
          .map((rs, _) -> readable(rs))
          .forEach(read -> read.ifPresent(incident -> found.put(incident.id(), incident)));
    }
    return found;
  }

  /**
   * Which incidents are asked for; what is empty narrows nothing.
   *
   * @param state in this state
   * @param service of this service
   * @param severity as bad as this now, or at their end
   * @param from whose impact began at or after this instant
   * @param to whose impact began before this instant
   * @param before that come after the incident of this number, in the order of the list
   */
  public record Filter(
      Optional<Incident.State> state,
      Optional<String> service,
      Optional<Severity> severity,
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<Long> before) {
    /** All of them. */
    public static final Filter ALL =
        new Filter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /**
   * Lists incidents.
   *
   * @param handle the database
   * @param filter which ones
   * @param limit how many at most
   * @return newest impact first
   */
  public static List<Incident> list(Handle handle, Filter filter, int limit) {
    return handle
        .createQuery(
            """
            select id, body from incident
            where (:state::text is null or state = :state)
              and (:service::text is null or service = :service)
              and (:severity::text is null or severity = :severity)
              and (:from::timestamptz is null or impact_start >= :from)
              and (:to::timestamptz is null or impact_start < :to)
              and (:before::bigint is null
                or (impact_start, id) < (select impact_start, id from incident where id = :before))
            order by impact_start desc, id desc limit :limit
            """)
        .bind("state", filter.state().map(IncidentTable::label))
        .bind("service", filter.service())
        .bind("severity", filter.severity().map(Severity::label))
        .bind("from", filter.from())
        .bind("to", filter.to())
        .bind("before", filter.before())
        .bind("limit", limit)
        .map((rs, _) -> incident(rs))
        .list();
  }

  /**
   * Reads incidents of which a time is not written down.
   *
   * @param handle the database
   * @param measure which time
   * @return all of them, in no order
   */
  public static List<Incident> withoutDuration(Handle handle, String measure) {
    return handle
        .createQuery(
            """
            select i.id, i.body from incident i where not exists (
              select from incident_duration d where d.incident_id = i.id and d.measure = :measure)
            """)
        .bind("measure", measure)
        .map((rs, _) -> incident(rs))
        .list();
  }

  /**
   * Finds one.
   *
   * @param handle the database
   * @param id its number
   * @return the incident, where there is one
   */
  public static Optional<Incident> find(Handle handle, long id) {
    return handle
        .createQuery("select id, body from incident where id = :id")
        .bind("id", id)
        .map((rs, _) -> incident(rs))
        .findOne();
  }

  /**
   * Finds one, and keeps everybody else from changing it until the end of the transaction.
   *
   * @param handle the transaction
   * @param id its number
   * @return the incident, where there is one
   */
  public static Optional<Incident> lock(Handle handle, long id) {
    return handle
        .createQuery("select id, body from incident where id = :id for update")
        .bind("id", id)
        .map((rs, _) -> incident(rs))
        .findOne();
  }

  /**
   * Reads a timeline.
   *
   * @param handle the database
   * @param id the incident's number
   * @return its steps in order
   */
  public static List<Step> timeline(Handle handle, long id) {
    return handle
        .createQuery(
            """
            select kind, at, actor, reason from incident_step where incident_id = :id
            order by position
            """)
        .bind("id", id)
        .map((rs, _) ->
            new Step(
                Kind.valueOf(rs.getString("kind").toUpperCase(Locale.ROOT)),
                rs.getObject("at", OffsetDateTime.class).toInstant(),
                rs.getString("actor"),
                rs.getString("reason")))
        .list();
  }

  /**
   * Commits a transition if nobody else was faster: compare and set on (id, version), and one open
   * incident a service.
   *
   * @param handle the transaction
   * @param transition what to commit
   * @return the incident as it now stands, with its number; empty where somebody was faster and
   *     nothing was written
   */
  static Optional<Incident> commit(Handle handle, Transition transition) {
    return commit(handle, List.of(transition)).map(List::getFirst);
  }

  /**
   * Commits several, as {@link #commit(Handle, Transition)} does one. What is opened costs one
   * statement, however many they are: a thousand services may fail in the same minute.
   *
   * @param transitions of incidents of different services
   * @return the incidents as they now stand, in the same order; empty where somebody was faster
   *     with one, and what is written of the others must be rolled back
   */
  static Optional<List<Incident>> commit(Handle handle, List<Transition> transitions) {
    var opened =
        insert(
            handle,
            transitions.stream()
                .filter(transition -> transition.before().isEmpty())
                .map(Transition::after)
                .toList());
    var written = new ArrayList<Incident>();
    var steps = new ArrayList<StepRow>();
    for (var transition : transitions) {
      var after = transition.after();
      var before = transition.before();
      var incident =
          before.isEmpty()
              ? Optional.ofNullable(opened.get(after.service())).map(after::withId)
              : update(handle, after, before.get().version());
      if (incident.isEmpty()) {
        return Optional.empty();
      }
      written.add(incident.get());
      var position = before.isEmpty() ? 1 : nextPosition(handle, after.id());
      for (var step : transition.steps()) {
        steps.add(new StepRow(incident.get(), position++, step));
      }
    }
    write(handle, steps);
    return Optional.of(written);
  }

  private record StepRow(Incident incident, int position, Step step) {}

  private static int nextPosition(Handle handle, long id) {
    return handle
        .createQuery(
            "select coalesce(max(position), 0) + 1 from incident_step where incident_id = :id")
        .bind("id", id)
        .mapTo(Integer.class)
        .one();
  }

  /** {@return by service, the numbers of those that nobody was faster with} */
  private static Map<String, Long> insert(Handle handle, List<Incident> incidents) {
    if (incidents.isEmpty()) {
      return Map.of();
    }
    var ids = new HashMap<String, Long>();
    handle
        .createQuery(
            """
            insert into incident
              (service, state, severity, version, impact_start, opened_at, resolved_at, body)
            select i.service, i.state, i.severity, i.version,
              (i.body #>> '{times,impactStart}')::timestamptz,
              (i.body #>> '{times,opened}')::timestamptz,
              (i.body #>> '{times,resolved}')::timestamptz, i.body
            from unnest(:services::text[], :states::text[], :severities::text[],
              :versions::integer[], :bodies::jsonb[])
              as i (service, state, severity, version, body)
            on conflict (service) where state <> 'resolved' do nothing
            returning id, service
            """)
        .bindArray("services", String.class, each(incidents, Incident::service))
        .bindArray("states", String.class, each(incidents, i -> label(i.state())))
        .bindArray("severities", String.class, each(incidents, i -> i.severity().label()))
        .bindArray("versions", Integer.class, each(incidents, Incident::version))
        .bindArray("bodies", String.class, each(incidents, IncidentJson::text))
        .map((rs, _) -> ids.put(rs.getString("service"), rs.getLong("id")))
        .forEach(_ -> {});
    return ids;
  }

  private static Object[] each(List<Incident> incidents, Function<Incident, Object> of) {
    return incidents.stream().map(of).toArray();
  }

  private static Optional<Incident> update(Handle handle, Incident incident, int version) {
    var rows =
        handle
            .createUpdate(
                """
                update incident i set state = :state, severity = :severity, version = :version,
                  impact_start = :impactStart, resolved_at = :resolved, body = :body::jsonb
                where id = :id and version = :before and (:state = 'resolved' or not exists (
                  select from incident o
                  where o.service = i.service and o.state <> 'resolved' and o.id <> i.id))
                """)
            .bind("id", incident.id())
            .bind("before", version)
            .bind("state", label(incident.state()))
            .bind("severity", incident.severity().label())
            .bind("version", incident.version())
            .bind("impactStart", incident.times().impactStart())
            .bind("resolved", incident.times().resolved())
            .bind("body", IncidentJson.text(incident))
            .execute();
    return rows == 1 ? Optional.of(incident) : Optional.empty();
  }

  private static void write(Handle handle, List<StepRow> rows) {
    var batch =
        handle.prepareBatch(
            """
            insert into incident_step (incident_id, position, version, at, kind, actor, reason)
            values (:id, :position, :version, :at, :kind, :actor, :reason)
            """);
    for (var row : rows) {
      batch
          .bind("id", row.incident.id())
          .bind("position", row.position)
          .bind("version", row.incident.version())
          .bind("at", row.step.at())
          .bind("kind", row.step.kind().label())
          .bind("actor", row.step.actor())
          .bind("reason", row.step.text())
          .add();
    }
    batch.execute();
  }

  /** Such as one of a newer version: it must not keep the others from being looked after. */
  private static Optional<Incident> readable(ResultSet rs) throws SQLException {
    try {
      return Optional.of(incident(rs));
    } catch (IllegalArgumentException | IllegalStateException e) {
      if (UNREADABLE.add(rs.getLong("id"))) { // once, not at every tick
        LOG.error("incident {} is passed over", rs.getLong("id"), e);
      }
      return Optional.empty();
    }
  }

  private static Incident incident(ResultSet rs) throws SQLException {
    return IncidentJson.incident(rs.getString("body")).withId(rs.getLong("id"));
  }

  private static String label(Incident.State state) {
    return state.label();
  }
}
