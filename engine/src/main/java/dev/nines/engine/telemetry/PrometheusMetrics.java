package dev.nines.engine.telemetry;

import dev.nines.engine.series.MetricChoice;
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
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.StreamSupport;

/**
 * What {@code /metrics} shows, for OTLP: metrics of the same registry under the same names.
 * Histograms are told by their classic buckets. Each is read when it is sent, in {@link
 * BoundedRequests}: all points at once would be more than the heap has room for.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/">The
 *     translation</a>
 */
final class PrometheusMetrics implements MetricProducer {
  private static final InstrumentationScopeInfo SCOPE =
      InstrumentationScopeInfo.create("dev.nines");

  /** Its labels are said by the resource. */
  private static final String TARGET = "target";

  private final Function<Predicate<String>, List<Supplier<MetricSnapshot>>> metrics;
  private final MetricChoice choice;
  private final Predicate<String> wanted;
  private final InstantSource clock;
  private final Instant since;

  /**
   * Sends metrics.
   *
   * @param metrics gives them as they are now: those whose name without the suffix is wanted
   * @param choice which of them
   * @param clock wall-clock time
   */
  PrometheusMetrics(
      Function<Predicate<String>, List<Supplier<MetricSnapshot>>> metrics,
      MetricChoice choice,
      InstantSource clock) {
    this.metrics = metrics;
    this.choice = choice;
    this.wanted = choice.byBaseName();
    this.clock = clock;
    this.since = clock.instant();
  }

  @Override
  public Collection<MetricData> produce(Resource resource) {
    var now = nanos(clock.instant());
    return metrics.apply(wanted).stream()
        .<MetricData>map(metric -> new Unread(resource, metric, now))
        .toList();
  }

  private boolean isSent(MetricSnapshot metric) {
    return choice.takes(metric)
        && !(metric instanceof InfoSnapshot && metric.getMetadata().getName().equals(TARGET));
  }

  private Optional<Data<?>> translate(MetricSnapshot snapshot, long now, int from, int most) {
    return switch (snapshot) {
      case CounterSnapshot counter ->
          Optional.of(
              sum(true, points(part(counter.getDataPoints(), from, most), now, p -> p.getValue())));
      case GaugeSnapshot gauge ->
          Optional.of(
              gauge(points(part(gauge.getDataPoints(), from, most), now, p -> p.getValue())));
      case UnknownSnapshot unknown ->
          Optional.of(
              gauge(points(part(unknown.getDataPoints(), from, most), now, p -> p.getValue())));
      // their ones are to be added up where labels are left out: so it is said there
      case InfoSnapshot info ->
          Optional.of(sum(false, points(part(info.getDataPoints(), from, most), now, _ -> 1)));
      case StateSetSnapshot states ->
          Optional.of(sum(false, states(states, part(states.getDataPoints(), from, most), now)));
      case SummarySnapshot summary ->
          Optional.of(
              SummaryData.create(summaries(part(summary.getDataPoints(), from, most), now)));
      case HistogramSnapshot histogram when !histogram.isGaugeHistogram() ->
          Optional.of(
              HistogramData.create(
                  AggregationTemporality.CUMULATIVE,
                  part(histogram.getDataPoints(), from, most).stream()
                      .filter(point -> point.hasClassicHistogramData())
                      .map(point -> histogram(point, now))
                      .toList()));
      default -> Optional.empty(); // the class is open; those of the client are all here
    };
  }

  private static <T> List<T> part(List<T> points, int from, int most) {
    return points.subList(from, Math.min(points.size(), from + most));
  }

  private static Data<?> sum(boolean monotonic, List<DoublePointData> points) {
    return SumData.createDoubleSumData(monotonic, AggregationTemporality.CUMULATIVE, points);
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

  private List<DoublePointData> states(
      StateSetSnapshot states, List<StateSetSnapshot.StateSetDataPointSnapshot> part, long now) {
    return part.stream()
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

  private List<SummaryPointData> summaries(
      List<SummarySnapshot.SummaryDataPointSnapshot> part, long now) {
    return part.stream()
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

  /** A metric of which no more is known than where to read it. */
  final class Unread implements MetricData {
    private final Resource resource;
    private final Supplier<MetricSnapshot> metric;
    private final long now;

    private Unread(Resource resource, Supplier<MetricSnapshot> metric, long now) {
      this.resource = resource;
      this.metric = metric;
      this.now = now;
    }

    /**
     * Reads it.
     *
     * @param most points of a part
     * @param taker takes one part after the other
     */
    void read(int most, Consumer<MetricData> taker) {
      var snapshot = metric.get();
      if (isSent(snapshot)) {
        for (var from = 0; from < snapshot.getDataPoints().size(); from += most) {
          translate(snapshot, now, from, most)
              .filter(data -> !data.getPoints().isEmpty())
              .ifPresent(data -> taker.accept(new Translated(resource, snapshot, data)));
        }
      }
    }

    private MetricData whole() {
      var snapshot = metric.get();
      var data = translate(snapshot, now, 0, Integer.MAX_VALUE >> 1);
      return new Translated(resource, snapshot, data.orElseGet(() -> gauge(List.of())));
    }

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
      return whole().getName();
    }

    @Override
    public String getDescription() {
      return whole().getDescription();
    }

    @Override
    public String getUnit() {
      return whole().getUnit();
    }

    @Override
    public MetricDataType getType() {
      return whole().getType();
    }

    @Override
    public Data<?> getData() {
      return whole().getData();
    }
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
      return MetricChoice.nameOf(snapshot);
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
        case CounterSnapshot _, InfoSnapshot _, StateSetSnapshot _ -> MetricDataType.DOUBLE_SUM;
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
