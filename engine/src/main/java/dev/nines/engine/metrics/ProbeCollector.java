package dev.nines.engine.metrics;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.schedule.LatestRuns;
import dev.nines.engine.schedule.LatestRuns.LatestRun;
import dev.nines.engine.schedule.UnknownCause;
import dev.nines.engine.series.Metric;
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
  private final Supplier<Collection<ProbeDeclaration>> probes;
  private final LatestRuns latest;
  private final Map<String, OfProbe> known = new ConcurrentHashMap<>();
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
  public void render(Rendering rendering) {
    var declared = probes.get();
    if (known.size() > declared.size()) { // some are no longer declared
      known.clear();
    }
    for (var probe : declared) {
      var cutOff =
          latest
              .unknown(probe.name())
              .filter(unknown -> unknown.cause() == UnknownCause.SELF_CHECK);
      if (cutOff.isEmpty()) {
        latest.of(probe.name()).ifPresent(run -> render(rendering, probe, run));
      }
    }
  }

  private void render(Rendering out, ProbeDeclaration probe, LatestRun latest) {
    var key = latest.result().key();
    var labels = known.get(probe.name());
    if (labels == null || !labels.isOf(probe, key.location())) {
      labels = OfProbe.of(probe, key.location(), likeBlackbox);
      known.put(probe.name(), labels);
    }
    out.gauge(Metric.LAST_RUN, labels.own(), (double) key.scheduledAt().getEpochSecond());
    new RunSeries(out, labels.blackbox())
        .render(RunSeries.module(probe.spec()), probe.spec().timeout(), latest.run());
  }

  /** The label sets of a probe's series. */
  private record OfProbe(
      ProbeDeclaration probe, String location, LabelText own, LabelText blackbox) {
    static OfProbe of(ProbeDeclaration probe, String location, boolean likeBlackbox) {
      var own = Labels.of("probe", probe.name(), "service", probe.service(), "location", location);
      var target = probe.spec().displayTarget();
      var all = own.add("target", target);
      return new OfProbe(
          probe,
          location,
          LabelText.of(own),
          LabelText.of(likeBlackbox ? all.add("instance", target) : all));
    }

    /** To compare what is declared of 10,000 probes is what it saves. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(ProbeDeclaration other, String place) {
      return probe == other && location.equals(place);
    }
  }
}
