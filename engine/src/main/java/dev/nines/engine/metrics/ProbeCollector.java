package dev.nines.engine.metrics;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.schedule.LatestRuns;
import dev.nines.engine.schedule.LatestRuns.LatestRun;
import dev.nines.engine.schedule.UnknownCause;
import dev.nines.engine.series.Metric;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * The {@code probe_} series: the last run of every probe of this instance. A probe whose newest run
 * is unknown because this instance is cut off has none meanwhile: it is neither up nor down.
 */
public final class ProbeCollector implements MultiCollector {
  private final Supplier<Collection<ProbeDeclaration>> probes;
  private final LatestRuns latest;
  private final boolean likeBlackbox;

  /**
   * Renders probes.
   *
   * @param probes the declared ones
   * @param latest their last runs
   * @param likeBlackbox whether they have the label {@code instance} as well, which is what is
   *     probed where blackbox_exporter does it
   */
  public ProbeCollector(
      Supplier<Collection<ProbeDeclaration>> probes, LatestRuns latest, boolean likeBlackbox) {
    this.probes = probes;
    this.latest = latest;
    this.likeBlackbox = likeBlackbox;
  }

  @Override
  public MetricSnapshots collect() {
    var rendering = new Rendering();
    for (var probe : probes.get()) {
      var cutOff =
          latest
              .unknown(probe.name())
              .filter(unknown -> unknown.cause() == UnknownCause.SELF_CHECK);
      if (cutOff.isEmpty()) {
        latest.of(probe.name()).ifPresent(run -> render(rendering, probe, run));
      }
    }
    return rendering.snapshots();
  }

  private void render(Rendering out, ProbeDeclaration probe, LatestRun latest) {
    var labels =
        Labels.of(
            "probe", probe.name(),
            "service", probe.service(),
            "location", latest.result().key().location(),
            "target", probe.spec().displayTarget());
    if (likeBlackbox) {
      labels = labels.add("instance", probe.spec().displayTarget());
    }
    out.gauge(
        Metric.LAST_RUN,
        Labels.of(
            "probe", probe.name(),
            "service", probe.service(),
            "location", latest.result().key().location()),
        (double) latest.result().key().scheduledAt().getEpochSecond());
    new RunSeries(out, labels)
        .render(RunSeries.module(probe.spec()), probe.spec().timeout(), latest.run());
  }
}
