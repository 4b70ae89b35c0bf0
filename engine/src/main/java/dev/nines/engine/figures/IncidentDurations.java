package dev.nines.engine.figures;

import static java.util.Objects.requireNonNull;

import dev.nines.engine.incidents.IncidentTable;
import dev.nines.engine.series.Metric;
import dev.nines.engine.series.MetricBuilders;
import dev.nines.incident.Incident;
import dev.nines.slo.reliability.Figure;
import dev.nines.slo.reliability.TimeTo;
import dev.nines.slo.time.Seconds;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The histograms {@code incident_time_to_*_seconds}: each time of each incident once, as it was
 * first known, whoever has told of it first and however often Nines was started since. The time to
 * restore is known once the incident is resolved. Thread-safe.
 */
public final class IncidentDurations {
  private static final double[] BOUNDS = {
    10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400
  };

  private static final int FETCHED = 1_000;

  private final EnumMap<Measure, Histogram> histograms = new EnumMap<>(Measure.class);

  /** By number: a bit each, since every incident there ever was stays in the histograms. */
  private final EnumMap<Measure, BitSet> counted = new EnumMap<>(Measure.class);

  private boolean filled;

  /** What is measured. */
  private enum Measure {
    DETECT("detect", Metric.INCIDENT_DETECT),
    ACKNOWLEDGE("acknowledge", Metric.INCIDENT_ACKNOWLEDGE),
    RESTORE("restore", Metric.INCIDENT_RESTORE);

    private final String label;
    private final Metric metric;

    Measure(String label, Metric metric) {
      this.label = label;
      this.metric = metric;
    }

    static Measure of(String label) {
      for (var measure : values()) {
        if (measure.label.equals(label)) {
          return measure;
        }
      }
      throw new IllegalArgumentException("measure not known: " + label);
    }

    Optional<Duration> of(Incident incident) {
      var times = IncidentFacts.times(incident, Map.of());
      Figure<Duration> figure =
          switch (this) {
            case DETECT -> TimeTo.DETECT_AT_LEAST.of(times);
            case ACKNOWLEDGE -> TimeTo.ACKNOWLEDGE.of(times);
            case RESTORE ->
                incident.open()
                    ? new Figure.Pending<>("not resolved yet")
                    : TimeTo.RESTORE.of(times);
          };
      return figure.value();
    }
  }

  private record Key(long incident, Measure measure) {}

  private record Counted(Key key, String service, double seconds) {}

  /**
   * Registers the histograms, empty until they are first filled.
   *
   * @param registry where
   */
  public IncidentDurations(PrometheusRegistry registry) {
    for (var measure : Measure.values()) {
      histograms.put(measure, histogram(registry, measure));
      counted.put(measure, new BitSet());
    }
  }

  private static Histogram histogram(PrometheusRegistry registry, Measure measure) {
    return MetricBuilders.histogram(measure.metric).classicUpperBounds(BOUNDS).register(registry);
  }

  /**
   * Counts what is new since the last call; at the first one, all that is stored.
   *
   * @param jdbi the database
   * @param recent the incidents that are open or recent, as they are now
   */
  public synchronized void follow(Jdbi jdbi, Collection<Incident> recent) {
    if (!filled) {
      jdbi.useTransaction(this::fill);
      filled = true;
    }
    var first = unknown(recent);
    if (!first.isEmpty()) {
      jdbi.inTransaction(handle -> written(handle, first)).forEach(this::count);
    }
  }

  /**
   * What an incident still lacks is worked out only where its last time is not written down: of
   * those that are over that is next to none. The others are not read, however many there are.
   */
  private void fill(Handle handle) {
    insert(handle, unknown(IncidentTable.withoutDuration(handle, Measure.RESTORE.label)));
    handle
        .createQuery(
            """
            select d.incident_id, d.measure, i.service, d.seconds
            from incident_duration d join incident i on i.id = d.incident_id
            """)
        .setFetchSize(FETCHED)
        .map((rs, _) -> row(rs))
        .forEach(this::count);
  }

  private void count(Counted one) {
    if (!isCounted(one.key())) {
      requireNonNull(counted.get(one.key().measure())).set(Math.toIntExact(one.key().incident()));
      requireNonNull(histograms.get(one.key().measure()))
          .labelValues(one.service())
          .observe(one.seconds());
    }
  }

  private boolean isCounted(Key key) {
    return requireNonNull(counted.get(key.measure())).get(Math.toIntExact(key.incident()));
  }

  private List<Counted> unknown(Collection<Incident> incidents) {
    var unknown = new ArrayList<Counted>();
    for (var incident : incidents) {
      for (var measure : Measure.values()) {
        var key = new Key(incident.id(), measure);
        if (!isCounted(key)) {
          measure
              .of(incident)
              .ifPresent(
                  time -> unknown.add(new Counted(key, incident.service(), Seconds.of(time))));
        }
      }
    }
    return unknown;
  }

  /** Somebody else may have been faster: what stands in the table is what is counted. */
  private static List<Counted> written(Handle handle, List<Counted> first) {
    insert(handle, first);
    return handle
        .createQuery(
            """
            select d.incident_id, d.measure, i.service, d.seconds
            from incident_duration d join incident i on i.id = d.incident_id
            where d.incident_id = any(:incidents)
            """)
        .bindArray(
            "incidents",
            Long.class,
            first.stream().map(one -> one.key().incident()).distinct().toArray())
        .map((rs, _) -> row(rs))
        .list();
  }

  private static void insert(Handle handle, List<Counted> first) {
    var batch =
        handle.prepareBatch(
            """
            insert into incident_duration (incident_id, measure, seconds)
            values (:incident, :measure, :seconds) on conflict do nothing
            """);
    for (var one : first) {
      batch
          .bind("incident", one.key().incident())
          .bind("measure", one.key().measure().label)
          .bind("seconds", one.seconds())
          .add();
    }
    batch.execute();
  }

  private static Counted row(ResultSet rs) throws SQLException {
    return new Counted(
        new Key(rs.getLong(1), Measure.of(rs.getString(2))), rs.getString(3), rs.getDouble(4));
  }
}
