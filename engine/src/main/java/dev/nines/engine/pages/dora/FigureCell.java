package dev.nines.engine.pages.dora;

import dev.nines.engine.api.FigureText;
import dev.nines.engine.pages.text.DurationText;
import dev.nines.engine.pages.text.RatioText;
import dev.nines.slo.Derivation;
import dev.nines.slo.reliability.Figure;
import dev.nines.slo.reliability.Times;
import dev.nines.slo.reliability.dora.ChangeFailures;
import dev.nines.slo.reliability.dora.DeploymentFrequency;
import dev.nines.slo.reliability.dora.DoraFigures;
import dev.nines.slo.reliability.dora.MedianTime;
import dev.nines.slo.reliability.dora.PerformanceLevel;
import dev.nines.slo.reliability.dora.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One figure.
 *
 * @param name what it is
 * @param text the number, or {@code none}
 * @param basis what it rests on, and what it leaves out
 * @param level the group of DORA's survey it would lie in, with the survey's year; empty for none
 * @param workings how it comes about; empty where there is no number
 */
public record FigureCell(String name, String text, String basis, String level, String workings) {
  private static final String NONE = "none";

  /**
   * Writes the five figures.
   *
   * @param figures the figures
   * @return each of them, in DORA's order
   */
  public static List<FigureCell> of(DoraFigures figures) {
    return List.of(
        frequency(figures),
        leadTime(figures),
        failRate(figures.declared(), figures.all()),
        recovery(figures.declared(), figures.all()),
        rework(figures.rework()));
  }

  private static FigureCell frequency(DoraFigures figures) {
    var frequency = figures.frequency();
    var perWeek = frequency.perWeek();
    var parts = new ArrayList<String>();
    perWeek.value().ifPresent(rate -> parts.add(rate(frequency, rate)));
    FigureText.why(perWeek).ifPresent(parts::add);
    add(parts, figures.failedRuns(), "failed run", "failed runs");
    add(parts, figures.canceledRuns(), "canceled run", "canceled runs");
    return new FigureCell(
        "Deployments",
        perWeek.value().map(_ -> Integer.toString(frequency.deployments())).orElse(NONE),
        String.join("; ", parts),
        level(PerformanceLevel.of(frequency)),
        workings(perWeek));
  }

  private static String rate(DeploymentFrequency frequency, double perWeek) {
    var days = frequency.activeDays() == 1 ? "1 day" : frequency.activeDays() + " days";
    return String.format(
        Locale.ENGLISH,
        perWeek < 0.95 ? "%.2f a week, on %s" : "%.1f a week, on %s",
        perWeek,
        days);
  }

  private static FigureCell leadTime(DoraFigures figures) {
    var time = figures.leadTime();
    var parts = new ArrayList<>(basis(time));
    add(
        parts,
        figures.withoutCommits(),
        "deployment without commits",
        "deployments without commits");
    return new FigureCell(
        "Change lead time",
        text(time),
        String.join("; ", parts),
        level(PerformanceLevel.ofLeadTime(time)),
        workings(time.figure()));
  }

  private static FigureCell failRate(ChangeFailures declared, ChangeFailures all) {
    var rate = all.rate();
    return new FigureCell(
        "Change fail rate",
        rate.ratio().value().map(RatioText::rate).orElse(NONE),
        FigureText.why(rate.ratio())
            .orElseGet(() ->
                "%d of %d; declared alone %d"
                    .formatted(rate.part(), rate.whole(), declared.rate().part())),
        level(PerformanceLevel.ofFailRate(rate)),
        workings(rate.ratio()));
  }

  private static FigureCell recovery(ChangeFailures declared, ChangeFailures all) {
    var parts = new ArrayList<>(basis(all.recovery()));
    if (all.failed().size() != declared.failed().size()) {
      parts.add(
          "declared alone "
              + text(declared.recovery())
              + declared.recovery().figure().value().map(times -> ", n = " + times.n()).orElse(""));
    }
    return new FigureCell(
        "Recovery time",
        text(all.recovery()),
        String.join("; ", parts),
        level(PerformanceLevel.ofRecovery(all.recovery())),
        workings(all.recovery().figure()));
  }

  private static FigureCell rework(Share rework) {
    return new FigureCell(
        "Rework rate",
        rework.ratio().value().map(RatioText::rate).orElse(NONE),
        rework.whole() == 0
            ? "not told of any"
            : "%d of %d that were told".formatted(rework.part(), rework.whole()),
        "",
        workings(rework.ratio()));
  }

  private static String text(MedianTime time) {
    return time.figure().value().map(Times::median).map(DurationText::of).orElse(NONE);
  }

  private static List<String> basis(MedianTime time) {
    var parts = new ArrayList<String>();
    parts.add(
        time.figure()
            .value()
            .map(FigureCell::values)
            .or(() -> FigureText.why(time.figure()))
            .orElse(""));
    if (time.figure().value().isPresent() && time.pending() > 0) {
      parts.add(time.pending() + " pending");
    }
    if (time.invalid() > 0) {
      parts.add(time.invalid() + " invalid");
    }
    return parts;
  }

  private static String values(Times times) {
    if (times.n() == 1) {
      return "n = 1";
    }
    return "n = "
        + times.n()
        + (times.n() < Times.ENOUGH_FOR_A_MEAN
            ? times.values().stream()
                .map(DurationText::of)
                .collect(Collectors.joining(", ", ": ", ""))
            : ", p90 " + DurationText.of(times.p90()));
  }

  private static void add(List<String> parts, int n, String one, String many) {
    if (n > 0) {
      parts.add(n + " " + (n == 1 ? one : many));
    }
  }

  private static String level(Optional<PerformanceLevel> level) {
    return level.map(PerformanceLevel::text).orElse("");
  }

  private static String workings(Figure<?> figure) {
    return FigureText.derivation(figure).map(Derivation::workings).orElse("");
  }
}
