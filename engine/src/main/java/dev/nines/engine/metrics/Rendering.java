package dev.nines.engine.metrics;

import static dev.nines.engine.series.MetricType.COUNTER;
import static dev.nines.engine.series.MetricType.GAUGE;
import static dev.nines.engine.series.MetricType.HISTOGRAM;
import static dev.nines.engine.series.MetricType.INFO;

import dev.nines.engine.series.DeclaredMetric;
import dev.nines.engine.series.MetricType;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Collects the series of one scrape by metric, since the formats want those of a metric together: a
 * column of values each, and no object for a value. There are hundreds of thousands of them, and
 * what is alive when the garbage collector comes is what it takes its time for.
 */
final class Rendering {
  private static final long NO_TIME = 0;

  private final Map<String, Column> columns = new LinkedHashMap<>();
  private final Map<DeclaredMetric, List<Supplier<HistogramSnapshot>>> histograms =
      new LinkedHashMap<>();
  private Predicate<String> wanted;

  /** Of all metrics. */
  Rendering() {
    this(_ -> true);
  }

  /**
   * Of some metrics.
   *
   * @param wanted whether one is asked for, by its name without the type's suffix
   */
  Rendering(Predicate<String> wanted) {
    this.wanted = wanted;
  }

  /** Begins again, in the same columns: as new ones they would grow old and fill the heap. */
  void reset(Predicate<String> now) {
    wanted = now;
    histograms.clear();
    columns.values().forEach(column -> column.reset(now));
  }

  void gauge(DeclaredMetric metric, LabelText labels, double value) {
    gauge(metric, labels, LabelText.NONE, value);
  }

  void gauge(DeclaredMetric metric, LabelText labels, LabelText more, double value) {
    gauge(metric.metricName(), metric, labels, more, value);
  }

  /** Of a metric whose name is made by a pattern. */
  void gauge(String name, DeclaredMetric pattern, LabelText labels, LabelText more, double value) {
    add(GAUGE, name, pattern, labels, more, value);
  }

  void counter(DeclaredMetric metric, LabelText labels, double value) {
    add(COUNTER, metric.metricName(), metric, labels, LabelText.NONE, value);
  }

  void info(DeclaredMetric metric, LabelText labels, LabelText more) {
    add(INFO, metric.metricName(), metric, labels, more, 1);
  }

  /** Histograms of one metric, none of which is made before it is written. */
  void histogram(DeclaredMetric metric, Supplier<HistogramSnapshot> snapshot) {
    assert metric.type() == HISTOGRAM : metric.takenFor(HISTOGRAM);
    if (wanted.test(metric.metricName())) {
      histograms.computeIfAbsent(metric, _ -> new ArrayList<>()).add(snapshot);
    }
  }

  /** A wrong type is asserted only: tests call everything, and a scrape has no time for it. */
  private void add(
      MetricType type,
      String name,
      DeclaredMetric metric,
      LabelText labels,
      LabelText more,
      double value) {
    assert metric.type() == type : metric.takenFor(type);
    var known = columns.get(name);
    if (known == null) {
      known = new Column(MetricText.of(name, metric));
      known.reset(wanted);
      columns.put(name, known);
    }
    known.add(labels, more, value);
  }

  /** By name. */
  List<Column> columns() {
    var all = new ArrayList<>(columns.values());
    all.removeIf(column -> column.size == 0);
    all.sort(Comparator.comparing(column -> column.metric.name()));
    return all;
  }

  Map<DeclaredMetric, List<Supplier<HistogramSnapshot>>> histograms() {
    return histograms;
  }

  /** All series of one metric. */
  static final class Column {
    private final MetricText metric;
    private LabelText[] labels = new LabelText[1]; // most have one of a run
    private LabelText[] more = new LabelText[1];
    private double[] values = new double[1];
    private int size;
    private boolean drop;

    private Column(MetricText metric) {
      this.metric = metric;
    }

    private void reset(Predicate<String> wanted) {
      size = 0;
      drop = !wanted.test(metric.baseName());
    }

    private void add(LabelText of, LabelText and, double value) {
      if (drop) {
        return;
      }
      if (size == values.length) {
        labels = Arrays.copyOf(labels, size * 2);
        more = Arrays.copyOf(more, size * 2);
        values = Arrays.copyOf(values, size * 2);
      }
      labels[size] = of;
      more[size] = and;
      values[size++] = value;
    }

    MetricText metric() {
      return metric;
    }

    int size() {
      return size;
    }

    LabelText labels(int i) {
      return labels[i];
    }

    LabelText more(int i) {
      return more[i];
    }

    double value(int i) {
      return values[i];
    }

    private MetricSnapshot snapshot() {
      var metadata = new MetricMetadata(metric.baseName(), metric.help());
      return switch (metric.type()) {
        case COUNTER ->
            new CounterSnapshot(
                metadata,
                points((of, value) ->
                    new CounterDataPointSnapshot(value, of, null, NO_TIME, NO_TIME)));
        case INFO ->
            new InfoSnapshot(metadata, points((of, _) -> new InfoDataPointSnapshot(of, NO_TIME)));
        case GAUGE ->
            new GaugeSnapshot(
                metadata,
                points((of, value) -> new GaugeDataPointSnapshot(value, of, null, NO_TIME)));
        case HISTOGRAM, SUMMARY ->
            throw new IllegalStateException("not a column of values: " + metric.name());
      };
    }

    private <P extends DataPointSnapshot> List<P> points(BiFunction<Labels, Double, P> point) {
      var points = new ArrayList<P>(size);
      for (var i = 0; i < size; i++) {
        points.add(point.apply(labels[i].with(more[i]), values[i]));
      }
      return points;
    }
  }

  /** The same for who wants the client's objects. */
  MetricSnapshots snapshots() {
    return new MetricSnapshots(oneByOne().stream().map(Supplier::get).toList());
  }

  /** The same, each made when it is asked for. */
  List<Supplier<MetricSnapshot>> oneByOne() {
    var all = new ArrayList<Supplier<MetricSnapshot>>();
    columns().forEach(column -> all.add(column::snapshot));
    all.addAll(histogramsOneByOne());
    return all;
  }

  /** Those that are not in columns, each made when it is asked for. */
  List<Supplier<MetricSnapshot>> histogramsOneByOne() {
    var all = new ArrayList<Supplier<MetricSnapshot>>();
    histograms.forEach((metric, parts) ->
        all.add(() ->
            new HistogramSnapshot(
                new MetricMetadata(metric.metricName(), metric.help()),
                parts.stream().flatMap(part -> part.get().getDataPoints().stream()).toList())));
    return all;
  }
}
