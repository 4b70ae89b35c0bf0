package dev.nines.engine.metrics;

import dev.nines.engine.series.DeclaredMetric;
import dev.nines.engine.series.MetricType;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the points of one scrape by metric. */
final class Rendering {
  private static final long NO_TIME = 0;

  private final Map<String, Gauges> gauges = new LinkedHashMap<>();
  private final Map<DeclaredMetric, List<CounterDataPointSnapshot>> counters =
      new LinkedHashMap<>();
  private final Map<DeclaredMetric, List<InfoDataPointSnapshot>> infos = new LinkedHashMap<>();

  private record Gauges(MetricMetadata metadata, List<GaugeDataPointSnapshot> points) {
    Gauges(String name, String help) {
      this(new MetricMetadata(name, help), new ArrayList<>());
    }
  }

  void gauge(DeclaredMetric metric, Labels labels, double value) {
    gauge(metric.metricName(), metric.help(), labels, value);
  }

  /** Of a metric whose name is made by a pattern. */
  void gauge(String name, String help, Labels labels, double value) {
    var known = gauges.get(name);
    if (known == null) {
      known = new Gauges(name, help);
      gauges.put(name, known);
    }
    known.points().add(new GaugeDataPointSnapshot(value, labels, null, NO_TIME));
  }

  void counter(DeclaredMetric metric, Labels labels, double value) {
    counters
        .computeIfAbsent(metric, _ -> new ArrayList<>())
        .add(new CounterDataPointSnapshot(value, labels, null, NO_TIME, NO_TIME));
  }

  void info(DeclaredMetric metric, Labels labels) {
    if (metric.type() == MetricType.INFO) {
      infos
          .computeIfAbsent(metric, _ -> new ArrayList<>())
          .add(new InfoDataPointSnapshot(labels, NO_TIME));
    } else { // blackbox_exporter's are gauges
      gauge(metric, labels, 1);
    }
  }

  MetricSnapshots snapshots() {
    var all = new ArrayList<MetricSnapshot>();
    gauges.values().forEach(gauge -> all.add(new GaugeSnapshot(gauge.metadata(), gauge.points())));
    counters.forEach(
        (metric, points) -> all.add(new CounterSnapshot(metadata(metric, "_total"), points)));
    infos.forEach((metric, points) -> all.add(new InfoSnapshot(metadata(metric, "_info"), points)));
    return new MetricSnapshots(all);
  }

  /** The client adds a type's suffix itself. */
  private static MetricMetadata metadata(DeclaredMetric metric, String suffix) {
    var name = metric.metricName();
    return new MetricMetadata(name.substring(0, name.length() - suffix.length()), metric.help());
  }
}
