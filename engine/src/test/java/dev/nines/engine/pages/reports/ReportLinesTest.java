package dev.nines.engine.pages.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.monthly.MonthFigures;
import dev.nines.engine.monthly.MonthlyReport.Compared;
import dev.nines.slo.reliability.Deployment;
import dev.nines.slo.reliability.IncidentTimes;
import dev.nines.slo.reliability.ReliabilityFigures;
import dev.nines.slo.reliability.ReportingWindow;
import dev.nines.slo.reliability.ServiceHistory;
import dev.nines.slo.reliability.dora.DeliveryHistory;
import dev.nines.slo.reliability.dora.DoraFigures;
import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** November, watched from its first day on; the present is its end. */
class ReportLinesTest {
  private static final ReportingWindow NOVEMBER =
      ReportingWindow.of(YearMonth.of(2026, 11), ZoneOffset.UTC);
  private static final ReportingWindow OCTOBER =
      ReportingWindow.of(YearMonth.of(2026, 10), ZoneOffset.UTC);
  private static final Instant BEGIN = NOVEMBER.span().from();
  private static final Instant NOW = NOVEMBER.span().to();

  private static Map<String, ReportLine> lines(
      ServiceHistory history, List<Deployment> deployments) {
    var delivered = new DeliveryHistory("shop", deployments, List.of(), Duration.ofHours(1));
    return ReportLines.ofService(
            new Compared(
                figures(history, delivered, NOVEMBER), figures(history, delivered, OCTOBER)))
        .stream()
        .collect(Collectors.toMap(ReportLine::name, line -> line));
  }

  private static MonthFigures figures(
      ServiceHistory history, DeliveryHistory delivered, ReportingWindow window) {
    return new MonthFigures(
        ReliabilityFigures.of(List.of(history), window.span()),
        DoraFigures.of(List.of(delivered), window, NOW),
        List.of());
  }

  private static ServiceHistory watched(Intervals unknown, Interval... outages) {
    var incidents = new ArrayList<IncidentTimes>();
    for (var outage : outages) {
      var end = Optional.of(outage.to()).filter(at -> at.isBefore(NOW));
      incidents.add(
          new IncidentTimes(
              outage.from(),
              false,
              Optional.empty(),
              outage.from(),
              outage.from(),
              Optional.empty(),
              end,
              end,
              end));
    }
    return new ServiceHistory(
        new Interval(BEGIN, NOW),
        unknown,
        Intervals.NONE,
        new Intervals(Stream.of(outages).toList()),
        incidents);
  }

  private static Interval hour(int day, int minutes) {
    var from = BEGIN.plus(Duration.ofDays(day));
    return new Interval(from, from.plus(Duration.ofMinutes(minutes)));
  }

  private static Deployment deployment(int id, boolean rollback) {
    return new Deployment(
        id,
        "shop",
        "v" + id,
        "production",
        BEGIN.plus(Duration.ofDays(id)),
        Deployment.Result.SUCCEEDED,
        rollback ? List.of() : List.of(BEGIN.plus(Duration.ofDays(id)).minusSeconds(3_600)),
        Optional.of(false),
        rollback);
  }

  @Test
  void quietMonthSaysNone_neverZero() {
    var lines = lines(watched(Intervals.NONE), List.of());

    assertThat(lines.get("Uptime").value()).isEqualTo("100 %");
    assertThat(lines.get("Uptime").sentence()).isEqualTo("Up whenever it was watched.");
    assertThat(lines.get("Downtime").value()).isEqualTo("none");
    assertThat(lines.get("Downtime").sentence())
        .isEqualTo("No downtime was seen in the 30 d that were watched.");
    assertThat(lines.get("Incidents").value()).isEqualTo("none");
    assertThat(lines.get("Incidents").sentence()).isEqualTo("No incident began in this month.");
    for (var name :
        List.of(
            "Time to restore",
            "Deployments",
            "Change lead time",
            "Change fail rate",
            "Recovery time",
            "Rework rate")) {
      assertThat(lines.get(name).value()).as(name).isEqualTo("none");
      assertThat(lines.get(name).sentence()).as(name).endsWith(".").doesNotContain("0");
    }
  }

  @Test
  void monthBeforeAnythingWasWatchedIsNotKnown() {
    var lines = lines(watched(Intervals.NONE), List.of());

    assertThat(lines.get("Uptime").before()).isEqualTo("not known");
    assertThat(lines.get("Downtime").before()).isEqualTo("not known");
    assertThat(lines.get("Incidents").before()).isEqualTo("none");
  }

  @Test
  void outagesAndGapsAreToldInPlainWords() {
    var lines = lines(watched(Intervals.of(hour(3, 600)), hour(5, 20), hour(9, 60)), List.of());

    assertThat(lines.get("Uptime").value()).isEqualTo("99.81 %");
    assertThat(lines.get("Uptime").basis()).isEqualTo("98.6 % watched, 10 h unknown");
    assertThat(lines.get("Uptime").sentence())
        .isEqualTo(
            "Up for 99.81 % of the time that was watched."
                + " For 10 h nobody can say, since nothing was watching.");
    assertThat(lines.get("Downtime").sentence())
        .isEqualTo("Of the 29 d 14 h that were watched, 1 h 20 min were downtime.");
    assertThat(lines.get("Incidents").sentence()).isEqualTo("2 incidents began in this month.");
    assertThat(lines.get("Time to restore").value()).isEqualTo("40 min");
    assertThat(lines.get("Time to restore").basis()).isEqualTo("mean, n = 2, median 40 min");
  }

  @Test
  void incidentThatIsNotOverHasNoTimeToRestore() {
    var lines = lines(watched(Intervals.NONE, new Interval(NOW.minusSeconds(600), NOW)), List.of());

    assertThat(lines.get("Incidents").value()).isEqualTo("1");
    assertThat(lines.get("Incidents").basis()).isEqualTo("1 not over yet");
    assertThat(lines.get("Time to restore").value()).isEqualTo("none");
    assertThat(lines.get("Time to restore").sentence())
        .isEqualTo("None of the incidents is over yet.");
  }

  @Test
  void deploymentsAreToldInPlainWords() {
    var lines =
        lines(
            watched(Intervals.NONE),
            List.of(deployment(1, false), deployment(2, false), deployment(3, true)));

    assertThat(lines.get("Deployments").value()).isEqualTo("3");
    assertThat(lines.get("Deployments").sentence())
        .isEqualTo("Users were given something new 3 times.");
    assertThat(lines.get("Change lead time").sentence())
        .isEqualTo("Half of the changes reached users within 1 h of being written.");
    assertThat(lines.get("Change fail rate").sentence())
        .isEqualTo("1 of 3 deployments harmed users, or had to be taken back.");
    assertThat(lines.get("Recovery time").sentence())
        .isEqualTo("The failed deployment was made good after 1 d.");
    assertThat(lines.get("Rework rate").sentence())
        .isEqualTo("1 of 3 deployments was unplanned, made to mend something.");
  }
}
