package dev.nines.engine.pages.reports;

import static dev.nines.engine.pages.text.Markdown.table;
import static dev.nines.engine.pages.text.Markdown.text;

import java.util.List;

/** Writes the report of a month as Markdown, to be sent on. */
final class ReportMarkdown {
  private ReportMarkdown() {}

  static String of(ReportPage page) {
    var document = new StringBuilder();
    document
        .append("# Report of ")
        .append(page.title())
        .append("\n\nMade by Nines at ")
        .append(page.asOf().text())
        .append("; months are those of ")
        .append(page.zone())
        .append(".\n");
    page.notes().forEach(note -> document.append(note).append('\n'));
    for (var part : page.parts()) {
      document
          .append("\n## ")
          .append(text(part.displayName()))
          .append("\n\n")
          .append(
              table(
                  List.of("figure", page.title(), page.before(), "in plain words"),
                  part.lines().stream().map(ReportMarkdown::row).toList()));
    }
    return document.toString();
  }

  private static List<String> row(ReportLine line) {
    return List.of(
        text(line.name()),
        text(line.value()) + (line.basis().isEmpty() ? "" : " (" + text(line.basis()) + ")"),
        text(line.before()),
        text(line.sentence()));
  }
}
