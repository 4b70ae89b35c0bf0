package dev.nines.engine.remotewrite;

import dev.nines.engine.series.MetricChoice;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;

/**
 * The series of a metric, under the names and labels that a scrape of its text would give them:
 * whoever changes from one to the other goes on in the same series.
 *
 * @param out takes the series
 */
record SeriesReader(Series out) {
  /** Takes series. */
  interface Series {
    /**
     * Takes one.
     *
     * @param name of the series, with its suffix
     * @param labels its labels but one
     * @param label the name of that one; empty where there is none
     * @param text its value
     * @param value the sample
     */
    void add(String name, Labels labels, String label, String text, double value);
  }

  /** Reads a metric. */
  void read(MetricSnapshot metric) {
    var name = MetricChoice.nameOf(metric);
    switch (metric) {
      case CounterSnapshot counter ->
          counter.getDataPoints().forEach(p -> add(name, p.getLabels(), p.getValue()));
      case GaugeSnapshot gauge ->
          gauge.getDataPoints().forEach(p -> add(name, p.getLabels(), p.getValue()));
      case UnknownSnapshot unknown ->
          unknown.getDataPoints().forEach(p -> add(name, p.getLabels(), p.getValue()));
      case InfoSnapshot info -> info.getDataPoints().forEach(p -> add(name, p.getLabels(), 1));
      case StateSetSnapshot states ->
          states
              .getDataPoints()
              .forEach(p ->
                  p.forEach(state ->
                      out.add(name, p.getLabels(), name, state.getName(), state.isTrue() ? 1 : 0)));
      case SummarySnapshot summary -> summary.getDataPoints().forEach(p -> summary(name, p));
      case HistogramSnapshot histogram ->
          histogram.getDataPoints().stream()
              .filter(p -> p.hasClassicHistogramData())
              .forEach(p -> histogram(name, p));
      default -> {} // the class is open; those of the client are all here
    }
  }

  private void add(String name, Labels labels, double value) {
    out.add(name, labels, "", "", value);
  }

  private void summary(String name, SummarySnapshot.SummaryDataPointSnapshot point) {
    point
        .getQuantiles()
        .forEach(q ->
            out.add(
                name,
                point.getLabels(),
                "quantile",
                Double.toString(q.getQuantile()),
                q.getValue()));
    add(name + "_count", point.getLabels(), (double) point.getCount());
    add(name + "_sum", point.getLabels(), point.getSum());
  }

  private void histogram(String name, HistogramSnapshot.HistogramDataPointSnapshot point) {
    var count = 0L;
    for (var bucket : point.getClassicBuckets()) {
      count += bucket.getCount();
      var bound = bucket.getUpperBound();
      var text = bound == Double.POSITIVE_INFINITY ? "+Inf" : Double.toString(bound);
      out.add(name + "_bucket", point.getLabels(), "le", text, (double) count);
    }
    add(name + "_count", point.getLabels(), (double) count);
    add(name + "_sum", point.getLabels(), point.getSum());
  }
}
