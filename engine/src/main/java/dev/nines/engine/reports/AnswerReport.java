package dev.nines.engine.reports;

import dev.nines.probe.Answer;
import java.util.ArrayList;
import java.util.List;

/**
 * What came back to a run that is not as declared, for a person who may see all that its target
 * says.
 *
 * @param answer what came back
 */
public record AnswerReport(Answer answer) {
  private static final int MOST_OF_A_BODY = 1_000;

  /** {@return the lines, without control characters a target may have smuggled in} */
  public List<String> lines() {
    var lines = new ArrayList<>(List.of("", "ANSWER"));
    for (var header : answer.headers()) {
      lines.add("  " + header.name() + ": " + header.value().shown());
    }
    answer.notes().forEach(note -> lines.add("  (" + note + ")"));
    var start = answer.bodyStart();
    var shown = start.substring(0, Math.min(start.length(), MOST_OF_A_BODY));
    if (!shown.isEmpty()) {
      lines.add("");
    }
    shown.lines().map(line -> "  " + line.replace("\t", "  ")).forEach(lines::add);
    if (shown.length() < start.length()) {
      lines.add("  ...");
    }
    return lines.stream().map(RunReport::clean).toList();
  }
}
