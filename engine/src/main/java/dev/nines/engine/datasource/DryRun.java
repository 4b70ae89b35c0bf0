package dev.nines.engine.datasource;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.promql.Selector;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.run.Prober.Fetched;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Sli.Question;
import dev.nines.slo.metric.MinuteCount;
import dev.nines.slo.metric.Misfit;
import dev.nines.slo.metric.QueryAnswer;
import io.prometheus.metrics.core.metrics.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What do the data sources say to what SLOs would ask them? Nothing of it is stored. */
public final class DryRun {
  /** Long enough for every scrape, short enough for every source. */
  private static final Duration SPAN = Duration.ofMinutes(10);

  private DryRun() {}

  /**
   * What was said to one question.
   *
   * @param slos the SLOs that ask it
   * @param question the queries and their data sources
   * @param good good events of the last ten minutes
   * @param total all events of the last ten minutes
   * @param fault why there is no data; null where there is
   */
  public record Asked(
      @JsonProperty List<String> slos,
      @JsonProperty String question,
      @JsonProperty long good,
      @JsonProperty long total,
      @JsonProperty Optional<String> fault) {
    /** {@return a line for people} */
    public String text() {
      return "asked for %s: %s: %s"
          .formatted(
              String.join(", ", slos),
              question,
              fault.orElseGet(() ->
                  String.format(Locale.ENGLISH, "%,d good of %,d events in 10 min", good, total)));
    }
  }

  /**
   * Asks every question once, one after the other.
   *
   * @param catalog what is declared
   * @param http makes the requests
   * @param requests counts them by {@code data_source} and {@code outcome}
   * @param now the present
   * @return what was said, in the order of declaration
   */
  public static List<Asked> ask(
      Catalog catalog, Function<HttpSpec, Fetched> http, Counter requests, Instant now) {
    var clients = DataSources.clients(catalog, http, requests);
    var end = now.minus(MetricReading.DELAY).getEpochSecond() / 60;
    return DataSources.questions(catalog).entrySet().stream()
        .map(asked -> ask(asked.getKey(), asked.getValue(), clients, end))
        .toList();
  }

  private static Asked ask(
      Question question, List<String> slos, Map<String, PrometheusClient> clients, long end) {
    var counter = question instanceof Question.Ratio ratio && ratio.counter();
    var begin = end - SPAN.toMinutes();
    var answers = new ArrayList<QueryAnswer>();
    for (var query : question.queries()) {
      var promql = counter ? Selector.of(query.promql()).orElse(query.promql()) : query.promql();
      var client = clients.get(query.dataSource());
      if (client == null) {
        throw new IllegalArgumentException("data source not declared: " + query.dataSource());
      }
      switch (client.ask(promql, counter, begin, end)) {
        case Answer.Given(var values) -> answers.add(values);
        case Answer.Refused(var why) -> {
          return failed(question, slos, query.promql() + ": " + why);
        }
        case Answer.TooLarge(var why) -> {
          return failed(question, slos, why);
        }
        case Answer.TooSlow(var why) -> {
          return failed(question, slos, why);
        }
        case Answer.Unreachable(var why) -> {
          return failed(question, slos, why);
        }
      }
    }
    var counts = EventCounts.NONE;
    Optional<Misfit> misfit = Optional.of(Misfit.NO_SERIES);
    var carry = MinuteCount.Carry.NONE;
    for (var minute = begin; minute < end; minute++) {
      var count = MinuteCount.of(question, answers, minute, carry);
      carry = count.carry();
      counts = counts.plus(count.counts());
      var here = Misfit.of(question, answers, minute);
      misfit = here.equals(Optional.of(Misfit.NO_SERIES)) ? misfit : here;
    }
    return new Asked(
        slos,
        question.text(),
        counts.good(),
        counts.total(),
        misfit.map(why -> MetricReading.words(question, why)));
  }

  private static Asked failed(Question question, List<String> slos, String why) {
    return new Asked(slos, question.text(), 0, 0, Optional.of(why));
  }
}
