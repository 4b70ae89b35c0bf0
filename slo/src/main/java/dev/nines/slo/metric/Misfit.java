package dev.nines.slo.metric;

import dev.nines.slo.Sli.Question;
import java.util.List;
import java.util.Optional;

/** Why does a minute of which there is an answer count nothing? */
public enum Misfit {
  /** No series came of the query. */
  NO_SERIES,
  /** Several came where one is wanted. */
  SEVERAL_SERIES,
  /** What shall be a ratio is outside 0 to 1. */
  NOT_A_RATIO;

  /**
   * Looks at a minute.
   *
   * @param question what was asked
   * @param answers to each of its queries, in their order
   * @param minute counted from the Unix epoch
   * @return why it counts nothing; empty where it counts, or its value is no number
   */
  public static Optional<Misfit> of(Question question, List<QueryAnswer> answers, long minute) {
    var asked = answers.getLast(); // of a ratio the total: a part without series has no such events
    var series = asked.series(minute);
    if (series == 0) {
      return Optional.of(NO_SERIES);
    }
    return switch (question) {
      case Question.Ratio _ -> Optional.empty();
      case Question.Threshold _ -> series > 1 ? Optional.of(SEVERAL_SERIES) : Optional.empty();
      case Question.Raw _ -> {
        if (series > 1) {
          yield Optional.of(SEVERAL_SERIES);
        }
        var ratio = asked.sum(minute);
        yield ratio < 0 || ratio > 1 ? Optional.of(NOT_A_RATIO) : Optional.empty();
      }
    };
  }
}
