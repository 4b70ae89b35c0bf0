package dev.nines.slo;

import java.util.List;
import java.util.Optional;

/** What is counted: valid events, and which of them are good. */
public sealed interface Sli {
  /**
   * The valid runs of some probes.
   *
   * @param probes names of the probes, at least one
   * @param good when a run is good
   * @param locations how the locations are taken together
   */
  record Runs(List<String> probes, Criterion good, Locations locations) implements Sli {
    /**
     * Checks the names and copies them.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Runs {
      probes = List.copyOf(probes);
      if (probes.isEmpty()) {
        throw new IllegalArgumentException("probes not at least one");
      }
    }

    /**
     * The valid runs of some probes at all locations.
     *
     * @param probes names of the probes, at least one
     * @param good when a run is good
     */
    public Runs(List<String> probes, Criterion good) {
      this(probes, good, Locations.POOLED);
    }
  }

  /** How runs at several locations make one event. */
  enum Locations {
    /** They do not: each run is an event. */
    POOLED,
    /** A minute is an event, good where it is good at one location at least. */
    ANY,
    /** A minute is an event, good where it is good at every location that has runs in it. */
    ALL,
    /** A minute is an event, good where it is good at more than half of those locations. */
    MAJORITY
  }

  /**
   * What a Prometheus holds, read once a minute.
   *
   * @param question what is asked, and what its answers mean
   */
  record Metric(Question question) implements Sli {}

  /**
   * A PromQL query and where to send it.
   *
   * @param dataSource name of the declared DataSource, or of the one that stands inline
   * @param promql the query
   */
  record Query(String dataSource, String promql) {
    String text() {
      return dataSource + " \"" + promql.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
  }

  /** What is asked of a Prometheus, and what its answers mean. */
  sealed interface Question {
    /** {@return its queries: those for good or bad events first, then that for all} */
    default List<Query> queries() {
      return switch (this) {
        case Ratio(_, var good, var bad, var total) ->
            List.of(good.or(() -> bad).orElseThrow(), total);
        case Raw(var query, _) -> List.of(query);
        case Threshold(var query, _, _) -> List.of(query);
      };
    }

    /**
     * {@return the canonical text, such as {@code counter good main "sum(ok_total)" of main
     * "sum(all_total)"}; equal texts, equal questions, which share one count}
     */
    default String text() {
      return switch (this) {
        case Ratio(var counter, var good, var bad, var total) ->
            (counter ? "counter " : "count ")
                + good.map(query -> "good " + query.text()).orElse("")
                + bad.map(query -> "bad " + query.text()).orElse("")
                + " of "
                + total.text();
        case Raw(var query, var success) ->
            (success ? "success ratio " : "failure ratio ") + query.text();
        case Threshold(var query, var op, var value) ->
            "value %s %s %s".formatted(query.text(), op.sign(), value);
      };
    }

    /**
     * Two counts. Exactly one of {@code good} and {@code bad} is given.
     *
     * @param counter whether the answers only grow, but for resets, so that a minute has the
     *     difference to the one before; else each answer is the count of its minute
     * @param good counts good events
     * @param bad counts bad events
     * @param total counts all events
     */
    record Ratio(boolean counter, Optional<Query> good, Optional<Query> bad, Query total)
        implements Question {
      /**
       * Checks that one part is given.
       *
       * @throws IllegalArgumentException if both are or none is
       */
      public Ratio {
        if (good.isPresent() == bad.isPresent()) {
          throw new IllegalArgumentException("not exactly one of good and bad");
        }
      }
    }

    /**
     * A ratio of 0 to 1. Every minute weighs the same, as {@value #WEIGHT} events.
     *
     * @param query gives the ratio
     * @param success whether it is that of good events, else of bad ones
     */
    record Raw(Query query, boolean success) implements Question {
      /** As many events a minute is taken for, so that its ratio keeps four decimals and more. */
      public static final int WEIGHT = 1_000_000;
    }

    /**
     * A measured value. Every minute that has one is an event, good where the comparison holds.
     *
     * @param query gives the value
     * @param op how it is compared
     * @param value with what
     */
    record Threshold(Query query, Criterion.Op op, double value) implements Question {}
  }
}
