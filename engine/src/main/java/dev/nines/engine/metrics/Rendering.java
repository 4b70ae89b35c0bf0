package dev.nines.engine.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.EnumMap;
import java.util.Map;

/** Collects the points of one scrape by metric. */
final class Rendering {
  private final Map<Metric, GaugeSnapshot.Builder> gauges = new EnumMap<>(Metric.class);
  private final Map<Metric, CounterSnapshot.Builder> counters = new EnumMap<>(Metric.class);

  void gauge(Metric metric, Labels labels, double value) {
    gauges
        .computeIfAbsent(metric, m -> GaugeSnapshot.builder().name(m.metricName()).help(m.help()))
        .dataPoint(
            GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
  }

  void counter(Metric metric, Labels labels, double value) {
    counters
        .computeIfAbsent(
            metric,
            m ->
                CounterSnapshot.builder()
                    .name(m.metricName().replaceFirst("_total$", ""))
                    .help(m.help()))
        .dataPoint(
            CounterSnapshot.CounterDataPointSnapshot.builder().labels(labels).value(value).build());
  }

  MetricSnapshots snapshots() {
    var all = MetricSnapshots.builder();
    gauges.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
    counters.values().forEach(counter -> all.metricSnapshot(counter.build()));
    return all.build();
  }
}
