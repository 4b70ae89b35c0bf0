package dev.nines.engine.datasource;

import dev.nines.slo.metric.QueryAnswer;

/** What came of a question to a data source. */
sealed interface Answer {
  /** It was answered. */
  record Given(QueryAnswer values) implements Answer {}

  /** The answer is too large for so many minutes at once. */
  record TooLarge(String why) implements Answer {}

  /** No answer came in time: for fewer minutes it may, or the source hangs. */
  record TooSlow(String why) implements Answer {}

  /** The source refuses this query; others may do better. */
  record Refused(String why) implements Answer {}

  /** Nothing is to be had of the source. */
  record Unreachable(String why) implements Answer {}
}
