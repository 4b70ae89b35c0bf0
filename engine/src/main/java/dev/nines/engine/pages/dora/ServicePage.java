package dev.nines.engine.pages.dora;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.dora.DeploymentRow;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.pages.IncidentRow;
import dev.nines.engine.pages.ServiceRow;
import dev.nines.engine.pages.gate.GatePanel;
import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.Moment;
import dev.nines.slo.Slo;
import dev.nines.slo.reliability.dora.DeliveryHistory;
import dev.nines.slo.reliability.dora.DoraFigures;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One service: how it is and was, and what was deployed of it.
 *
 * @param name its name
 * @param displayName its name for people
 * @param description what it is; empty where it does not say
 * @param asOf the present
 * @param state its state's label
 * @param row its uptime over the windows of the overview, downtime and mean time to restore; empty
 *     before the first evaluation
 * @param uptimeWindows which windows
 * @param incidents its incidents of the longest of them, and the open one, newest impact first; not
 *     all of many
 * @param moreIncidents how many others there were
 * @param probes its probes' names
 * @param slos its SLOs, by name
 * @param gate whether it may be deployed now
 * @param figures its DORA figures
 * @param window of which time they are
 * @param causeWindow how soon after a deployment an incident must begin to be held its doing
 * @param deployments the newest ones, newest first
 */
public record ServicePage(
    String name,
    String displayName,
    String description,
    Moment asOf,
    String state,
    Optional<ServiceRow> row,
    List<String> uptimeWindows,
    List<IncidentRow> incidents,
    int moreIncidents,
    List<String> probes,
    List<String> slos,
    GatePanel gate,
    List<FigureCell> figures,
    String window,
    String causeWindow,
    List<DeploymentLine> deployments) {
  private static final int NEWEST = 20;
  private static final int NEWEST_INCIDENTS = 10;

  /** Copies the lists. */
  public ServicePage {
    uptimeWindows = List.copyOf(uptimeWindows);
    incidents = List.copyOf(incidents);
    probes = List.copyOf(probes);
    slos = List.copyOf(slos);
    figures = List.copyOf(figures);
    deployments = List.copyOf(deployments);
  }

  /**
   * A deployment.
   *
   * @param version what people call it
   * @param href where to read more; empty where that is not told, or nowhere a browser may go
   * @param at when it was over
   * @param environment where to
   * @param actor who deployed; empty where that is not told
   * @param rollback whether it took back the one before it
   * @param leadTime from its oldest commit; empty of a rollback, and where none was told
   * @param failed why it failed, where it did
   */
  public record DeploymentLine(
      String version,
      String href,
      Moment at,
      String environment,
      String actor,
      boolean rollback,
      String leadTime,
      Optional<FailedLine> failed) {
    static DeploymentLine of(DeploymentRow row, Map<Long, FailedLine> failed, ZonedDateTime now) {
      var deployment = row.deployment();
      return new DeploymentLine(
          deployment.version(),
          row.url().filter(DeploymentLine::isWeb).orElse(""),
          Moment.of(deployment.finishedAt(), now),
          deployment.environment(),
          row.actor().orElse(""),
          deployment.rollback(),
          deployment.committedAt().stream()
              .filter(_ -> !deployment.rollback())
              .min(Comparator.naturalOrder())
              .map(oldest -> Duration.between(oldest, deployment.finishedAt()))
              .map(DurationText::of)
              .orElse(""),
          Optional.ofNullable(failed.get(deployment.id())));
    }

    private static boolean isWeb(String address) {
      return address.startsWith("https://") || address.startsWith("http://");
    }
  }

  static ServicePage of(
      Catalog catalog,
      Service service,
      Snapshot snapshot,
      GatePanel gate,
      DeliveryHistory history,
      DoraFigures figures,
      List<DeploymentRow> newest,
      Duration window,
      ZonedDateTime now) {
    var failed =
        history.failed().stream()
            .map(one -> FailedLine.of(one, now))
            .collect(Collectors.toMap(FailedLine::deployment, Function.identity()));
    var status = snapshot.service(service.name());
    var own =
        snapshot.incidents().stream()
            .filter(incident -> incident.service().equals(service.name()))
            .toList();
    return new ServicePage(
        service.name(),
        service.displayName(),
        service.description(),
        Moment.inFull(now),
        status.map(known -> known.state().label()).orElse("unknown"),
        status.map(known -> ServiceRow.of(known, now)),
        ServiceRow.UPTIME_WINDOWS.stream().map(DurationText::of).toList(),
        own.stream()
            .limit(NEWEST_INCIDENTS)
            .map(incident -> IncidentRow.of(incident, service.displayName(), now))
            .toList(),
        Math.max(0, own.size() - NEWEST_INCIDENTS),
        catalog.probesOf(service.name()).stream().map(probe -> probe.name()).toList(),
        catalog.slosOf(service.name()).stream().map(Slo::name).toList(),
        gate,
        FigureCell.of(figures),
        DurationText.of(window),
        DurationText.of(history.causeWindow()),
        newest.stream().limit(NEWEST).map(row -> DeploymentLine.of(row, failed, now)).toList());
  }
}
