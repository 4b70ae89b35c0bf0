package dev.nines.engine.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.data.SummaryData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.metrics.data.ValueAtQuantile;
import io.opentelemetry.sdk.metrics.export.MetricProducer;
import io.opentelemetry.sdk.resources.Resource;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.StreamSupport;

/**
 * What {@code /metrics} shows, for OTLP: the same registry, under the same names but for the
 * suffixes {@code _total} and {@code _info}, which OpenTelemetry's own translation to Prometheus
 * puts there. Histograms are told by their classic buckets.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/">The
 *     translation</a>
 */
final class PrometheusMetrics implements MetricProducer {
  private static final InstrumentationScopeInfo SCOPE =
      InstrumentationScopeInfo.create("dev.nines");

  private final PrometheusRegistry registry;
  private final InstantSource clock;
  private final Instant since;

  PrometheusMetrics(PrometheusRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    this.since = clock.instant();
  }

  @Override
  public Collection<MetricData> produce(Resource resource) {
    var now = nanos(clock.instant());
    var metrics = new ArrayList<MetricData>();
    for (var snapshot : registry.scrape()) {
      if (!snapshot.getDataPoints().isEmpty()) {
        translate(snapshot, now)
            .ifPresent(data -> metrics.add(new Translated(resource, snapshot, data)));
      }
    }
    return metrics;
  }

  private Optional<Data<?>> translate(MetricSnapshot snapshot, long now) {
    return switch (snapshot) {
      case CounterSnapshot counter ->
          Optional.of(
              SumData.createDoubleSumData(
                  true,
                  AggregationTemporality.CUMULATIVE,
                  points(counter.getDataPoints(), now, point -> point.getValue())));
      case GaugeSnapshot gauge ->
          Optional.of(gauge(points(gauge.getDataPoints(), now, point -> point.getValue())));
      case UnknownSnapshot unknown ->
          Optional.of(gauge(points(unknown.getDataPoints(), now, point -> point.getValue())));
      case InfoSnapshot info -> Optional.of(gauge(points(info.getDataPoints(), now, _ -> 1)));
      case StateSetSnapshot states -> Optional.of(gauge(states(states, now)));
      case SummarySnapshot summary -> Optional.of(SummaryData.create(summaries(summary, now)));
      case HistogramSnapshot histogram when !histogram.isGaugeHistogram() ->
          Optional.of(
                  histogram.getDataPoints().stream()
                      .filter(point -> point.hasClassicHistogramData())
                      .map(point -> histogram(point, now))
                      .toList())
              .filter(points -> !points.isEmpty())
              .map(points -> HistogramData.create(AggregationTemporality.CUMULATIVE, points));
      default -> Optional.empty(); // the class is open; those of the client are all here
    };
  }

  private static Data<?> gauge(List<DoublePointData> points) {
    return GaugeData.createDoubleGaugeData(points);
  }

  private <T extends DataPointSnapshot> List<DoublePointData> points(
      List<T> snapshots, long now, ToDoubleFunction<T> value) {
    return snapshots.stream()
        .map(point ->
            DoublePointData.create(
                since(point),
                now,
                attributes(point.getLabels()),
                value.applyAsDouble(point),
                List.of()))
        .toList();
  }

  private List<DoublePointData> states(StateSetSnapshot states, long now) {
    return states.getDataPoints().stream()
        .flatMap(point ->
            point.stream()
                .map(state ->
                    DoublePointData.create(
                        since(point),
                        now,
                        attributes(point.getLabels()).toBuilder()
                            .put(states.getMetadata().getName(), state.getName())
                            .build(),
                        state.isTrue() ? 1 : 0,
                        List.of())))
        .toList();
  }

  private List<SummaryPointData> summaries(SummarySnapshot summary, long now) {
    return summary.getDataPoints().stream()
        .map(point ->
            SummaryPointData.create(
                since(point),
                now,
                attributes(point.getLabels()),
                point.getCount(),
                point.getSum(),
                StreamSupport.stream(point.getQuantiles().spliterator(), false)
                    .map(q -> ValueAtQuantile.create(q.getQuantile(), q.getValue()))
                    .toList()))
        .toList();
  }

  private HistogramPointData histogram(
      HistogramSnapshot.HistogramDataPointSnapshot point, long now) {
    var buckets = point.getClassicBuckets();
    return HistogramPointData.create(
        since(point),
        now,
        attributes(point.getLabels()),
        point.getSum(),
        false,
        0,
        false,
        0,
        bounds(buckets),
        buckets.stream().map(bucket -> bucket.getCount()).toList());
  }

  /** The last one is infinite, which goes without saying. */
  private static List<Double> bounds(ClassicHistogramBuckets buckets) {
    return buckets.stream()
        .map(bucket -> bucket.getUpperBound())
        .filter(bound -> !bound.isInfinite())
        .toList();
  }

  private long since(DataPointSnapshot point) {
    return point.hasCreatedTimestamp()
        ? TimeUnit.MILLISECONDS.toNanos(point.getCreatedTimestampMillis())
        : nanos(since);
  }

  private static long nanos(Instant at) {
    return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
  }

  private static Attributes attributes(Labels labels) {
    var attributes = Attributes.builder();
    labels.forEach(label -> attributes.put(label.getName(), label.getValue()));
    return attributes.build();
  }

  /** A metric with what is said of it. */
  private record Translated(Resource resource, MetricSnapshot snapshot, Data<?> data)
      implements MetricData {
    @Override
    public Resource getResource() {
      return resource;
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
      return SCOPE;
    }

    @Override
    public String getName() {
      return snapshot.getMetadata().getPrometheusName();
    }

    @Override
    public String getDescription() {
      return Objects.requireNonNullElse(snapshot.getMetadata().getHelp(), "");
    }

    /** By the Unified Code for Units of Measure, as far as Prometheus' base units go. */
    @Override
    public String getUnit() {
      var unit = snapshot.getMetadata().getUnit();
      if (unit == null) {
        return "";
      }
      return switch (unit.toString()) {
        case "seconds" -> "s";
        case "bytes" -> "By";
        case "ratio" -> "1";
        default -> unit.toString();
      };
    }

    @Override
    public MetricDataType getType() {
      return switch (snapshot) {
        case CounterSnapshot _ -> MetricDataType.DOUBLE_SUM;
        case HistogramSnapshot _ -> MetricDataType.HISTOGRAM;
        case SummarySnapshot _ -> MetricDataType.SUMMARY;
        default -> MetricDataType.DOUBLE_GAUGE;
      };
    }

    @Override
    public Data<?> getData() {
      return data;
    }
  }
}
