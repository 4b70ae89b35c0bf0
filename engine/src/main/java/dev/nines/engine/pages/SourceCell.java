package dev.nines.engine.pages;

import dev.nines.engine.datasource.MetricStatus;
import dev.nines.engine.evaluation.SloStatus.ObjectiveStatus;
import dev.nines.engine.pages.text.Moment;
import dev.nines.slo.Sli;
import dev.nines.slo.Sli.Question;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the numbers of an objective come from, and whether they come.
 *
 * @param names the data sources
 * @param queries what they are asked
 * @param upTo until when their answers are read; empty before the first one
 * @param trouble what is wrong; empty where nothing is
 */
public record SourceCell(
    String names, List<String> queries, Optional<Moment> upTo, String trouble) {
  /** With a minute to pass, ten seconds to wait and a round to go, a source is never younger. */
  private static final Duration LATE = Duration.ofMinutes(3);

  /** Copies the queries. */
  public SourceCell {
    queries = List.copyOf(queries);
  }

  /**
   * Tells of objectives that are read from data sources.
   *
   * @param readings how far each question is read
   * @param now the present, in the zone that times are shown in
   * @return makes a cell of an objective; none of one that Nines measures itself
   */
  public static Function<ObjectiveStatus, Optional<SourceCell>> teller(
      Function<Question, Optional<MetricStatus>> readings, ZonedDateTime now) {
    return objective ->
        switch (objective.sli()) {
          case Sli.Runs _ -> Optional.empty();
          case Sli.Metric(var question) ->
              readings.apply(question).map(status -> of(question, status, now));
        };
  }

  private static SourceCell of(Question question, MetricStatus status, ZonedDateTime now) {
    var names =
        "Prometheus "
            + String.join(
                " and ",
                question.queries().stream().map(Sli.Query::dataSource).distinct().toList());
    return new SourceCell(
        names,
        question.queries().stream().map(Sli.Query::promql).toList(),
        status.readUpTo().map(at -> Moment.of(at, now)),
        trouble(names, status, now));
  }

  private static String trouble(String names, MetricStatus status, ZonedDateTime now) {
    var why = status.error().map(error -> ": " + error).orElse("");
    if (status.readUpTo().isEmpty()) {
      return names + " has not been read yet" + why;
    }
    var upTo = status.readUpTo().get();
    if (upTo.isBefore(now.toInstant().minus(LATE))) {
      return names + " has not been read since " + Moment.of(upTo, now).text() + why;
    }
    return why.isEmpty() ? "" : names + why;
  }
}
