package dev.nines.engine.metrics;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.schedule.LatestRuns;
import dev.nines.engine.schedule.LatestRuns.LatestRun;
import dev.nines.engine.schedule.UnknownCause;
import dev.nines.engine.series.Metric;
import dev.nines.engine.series.Seconds;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The {@code probe_} series: the last run of every probe of this instance. A probe whose newest run
 * is unknown because this instance is cut off has none meanwhile: it is neither up nor down.
 */
public final class ProbeCollector implements SeriesCollector {
  private final Supplier<? extends Collection<ProbeDeclaration>> probes;
  private final LatestRuns latest;
  private final String location;
  private final Map<String, OfProbe> known = new ConcurrentHashMap<>();
  private final boolean likeBlackbox;

  /**
   * Renders probes.
   *
   * @param probes those that run here
   * @param latest their last runs
   * @param location where this instance stands
   * @param likeBlackbox whether they have the label {@code instance} as well, which is what is
   *     probed where blackbox_exporter does it
   */
  public ProbeCollector(
      Supplier<? extends Collection<ProbeDeclaration>> probes,
      LatestRuns latest,
      String location,
      boolean likeBlackbox) {
    this.probes = probes;
    this.latest = latest;
    this.location = location;
    this.likeBlackbox = likeBlackbox;
  }

  @Override
  public void render(Rendering rendering) {
    var here = probes.get();
    if (known.size() > here.size()) { // some no longer run here
      known.clear();
    }
    for (var probe : here) {
      var labels = labels(probe);
      rendering.gauge(Metric.PROBE_INTERVAL, labels.own(), Seconds.of(probe.interval()));
      var cutOff =
          latest
              .unknown(probe.name())
              .filter(unknown -> unknown.cause() == UnknownCause.SELF_CHECK);
      if (cutOff.isEmpty()) {
        latest.of(probe.name()).ifPresent(run -> render(rendering, probe, labels, run));
      }
    }
  }

  private OfProbe labels(ProbeDeclaration probe) {
    var labels = known.get(probe.name());
    if (labels == null || !labels.isOf(probe)) {
      labels = OfProbe.of(probe, location, likeBlackbox);
      known.put(probe.name(), labels);
    }
    return labels;
  }

  private static void render(
      Rendering out, ProbeDeclaration probe, OfProbe labels, LatestRun latest) {
    out.gauge(
        Metric.LAST_RUN,
        labels.own(),
        (double) latest.result().key().scheduledAt().getEpochSecond());
    new RunSeries(out, labels.blackbox())
        .render(RunSeries.module(probe.spec()), probe.spec().timeout(), latest.run());
  }

  /** The label sets of a probe's series. */
  private record OfProbe(ProbeDeclaration probe, LabelText own, LabelText blackbox) {
    static OfProbe of(ProbeDeclaration probe, String location, boolean likeBlackbox) {
      var own = Labels.of("probe", probe.name(), "service", probe.service(), "location", location);
      var target = probe.spec().displayTarget();
      var all = own.add("target", target);
      return new OfProbe(
          probe, LabelText.of(own), LabelText.of(likeBlackbox ? all.add("instance", target) : all));
    }

    /** To compare what is declared of 10,000 probes is what it saves. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(ProbeDeclaration other) {
      return probe == other;
    }
  }
}
