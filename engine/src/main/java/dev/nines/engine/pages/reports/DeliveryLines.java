package dev.nines.engine.pages.reports;

import dev.nines.engine.api.FigureText;
import dev.nines.engine.pages.dora.FigureCell;
import dev.nines.engine.pages.text.DurationText;
import dev.nines.slo.reliability.Times;
import dev.nines.slo.reliability.dora.ChangeFailures;
import dev.nines.slo.reliability.dora.DoraFigures;
import dev.nines.slo.reliability.dora.MedianTime;
import dev.nines.slo.reliability.dora.Share;
import java.util.ArrayList;
import java.util.List;

/** DORA's five figures of a month, as its page has them, each with what it says. */
final class DeliveryLines {
  private DeliveryLines() {}

  static List<ReportLine> of(DoraFigures month, DoraFigures before) {
    var cells = FigureCell.of(month);
    var earlier = FigureCell.of(before);
    var sentences =
        List.of(
            deployments(month.frequency().deployments()),
            leadTime(month.leadTime()),
            failRate(month.all().rate()),
            recovery(month.all()),
            rework(month.rework()));
    var lines = new ArrayList<ReportLine>();
    for (var i = 0; i < cells.size(); i++) {
      var cell = cells.get(i);
      lines.add(
          new ReportLine(
              cell.name(),
              cell.text(),
              cell.basis(),
              earlier.get(i).text(),
              sentences.get(i),
              cell.workings()));
    }
    return lines;
  }

  private static String deployments(int n) {
    return switch (n) {
      case 0 -> "Users were given nothing new, as far as Nines was told.";
      case 1 -> "Users were given something new once.";
      default -> "Users were given something new %d times.".formatted(n);
    };
  }

  private static String leadTime(MedianTime time) {
    return said(
        time,
        "The one change that is known of reached users %s after it was written.",
        "Half of the changes reached users within %s of being written.");
  }

  private static String failRate(Share rate) {
    if (rate.whole() == 0) {
      return "Nothing was deployed, so that nothing can have failed.";
    }
    return rate.part() == 0
        ? "No deployment is known to have harmed users."
        : "%d of %d deployments harmed users, or had to be taken back."
            .formatted(rate.part(), rate.whole());
  }

  private static String recovery(ChangeFailures failures) {
    if (failures.failed().isEmpty()) {
      return "No deployment failed, so that nothing had to be made good.";
    }
    return said(
        failures.recovery(),
        "The failed deployment was made good after %s.",
        "Half of the failed deployments were made good within %s.");
  }

  private static String rework(Share rework) {
    if (rework.whole() == 0) {
      return "Nines was not told which deployments were planned.";
    }
    return rework.part() == 0
        ? "No deployment was made only to mend something."
        : "%d of %d deployments %s unplanned, made to mend something."
            .formatted(rework.part(), rework.whole(), rework.part() == 1 ? "was" : "were");
  }

  private static String said(MedianTime time, String one, String several) {
    return time.figure()
        .value()
        .map(times -> sentence(times, one, several))
        .or(() -> FigureText.why(time.figure()).map("Nothing to measure: %s."::formatted))
        .orElse("");
  }

  private static String sentence(Times times, String one, String several) {
    return (times.n() == 1 ? one : several).formatted(DurationText.of(times.median()));
  }
}
