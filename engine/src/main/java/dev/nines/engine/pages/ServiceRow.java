package dev.nines.engine.pages;

import static java.util.Comparator.comparingInt;

import dev.nines.engine.evaluation.ProbeStatus;
import dev.nines.engine.evaluation.ServiceStatus;
import dev.nines.engine.incidents.Suppressed;
import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.Moment;
import dev.nines.engine.pages.text.RatioText;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.reliability.Figure;
import dev.nines.slo.reliability.MeanTime;
import dev.nines.slo.reliability.TimeTo;
import dev.nines.slo.reliability.Times;
import dev.nines.slo.reliability.Uptime;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A line of the services table.
 *
 * @param name its name
 * @param displayName its name for people
 * @param state its state's label
 * @param maintenanceUntil when its maintenance ends, where one is under way
 * @param suppressed what keeps its failing from opening an incident, for each signal
 * @param probes its probes, the worst first; not all of many
 * @param moreProbes the others
 * @param uptimes its uptime over each of {@link #UPTIME_WINDOWS}
 * @param downtime its downtime in the longest window
 * @param restore its mean time to restore in the longest window
 * @param incidents number of its incidents in the longest window
 */
public record ServiceRow(
    String name,
    String displayName,
    String state,
    Optional<Moment> maintenanceUntil,
    List<String> suppressed,
    List<ProbeLink> probes,
    List<ProbeLink> moreProbes,
    List<UptimeCell> uptimes,
    String downtime,
    RestoreCell restore,
    String incidents) {
  /** The windows that uptime is shown over. */
  public static final List<Duration> UPTIME_WINDOWS =
      List.of(Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30));

  /** More would hide the other services. */
  private static final int MOST_PROBES = 8;

  private static final String NOT_KNOWN = "not known";

  /**
   * Makes a line.
   *
   * @param status how the service is
   * @param now the present, in the zone that times are shown in
   * @return the line
   */
  public static ServiceRow of(ServiceStatus status, ZonedDateTime now) {
    var probes =
        status.probes().stream().sorted(comparingInt(ServiceRow::rank)).map(ProbeLink::of).toList();
    var shown = Math.min(probes.size(), MOST_PROBES);
    var figures = status.windows();
    var longest =
        Optional.ofNullable(figures.get(new BudgetWindow.Rolling(UPTIME_WINDOWS.getLast())));
    return new ServiceRow(
        status.service().name(),
        status.service().displayName(),
        status.state().label(),
        status.maintenanceUntil().map(until -> Moment.of(until, now)),
        status.suppressed().stream().map(Suppressed::why).distinct().limit(MOST_PROBES).toList(),
        probes.subList(0, shown),
        probes.subList(shown, probes.size()),
        UPTIME_WINDOWS.stream()
            .map(window ->
                Optional.ofNullable(figures.get(new BudgetWindow.Rolling(window)))
                    .map(known -> UptimeCell.of(known.uptime(), window))
                    .orElse(UptimeCell.NONE))
            .toList(),
        longest
            .filter(known -> known.uptime().ratio().value().isPresent())
            .map(known -> DurationText.of(known.uptime().down()))
            .orElse(NOT_KNOWN),
        longest
            .map(known -> RestoreCell.of(known.timeTo(TimeTo.RESTORE)))
            .orElse(new RestoreCell(NOT_KNOWN, "")),
        longest
            .map(known -> Integer.toString(known.timeBetweenFailures().failures()))
            .orElse(NOT_KNOWN));
  }

  /** What somebody has to look at comes first; a list is cut from behind. */
  private static int rank(ProbeStatus probe) {
    return switch (probe.state()) {
      case DOWN -> 0;
      case UNKNOWN -> 2;
      case DEGRADED -> probe.streak().isPresent() ? 1 : 3;
      case UP -> probe.streak().isPresent() ? 1 : 5;
      case MAINTENANCE -> 4;
    };
  }

  /**
   * Uptime over one window.
   *
   * @param text percent, or that it is not known
   * @param basis where it is not the whole window: over which time, and how much of that is known
   * @param workings how it was computed; empty where it is not known
   */
  public record UptimeCell(String text, String basis, String workings) {
    private static final UptimeCell NONE = new UptimeCell(NOT_KNOWN, "", "");

    static UptimeCell of(Uptime uptime, Duration window) {
      return switch (uptime.ratio()) {
        case Figure.Recorded<Double>(var ratio, var derivation) ->
            new UptimeCell(
                RatioText.availability(ratio), basis(uptime, window), derivation.workings());
        case Figure.Pending<Double> _, Figure.NotApplicable<Double> _, Figure.Invalid<Double> _ ->
            NONE;
      };
    }

    /** A service one minute old was not up for 30 days. */
    private static String basis(Uptime uptime, Duration window) {
      var asked = uptime.known().plus(uptime.unknown());
      var coverage = uptime.coverage().value().orElse(1.0);
      return Stream.of(
              asked.compareTo(window) < 0 ? "over " + DurationText.of(asked) : "",
              coverage < 1 ? RatioText.share(coverage) + " watched" : "")
          .filter(part -> !part.isEmpty())
          .collect(Collectors.joining(", "));
    }
  }

  /**
   * The mean time to restore.
   *
   * @param text the mean, or that there is none
   * @param basis what it rests on; empty where nothing is to be said
   */
  public record RestoreCell(String text, String basis) {
    static RestoreCell of(MeanTime restore) {
      var leftOut = restore.pending() == 0 ? "" : restore.pending() + " not restored yet";
      return restore
          .times()
          .map(times ->
              new RestoreCell(
                  DurationText.of(times.mean()),
                  basis(times) + (leftOut.isEmpty() ? "" : "; " + leftOut)))
          .orElse(new RestoreCell("none", leftOut));
    }

    private static String basis(Times times) {
      if (times.n() == 1) {
        return "n = 1";
      }
      return "n = "
          + times.n()
          + (times.n() < Times.ENOUGH_FOR_A_MEAN
              ? times.values().stream()
                  .map(DurationText::of)
                  .collect(Collectors.joining(", ", ": ", ""))
              : ", median " + DurationText.of(times.median()));
    }
  }
}
