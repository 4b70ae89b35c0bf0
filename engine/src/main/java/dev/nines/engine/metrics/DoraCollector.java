package dev.nines.engine.metrics;

import dev.nines.engine.dora.DoraStandings;
import dev.nines.engine.series.Metric;
import dev.nines.slo.reliability.Times;
import dev.nines.slo.reliability.dora.ChangeFailures;
import dev.nines.slo.reliability.dora.DoraFigures;
import dev.nines.slo.reliability.dora.MedianTime;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The {@code dora_} series: the newest figures. */
public final class DoraCollector implements SeriesCollector {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Supplier<List<DoraStandings.Standing>> standings;

  /**
   * Renders figures.
   *
   * @param standings the newest ones
   */
  public DoraCollector(Supplier<List<DoraStandings.Standing>> standings) {
    this.standings = standings;
  }

  @Override
  public void render(Rendering rendering) {
    for (var standing : standings.get()) {
      var labels = Labels.of("service", standing.service());
      rendering.counter(
          Metric.DORA_DEPLOYMENTS, LabelText.of(labels), (double) standing.deployments());
      standing
          .windows()
          .forEach((window, figures) -> render(rendering, labels.add("window", window), figures));
    }
  }

  private static void render(Rendering out, Labels window, DoraFigures figures) {
    var labels = LabelText.of(window);
    out.gauge(Metric.DORA_DEPLOYMENTS_IN, labels, figures.frequency().deployments());
    figures
        .frequency()
        .perDay()
        .value()
        .ifPresent(rate -> out.gauge(Metric.DORA_FREQUENCY, labels, rate));
    median(out, Metric.DORA_LEAD_TIME, Metric.DORA_CHANGES, labels, figures.leadTime());
    render(out, LabelText.of(window.add("cause", "declared")), figures.declared());
    render(out, LabelText.of(window.add("cause", "all")), figures.all());
    figures
        .rework()
        .ratio()
        .value()
        .ifPresent(ratio -> out.gauge(Metric.DORA_REWORK, labels, ratio));
    out.gauge(Metric.DORA_REWORK_KNOWN, labels, figures.rework().whole());
  }

  private static void render(Rendering out, LabelText labels, ChangeFailures failures) {
    failures
        .rate()
        .ratio()
        .value()
        .ifPresent(ratio -> out.gauge(Metric.DORA_FAIL_RATE, labels, ratio));
    out.gauge(Metric.DORA_FAILED, labels, failures.failed().size());
    median(out, Metric.DORA_RECOVERY, Metric.DORA_RECOVERED, labels, failures.recovery());
  }

  private static void median(
      Rendering out, Metric metric, Metric n, LabelText labels, MedianTime time) {
    var times = time.figure().value();
    times.ifPresent(some -> out.gauge(metric, labels, some.median().toNanos() / NANOS));
    out.gauge(n, labels, times.map(Times::n).orElse(0));
  }
}
