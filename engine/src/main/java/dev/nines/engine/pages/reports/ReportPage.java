package dev.nines.engine.pages.reports;

import dev.nines.engine.monthly.MonthlyReport;
import dev.nines.engine.pages.text.Moment;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The report of a month, ready to print.
 *
 * @param month such as {@code 2026-11}; empty where none could be read
 * @param name such as {@code November 2026}
 * @param title the same, and whether it is told of so far
 * @param before the name of the month before
 * @param asOf the present
 * @param zone whose month it is
 * @param notes what is to be known before one reads the numbers
 * @param previous the month before, for a link; empty where there is none
 * @param next the month after, for a link; empty where it has not begun
 * @param parts all services together, where they are several, then each
 * @param faults what was wrong with what was asked; empty where nothing was
 */
public record ReportPage(
    String month,
    String name,
    String title,
    String before,
    Moment asOf,
    String zone,
    List<String> notes,
    String previous,
    String next,
    List<Part> parts,
    String faults) {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);

  /** Copies the lists. */
  public ReportPage {
    notes = List.copyOf(notes);
    parts = List.copyOf(parts);
  }

  /**
   * A service, or all of them.
   *
   * @param name the service's name; empty for all together
   * @param displayName what people call it
   * @param lines its figures
   */
  public record Part(String name, String displayName, List<ReportLine> lines) {
    /** Copies the list. */
    public Part {
      lines = List.copyOf(lines);
    }
  }

  static ReportPage of(MonthlyReport report) {
    var now = report.now().atZone(report.window().zone());
    var month = report.month();
    return new ReportPage(
        month.toString(),
        NAME.format(month),
        NAME.format(month) + (report.running() ? ", so far" : ""),
        NAME.format(month.minusMonths(1)),
        Moment.inFull(now),
        zone(report),
        notes(report),
        month.minusMonths(1).toString(),
        report.running() ? "" : month.plusMonths(1).toString(),
        report.empty() ? List.of() : parts(report),
        "");
  }

  static ReportPage refused(YearMonth present, Moment asOf, String faults) {
    return new ReportPage(
        "", "", "", "", asOf, "", List.of(), present.toString(), "", List.of(), faults);
  }

  private static String zone(MonthlyReport report) {
    var id = report.window().zone().getId();
    return id.equals("Z") ? "UTC" : id;
  }

  private static List<Part> parts(MonthlyReport report) {
    var parts = new ArrayList<Part>();
    if (report.services().size() > 1) {
      parts.add(new Part("", "All services together", ReportLines.together(report.together())));
    }
    report
        .services()
        .forEach(one ->
            parts.add(
                new Part(
                    one.service().name(),
                    one.service().displayName(),
                    ReportLines.ofService(one.figures()))));
    return parts;
  }

  private static List<String> notes(MonthlyReport report) {
    var notes = new ArrayList<String>();
    var name = NAME.format(report.month());
    var since =
        report.watchedSince().map(at -> Moment.inFull(at.atZone(report.window().zone())).text());
    if (report.services().isEmpty()) {
      notes.add("No service is declared.");
    } else if (report.empty()) {
      notes.add(
          "Nines has no data of %s: %s."
              .formatted(
                  name,
                  since
                      .map(at -> "it has been watching since " + at)
                      .orElse("it has not watched anything yet")));
    } else if (report
        .watchedSince()
        .filter(at -> at.isAfter(report.window().span().from()))
        .isPresent()) {
      notes.add("Nines has been watching only since %s.".formatted(since.orElseThrow()));
    }
    if (report.running()) {
      notes.add("%s is not over: what is told of it ends with the time above.".formatted(name));
    }
    return notes;
  }
}
