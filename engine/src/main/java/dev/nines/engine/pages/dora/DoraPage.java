package dev.nines.engine.pages.dora;

import dev.nines.engine.dora.DoraReport;
import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.Moment;
import dev.nines.slo.reliability.dora.DoraFigures;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The DORA figures of services.
 *
 * @param window of which time
 * @param from its first instant
 * @param to its last for now
 * @param asked what was asked, by field
 * @param faults what was wrong with it; empty where nothing was
 * @param causeWindow how soon after a deployment an incident must begin to be held its doing
 * @param rows each service, in the order of the alphabet; where a label is asked for, first all of
 *     them together
 */
public record DoraPage(
    String window,
    Moment from,
    Moment to,
    Map<String, String> asked,
    String faults,
    String causeWindow,
    List<Row> rows) {
  /** Copies the collections. */
  public DoraPage {
    asked = Map.copyOf(asked);
    rows = List.copyOf(rows);
  }

  /**
   * A service.
   *
   * @param name its name; empty for several together
   * @param displayName its name for people
   * @param cells its figures
   * @param failed its deployments that failed, oldest first
   */
  public record Row(
      String name, String displayName, List<FigureCell> cells, List<FailedLine> failed) {
    static Row of(String name, String displayName, DoraFigures figures, ZonedDateTime now) {
      return new Row(
          name,
          displayName,
          FigureCell.of(figures),
          name.isEmpty()
              ? List.of()
              : figures.all().failed().stream().map(one -> FailedLine.of(one, now)).toList());
    }
  }

  static DoraPage of(DoraReport report, Map<String, String> asked, Duration causeWindow) {
    var now = report.now().atZone(report.window().zone());
    var span = report.window().span();
    var rows = new ArrayList<Row>();
    report
        .together()
        .filter(_ -> !report.services().isEmpty())
        .ifPresent(figures ->
            rows.add(Row.of("", "All with " + asked.get("label") + " together", figures, now)));
    report
        .services()
        .forEach(one ->
            rows.add(
                Row.of(one.service().name(), one.service().displayName(), one.figures(), now)));
    return new DoraPage(
        report.window().name(),
        Moment.inFull(span.from().atZone(now.getZone())),
        Moment.inFull(
            (span.to().isAfter(report.now()) ? report.now() : span.to()).atZone(now.getZone())),
        asked,
        "",
        DurationText.of(causeWindow),
        rows);
  }
}
