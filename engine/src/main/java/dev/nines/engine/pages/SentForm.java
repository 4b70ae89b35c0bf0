package dev.nines.engine.pages;

import dev.nines.engine.api.Problem;
import java.util.List;
import java.util.Map;

/**
 * A form that was sent and not taken: people must not write it again.
 *
 * @param action what was wanted; empty where nothing was sent
 * @param fields what was written, by the field's name
 * @param faults what is wrong with it
 */
public record SentForm(String action, Map<String, String> fields, List<String> faults) {
  /** Nothing was sent. */
  public static final SentForm NONE = new SentForm("", Map.of(), List.of());

  /**
   * A form that was not taken.
   *
   * @param action what was wanted
   * @param fields what was written, by the field's name
   * @param problem what is wrong with it
   * @return the form
   */
  public static SentForm of(String action, Map<String, String> fields, Problem problem) {
    return new SentForm(
        action,
        fields,
        problem.errors().isEmpty()
            ? List.of(problem.detail())
            : problem.errors().stream().map(e -> e.field() + ": " + e.message()).toList());
  }
}
