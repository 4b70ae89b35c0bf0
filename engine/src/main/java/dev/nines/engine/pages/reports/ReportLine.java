package dev.nines.engine.pages.reports;

/**
 * One figure of a month beside that of the month before, and what it means.
 *
 * @param name what it is
 * @param value the number, {@code none} where there is nothing to count, or {@code not known}
 * @param basis what it rests on; empty where nothing is to be said
 * @param before the number of the month before
 * @param sentence what the month's number says, for people who are no engineers
 * @param workings how it comes about; empty where there is no number
 */
public record ReportLine(
    String name, String value, String basis, String before, String sentence, String workings) {
  /**
   * A figure of one month.
   *
   * @param value the number
   * @param basis what it rests on
   * @param sentence what it says
   * @param workings how it comes about
   */
  record Cell(String value, String basis, String sentence, String workings) {
    Cell(String value, String basis, String sentence) {
      this(value, basis, sentence, "");
    }
  }

  static ReportLine of(String name, Cell month, Cell before) {
    return new ReportLine(
        name, month.value, month.basis, before.value, month.sentence, month.workings);
  }
}
